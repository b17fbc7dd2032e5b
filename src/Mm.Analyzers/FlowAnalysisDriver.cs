using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Mm.Analyzers.Contracts;
using Mm.Analyzers.LockSets;
using Mm.Analyzers.Rules;
using Mm.Analyzers.Rules.WholeProgram;

namespace Mm.Analyzers;

/// <summary>Finds the bodies that touch locks, has each analysed once, and reports.</summary>
internal sealed class FlowAnalysisDriver(ContractModel contracts, ProgramFacts facts)
{
    private const string OwnerInferenceKey = "mmlocks_owner_inference";

    public void Analyse(OperationBlockAnalysisContext context)
    {
        List<ControlFlowGraph>? graphs = null;
        bool own = context.OwningSymbol is IMethodSymbol method && contracts.ContractOf(method) is { IsNone: false };
        foreach (var block in context.OperationBlocks)
        {
            if (block.Kind is OperationKind.Attribute or OperationKind.None or OperationKind.ParameterInitializer) continue;
            var scan = Relevance.Scan(block, contracts, facts.IsOfInterest);
            if (scan.IsBroken) continue;
            if (!own && !scan.IsRelevant)
            {
                Observer.Unlocked(facts, context.OwningSymbol, scan);
                continue;
            }
            var graph = context.GetControlFlowGraph(block);
            // A constructor's initialiser and its body are two blocks of one graph.
            if (graphs is not null && graphs.Contains(graph)) continue;
            (graphs ??= []).Add(graph);
            Analyse(context, graph);
        }
    }

    private void Analyse(OperationBlockAnalysisContext context, ControlFlowGraph graph)
    {
        var body = new BodyContext(contracts, InfersOwners(context, graph), context.CancellationToken);
        try
        {
            if (BodyAnalysis.Run(body, graph, context.OwningSymbol, new Observer(facts, context.OwningSymbol)) is not { } findings) return;
            foreach (var diagnostic in BodyReports.Of(findings)) context.ReportDiagnostic(diagnostic);
        }
        catch (Exception failure) when (IsContained(failure))
        {
            // A shape of code that nobody thought of costs its own reports, not the build.
        }
    }

    /// <summary>In our own builds a failure shows as what it is.</summary>
    private static bool IsContained(Exception failure)
    {
#if DEBUG
        _ = failure;
        return false;
#else
        return failure is not OperationCanceledException;
#endif
    }

    private static bool InfersOwners(OperationBlockAnalysisContext context, ControlFlowGraph graph)
    {
        var options = context.Options.AnalyzerConfigOptionsProvider.GetOptions(graph.OriginalOperation.Syntax.SyntaxTree);
        return !options.TryGetValue(OwnerInferenceKey, out string? value)
            || !(value.Equals("off", StringComparison.OrdinalIgnoreCase) || value.Equals("false", StringComparison.OrdinalIgnoreCase));
    }
}
