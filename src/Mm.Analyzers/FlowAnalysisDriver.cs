using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Mm.Analyzers.Contracts;
using Mm.Analyzers.Contracts.BuiltIn;
using Mm.Analyzers.LockSets;
using Mm.Analyzers.Rules;
using Mm.Analyzers.Rules.WholeProgram;

namespace Mm.Analyzers;

/// <summary>Finds the bodies that touch locks, has each analysed once, and reports.</summary>
internal sealed class FlowAnalysisDriver(ContractModel contracts, ReassignableLock reassignable, ProgramFacts facts)
{
    private const string OwnerInferenceKey = "mmlocks_owner_inference";

    private readonly Relevance _relevance = new(contracts, facts.IsOfInterest);

    /// <summary>Looks at the bodies of one member, reports what is wrong in them, and keeps what they show of the program.</summary>
    public void Analyse(OperationBlockAnalysisContext context) =>
        Contain(context.OwningSymbol, context.ReportDiagnostic, () => AnalyseBlocks(context));

    /// <summary>Looks at a body only for what it shows of the program.</summary>
    public void Observe(IOperation body, ISymbol owner, AnalyzerOptions options, CancellationToken cancellation) =>
        Contain(owner, static _ => { }, () => ObserveBody(body, owner, options, cancellation));

    /// <summary>A shape of code that nobody thought of costs the reports of its body, which says so, and not the build.</summary>
    internal static void Contain(ISymbol owner, Action<Diagnostic> report, Action analysis)
    {
        try
        {
            analysis();
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            report(MissingReason.Failed(owner, failure));
        }
    }

    private void AnalyseBlocks(OperationBlockAnalysisContext context)
    {
        List<ControlFlowGraph>? graphs = null;
        BodyScan? only = null;
        int bodies = 0;
        bool hasContract = context.OwningSymbol is IMethodSymbol owner && HasContract(owner);
        foreach (var block in context.OperationBlocks)
        {
            if (block.Kind is OperationKind.Attribute or OperationKind.None or OperationKind.ParameterInitializer) continue;
            var scan = _relevance.Scan(block, hasContract);
            foreach (var operation in scan.Odd)
            {
                UnsuitableLock.Check(operation, contracts, reassignable, context.ReportDiagnostic);
                LostDelegateContract.Check(operation, contracts, context.ReportDiagnostic);
            }
            bodies++;
            if (!IsRelevant(scan, context.OwningSymbol))
            {
                only = scan;
                continue;
            }
            var graph = context.GetControlFlowGraph(block);
            // A constructor's initialiser and its body are two blocks of one graph.
            if (graphs is not null && graphs.Contains(graph)) continue;
            (graphs ??= []).Add(graph);
            Analyse(graph, context.OwningSymbol, context.Options, context.ReportDiagnostic, context.CancellationToken);
        }
        if (bodies == 1 && only is not null && context.OwningSymbol is IMethodSymbol) facts.CallsWithoutLocks(context.OwningSymbol, only.Called);
        facts.Of(context.OwningSymbol)?.Bodies.Done(context.OperationBlocks);
    }

    private void ObserveBody(IOperation body, ISymbol owner, AnalyzerOptions options, CancellationToken cancellation)
    {
        while (body.Parent is { } parent) body = parent;
        if (!IsRelevant(_relevance.Scan(body, owner is IMethodSymbol contracted && HasContract(contracted)), owner)) return;
        var graph = body switch
        {
            IMethodBodyOperation method => ControlFlowGraph.Create(method, cancellation),
            IConstructorBodyOperation constructor => ControlFlowGraph.Create(constructor, cancellation),
            IFieldInitializerOperation field => ControlFlowGraph.Create(field, cancellation),
            IPropertyInitializerOperation property => ControlFlowGraph.Create(property, cancellation),
            IBlockOperation block => ControlFlowGraph.Create(block, cancellation),
            _ => null,
        };
        if (graph is not null) Analyse(graph, owner, options, static _ => { }, cancellation);
    }

    private bool IsRelevant(BodyScan scan, ISymbol owner)
    {
        if (scan.IsRelevant) return true;
        Observer.Unlocked(facts, owner, scan);
        return false;
    }

    /// <summary>Without annotations a body has a contract only if it stands for one that is built in.</summary>
    private bool HasContract(IMethodSymbol method) => contracts.HasAnnotations
        ? contracts.ContractOf(method) is { IsNone: false }
        : (method.IsOverride || BuiltInLocks.Find(method.ContainingType) is not null) && contracts.ContractOf(method).HasLockContract;

    private void Analyse(ControlFlowGraph graph, ISymbol owner, AnalyzerOptions options, Action<Diagnostic> report, CancellationToken cancellation)
    {
        bool infers = InfersOwners(options, graph);
        var observer = new Observer(facts, owner);
        var findings = BodyAnalysis.Run(new BodyContext(contracts, infers, errors: null, cancellation), graph, owner, observer);
        if (findings is { Count: > 0 } && CompileErrors.Of(graph.OriginalOperation, cancellation) is { } errors)
        {
            findings = BodyAnalysis.Run(new BodyContext(contracts, infers, errors, cancellation), graph, owner, observer);
        }
        if (findings is null)
        {
            report(MissingReason.TooHard(owner));
            return;
        }
        foreach (var diagnostic in BodyReports.Of(findings)) report(diagnostic);
    }

    private static bool InfersOwners(AnalyzerOptions all, ControlFlowGraph graph)
    {
        var options = all.AnalyzerConfigOptionsProvider.GetOptions(graph.OriginalOperation.Syntax.SyntaxTree);
        return !options.TryGetValue(OwnerInferenceKey, out string? value)
            || !(value.Equals("off", StringComparison.OrdinalIgnoreCase) || value.Equals("false", StringComparison.OrdinalIgnoreCase));
    }
}
