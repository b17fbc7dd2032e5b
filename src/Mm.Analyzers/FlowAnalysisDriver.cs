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
internal sealed class FlowAnalysisDriver
{
    private const string OwnerInferenceKey = "mmlocks_owner_inference";

    private readonly ContractModel _contracts;
    private readonly ReassignableLock _reassignable;
    private readonly ProgramFacts _facts;
    private readonly Relevance _relevance;
    private readonly Action<OperationBlockAnalysisContext> _analyse;

    public FlowAnalysisDriver(ContractModel contracts, ReassignableLock reassignable, ProgramFacts facts)
    {
        _contracts = contracts;
        _reassignable = reassignable;
        _facts = facts;
        _relevance = new Relevance(contracts, facts.IsOfInterest);
        _analyse = AnalyseBlocks;
    }

    /// <summary>Looks at the bodies of one member, reports what is wrong in them, and keeps what they show of the program.</summary>
    public void Analyse(OperationBlockAnalysisContext context) => Contain(context, _analyse,
        static (context, failure) => context.ReportDiagnostic(MissingReason.Failed(context.OwningSymbol, failure)));

    /// <summary>Looks at a body only for what it shows of the program; what fails is reported where the body is analysed for itself.</summary>
    public void Observe(IOperation body, ISymbol owner, AnalyzerOptions options, CancellationToken cancellation) => Contain(
        (Driver: this, body, owner, options, cancellation),
        static asked => asked.Driver.ObserveBody(asked.body, asked.owner, asked.options, asked.cancellation), static (_, _) => { });

    /// <summary>A shape of code that nobody thought of costs the reports of its body, which says so, and not the build.</summary>
    internal static void Contain<T>(T context, Action<T> analysis, Action<T, Exception> failed)
    {
        try
        {
            analysis(context);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            failed(context, failure);
        }
    }

    private void AnalyseBlocks(OperationBlockAnalysisContext context)
    {
        List<ControlFlowGraph>? graphs = null;
        BodyScan? only = null;
        int bodies = 0;
        bool hasContract = HasContract(context.OwningSymbol);
        foreach (var block in context.OperationBlocks)
        {
            if (block.Kind is OperationKind.Attribute or OperationKind.None or OperationKind.ParameterInitializer) continue;
            var scan = _relevance.Scan(block, hasContract);
            if (scan.Odd is { } odd) Check(odd, context.ReportDiagnostic);
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
            var findings = Analyse(graph, context.OwningSymbol, context.Options, context.CancellationToken);
            if (findings is null)
            {
                context.ReportDiagnostic(MissingReason.TooHard(context.OwningSymbol));
                continue;
            }
            foreach (var diagnostic in BodyReports.Of(findings)) context.ReportDiagnostic(diagnostic);
        }
        if (bodies == 1 && only is not null && context.OwningSymbol is IMethodSymbol) _facts.CallsWithoutLocks(context.OwningSymbol, only.Called);
        _facts.Of(context.OwningSymbol)?.Bodies.Done(context.OperationBlocks);
    }

    private void Check(List<IOperation> odd, Action<Diagnostic> report)
    {
        foreach (var operation in odd)
        {
            UnsuitableLock.Check(operation, _contracts, _reassignable, report);
            LostDelegateContract.Check(operation, _contracts, report);
        }
    }

    private void ObserveBody(IOperation body, ISymbol owner, AnalyzerOptions options, CancellationToken cancellation)
    {
        while (body.Parent is { } parent) body = parent;
        if (!IsRelevant(_relevance.Scan(body, HasContract(owner)), owner)) return;
        var graph = body switch
        {
            IMethodBodyOperation method => ControlFlowGraph.Create(method, cancellation),
            IConstructorBodyOperation constructor => ControlFlowGraph.Create(constructor, cancellation),
            IFieldInitializerOperation field => ControlFlowGraph.Create(field, cancellation),
            IPropertyInitializerOperation property => ControlFlowGraph.Create(property, cancellation),
            IBlockOperation block => ControlFlowGraph.Create(block, cancellation),
            _ => null,
        };
        if (graph is not null) Analyse(graph, owner, options, cancellation);
    }

    private bool IsRelevant(BodyScan scan, ISymbol owner)
    {
        if (scan.IsRelevant) return true;
        Observer.Unlocked(_facts, owner, scan);
        return false;
    }

    /// <summary>Without annotations a body has a contract only if it stands for one that is built in.</summary>
    private bool HasContract(ISymbol owner) => owner is IMethodSymbol method && (_contracts.HasAnnotations
        ? _contracts.ContractOf(method) is { IsNone: false }
        : (method.IsOverride || BuiltInLocks.Find(method.ContainingType) is not null) && _contracts.ContractOf(method).HasLockContract);

    /// <summary>What is wrong in the body; null if it was too hard.</summary>
    private IReadOnlyList<Finding>? Analyse(ControlFlowGraph graph, ISymbol owner, AnalyzerOptions options, CancellationToken cancellation)
    {
        bool infers = InfersOwners(options, graph);
        var observer = new Observer(_facts, owner);
        var findings = BodyAnalysis.Run(new BodyContext(_contracts, infers, errors: null, cancellation), graph, owner, observer);
        return findings is { Count: > 0 } && CompileErrors.Of(graph.OriginalOperation, cancellation) is { } errors
            ? BodyAnalysis.Run(new BodyContext(_contracts, infers, errors, cancellation), graph, owner, observer)
            : findings;
    }

    private static bool InfersOwners(AnalyzerOptions all, ControlFlowGraph graph)
    {
        var options = all.AnalyzerConfigOptionsProvider.GetOptions(graph.OriginalOperation.Syntax.SyntaxTree);
        return !options.TryGetValue(OwnerInferenceKey, out string? value)
            || !(value.Equals("off", StringComparison.OrdinalIgnoreCase) || value.Equals("false", StringComparison.OrdinalIgnoreCase));
    }
}
