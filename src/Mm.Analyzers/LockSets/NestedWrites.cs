using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Mm.Analyzers.LockSets;

/// <summary>Which variables of the body around it a lambda captures or assigns.</summary>
internal static class NestedWrites
{
    public static List<ISymbol> In(ControlFlowGraph graph, IFlowAnonymousFunctionOperation lambda)
    {
        var found = new List<ISymbol>();
        if (BodyOf(graph, lambda) is { } body) Assigned(body, found);
        return found;
    }

    /// <summary>Captured variables, and the containing type for a captured this.</summary>
    public static List<ISymbol> Captured(ControlFlowGraph graph, IFlowAnonymousFunctionOperation lambda)
    {
        var found = new List<ISymbol>();
        if (BodyOf(graph, lambda) is not { } body) return found;
        foreach (var operation in body.Descendants())
        {
            ISymbol? symbol = operation switch
            {
                ILocalReferenceOperation local when !IsInside(local.Local, lambda) => local.Local,
                IParameterReferenceOperation parameter when !IsInside(parameter.Parameter, lambda) => parameter.Parameter,
                IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance } instance => instance.Type as INamedTypeSymbol,
                _ => null,
            };
            if (symbol is not null && !found.Contains(symbol)) found.Add(symbol);
        }
        return found;
    }

    public static void Assigned(IOperation body, List<ISymbol> found)
    {
        foreach (var operation in body.DescendantsAndSelf())
        {
            var target = operation switch
            {
                IAssignmentOperation assignment => assignment.Target,
                IIncrementOrDecrementOperation increment => increment.Target,
                IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } argument => argument.Value,
                _ => null,
            };
            ISymbol? symbol = target switch
            {
                ILocalReferenceOperation local => local.Local,
                IParameterReferenceOperation parameter => parameter.Parameter,
                _ => null,
            };
            if (symbol is not null && !found.Contains(symbol)) found.Add(symbol);
        }
    }

    private static bool IsInside(ISymbol symbol, IFlowAnonymousFunctionOperation lambda)
    {
        for (var owner = symbol.ContainingSymbol; owner is not null; owner = owner.ContainingSymbol)
        {
            if (SymbolEqualityComparer.Default.Equals(owner, lambda.Symbol)) return true;
        }
        return false;
    }

    private static IOperation? BodyOf(ControlFlowGraph graph, IFlowAnonymousFunctionOperation lambda)
    {
        foreach (var operation in graph.OriginalOperation.Descendants())
        {
            if (operation is IAnonymousFunctionOperation original && SymbolEqualityComparer.Default.Equals(original.Symbol, lambda.Symbol)) return original
                .Body;
        }
        return null;
    }
}
