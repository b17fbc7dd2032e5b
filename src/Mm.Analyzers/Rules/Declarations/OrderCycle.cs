// A cycle of declared order is one mistake: it is reported once, at the declaration that stands last, with the others as additional locations.
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Mm.Analyzers.Contracts;

namespace Mm.Analyzers.Rules.Declarations;

internal static class OrderCycle
{
    public static bool IsLast(OrderStep step, ImmutableArray<OrderStep> cycle)
    {
        foreach (var other in cycle)
        {
            if (Compare(other.Declaration, step.Declaration) > 0) return false;
        }
        return true;
    }

    public static void Report(Location? location, ImmutableArray<OrderStep> cycle, Action<Diagnostic> report)
    {
        if (location is null) return;
        var places = new List<Location>();
        foreach (var step in cycle)
        {
            // The report itself stands at one of the declarations.
            if (step.Declaration.ApplicationSyntaxReference is { } place && !(place.SyntaxTree == location.SourceTree && place.Span.Contains(location.SourceSpan))) places.Add(Location.Create(place.SyntaxTree, place.Span));
        }
        var names = cycle.Select(static s => $"'{SymbolText.Of(s.Outer)}'").Append($"'{SymbolText.Of(cycle[0].Outer)}'");
        report(Diagnostic.Create(
            ContradictoryAnnotation.Descriptor, location, places.Distinct(),
            "The declared lock order has a cycle: " + string.Join(" before ", names)));
    }

    private static int Compare(AttributeData a, AttributeData b)
    {
        var first = a.ApplicationSyntaxReference;
        var second = b.ApplicationSyntaxReference;
        // Declarations of other assemblies come first: what can still be changed is blamed.
        if (first is null || second is null) return (first is null ? 0 : 1) - (second is null ? 0 : 1);
        int files = string.CompareOrdinal(first.SyntaxTree.FilePath, second.SyntaxTree.FilePath);
        return files != 0 ? files : first.Span.CompareTo(second.Span);
    }
}
