using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Mm.Analyzers.Contracts;

/// <summary>Where the declared order leads from one node, and how: found once, since nearly every acquisition asks. Not changed once it is complete.</summary>
internal sealed class OrderWays(ISymbol? start)
{
    public static readonly OrderWays None = new(null);

    private readonly Dictionary<ISymbol, (OrderStep Last, int Rank)> _steps = new(SymbolEqualityComparer.Default);

    public bool IsEmpty => _steps.Count == 0;

    /// <summary>Adds the last step of a way; false if its end has been reached before.</summary>
    public bool Add(OrderStep step)
    {
        if (_steps.ContainsKey(step.Inner)) return false;
        _steps.Add(step.Inner, (step, _steps.Count));
        return true;
    }

    /// <summary>Which of two nodes comes first; null if there is a way to neither.</summary>
    public ISymbol? Nearer(ISymbol? known, ISymbol candidate) =>
        _steps.TryGetValue(candidate, out var way) && (known is null || way.Rank < _steps[known].Rank) ? candidate : known;

    /// <summary>The steps to a node, outermost first; empty if there is no way.</summary>
    public ImmutableArray<OrderStep> To(ISymbol end)
    {
        if (!_steps.TryGetValue(end, out var way)) return [];
        var steps = ImmutableArray.CreateBuilder<OrderStep>();
        steps.Add(way.Last);
        while (!SymbolEqualityComparer.Default.Equals(way.Last.Outer, start))
        {
            way = _steps[way.Last.Outer];
            steps.Add(way.Last);
        }
        steps.Reverse();
        return steps.ToImmutable();
    }
}
