// What the rules about a whole type or compilation (MML304, MML901, MML902) collect from every body. Written from many threads; read at the end
// of a type or of the compilation, when the bodies in question are done. One instance a compilation.
using Microsoft.CodeAnalysis;
using Mm.Analyzers.Contracts;
using Mm.Analyzers.LockSets;
using Mm.Analyzers.Paths;

namespace Mm.Analyzers.Rules.WholeProgram;

/// <summary>While one lock was held another was acquired. Locks are told apart by the member that holds them.</summary>
internal sealed record OrderEdge(ISymbol Outer, ISymbol Inner, string OuterText, string InnerText, SyntaxNode OuterAt, SyntaxNode InnerAt, ISymbol Body);

/// <summary>A use of a member, with the locks that were held, as the member's own type would name them.</summary>
internal sealed record UseOfMember(SyntaxNode Node, IReadOnlyCollection<HeldLock> Held, bool IsWrite, ISymbol Body);

/// <summary>A lock in the terms of a member's type: "_gate", "Registry.Gate".</summary>
internal readonly record struct HeldLock(string Path, HoldMode Mode);

internal sealed class ProgramFacts(ContractModel contracts)
{
    private readonly object _gate = new();
    private readonly Dictionary<ISymbol, List<UseOfMember>> _uses = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<ISymbol, List<(ISymbol Callee, HeldLock[] Held)>> _calls = new(SymbolEqualityComparer.Default);
    private readonly List<OrderEdge> _edges = [];
    private readonly List<(ISymbol Outer, string OuterText, SyntaxNode OuterAt, IMethodSymbol Callee, SyntaxNode CallAt, ISymbol Body)> _callsUnder = [];
    private readonly Dictionary<ISymbol, List<(ISymbol Lock, string Text, SyntaxNode At)>> _acquired = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<ISymbol, HashSet<ISymbol>> _callees = new(SymbolEqualityComparer.Default);
    private readonly HashSet<ISymbol> _locks = new(SymbolEqualityComparer.Default);
    private readonly HashSet<ISymbol> _touching = new(SymbolEqualityComparer.Default);

    public ContractModel Contracts => contracts;

    /// <summary>Whether uses of the member are worth counting: an unguarded, changeable member beside a lock.</summary>
    public bool IsCandidate(ISymbol member) => Candidates.IsField(member, contracts) || Candidates.IsMethod(member, contracts);

    public void Use(ISymbol member, UseOfMember use)
    {
        lock (_gate)
        {
            if (!_uses.TryGetValue(member, out var uses)) _uses.Add(member, uses = []);
            for (int i = 0; i < uses.Count; i++)
            {
                if (!ReferenceEquals(uses[i].Node, use.Node)) continue;
                // The same place on another group of paths: only what all hold counts.
                uses[i] = use with { Held = Common(uses[i].Held, use.Held), IsWrite = use.IsWrite || uses[i].IsWrite };
                return;
            }
            uses.Add(use);
        }
    }

    private static List<HeldLock> Common(IReadOnlyCollection<HeldLock> a, IReadOnlyCollection<HeldLock> b)
    {
        var common = new List<HeldLock>();
        foreach (var left in a)
        {
            foreach (var right in b)
            {
                if (left.Path == right.Path) common.Add(left with { Mode = HoldModes.Weaker(left.Mode, right.Mode) });
            }
        }
        return common;
    }

    public void Acquired(ISymbol body, SymbolicValue @lock, SyntaxNode at)
    {
        if (@lock.Member is not { } member) return;
        lock (_gate)
        {
            _locks.Add(member);
            if (!_acquired.TryGetValue(body, out var list)) _acquired.Add(body, list = []);
            list.Add((member, @lock.Text, at));
        }
    }

    public void Together(ISymbol body, SymbolicValue held, SymbolicValue acquired, SyntaxNode heldAt, SyntaxNode acquiredAt)
    {
        if (held.Member is not { } outer || acquired.Member is not { } inner || SymbolEqualityComparer.Default.Equals(outer, inner)) return;
        lock (_gate) _edges.Add(new OrderEdge(outer, inner, held.Text, acquired.Text, heldAt, acquiredAt, body));
    }

    public void CalledUnder(ISymbol body, SymbolicValue held, SyntaxNode heldAt, IMethodSymbol callee, SyntaxNode at)
    {
        if (held.Member is not { } outer) return;
        lock (_gate) _callsUnder.Add((outer, held.Text, heldAt, callee, at, body));
    }

    public void Calls(ISymbol body, ISymbol callee)
    {
        lock (_gate)
        {
            if (!_callees.TryGetValue(body, out var callees)) _callees.Add(body, callees = new HashSet<ISymbol>(SymbolEqualityComparer.Default));
            callees.Add(callee);
        }
    }

    /// <summary>The body touches guarded state, or calls a contract.</summary>
    public void Touches(ISymbol body)
    {
        lock (_gate) _touching.Add(body);
    }

    public bool IsTouching(ISymbol body)
    {
        lock (_gate) return _touching.Contains(body);
    }

    public bool IsUsedAsLock(ISymbol member)
    {
        lock (_gate) return _locks.Contains(member);
    }

    /// <summary>The members of which uses were seen, in the order of their declaration.</summary>
    public List<KeyValuePair<ISymbol, List<UseOfMember>>> Uses()
    {
        lock (_gate)
        {
            var all = new List<KeyValuePair<ISymbol, List<UseOfMember>>>();
            foreach (var pair in _uses) all.Add(new KeyValuePair<ISymbol, List<UseOfMember>>(pair.Key, [.. pair.Value]));
            all.Sort(static (a, b) => SourceOrder.Compare(a.Key, b.Key));
            return all;
        }
    }

    /// <summary>All pairs of locks that are acquired one inside the other, directly or in a method called under the first, in source order.</summary>
    public List<OrderEdge> Edges()
    {
        lock (_gate)
        {
            var edges = new List<OrderEdge>(_edges);
            foreach (var call in _callsUnder)
            {
                foreach (var acquired in AcquiredBy(call.Callee))
                {
                    if (SymbolEqualityComparer.Default.Equals(acquired.Lock, call.Outer)) continue;
                    edges.Add(new OrderEdge(call.Outer, acquired.Lock, call.OuterText, acquired.Text, call.OuterAt, call.CallAt, call.Body));
                }
            }
            edges.Sort(static (a, b) => SourceOrder.Compare(a.InnerAt, b.InnerAt));
            return edges;
        }
    }

    private List<(ISymbol Lock, string Text, SyntaxNode At)> AcquiredBy(IMethodSymbol method)
    {
        var found = new List<(ISymbol, string, SyntaxNode)>();
        var seen = new HashSet<ISymbol>(SymbolEqualityComparer.Default) { method };
        var left = new Stack<ISymbol>();
        left.Push(method);
        while (left.Count > 0)
        {
            var body = left.Pop();
            if (_acquired.TryGetValue(body, out var acquired)) found.AddRange(acquired);
            if (!_callees.TryGetValue(body, out var callees)) continue;
            foreach (var callee in callees)
            {
                if (seen.Add(callee)) left.Push(callee);
            }
        }
        return found;
    }
}

internal static class SourceOrder
{
    public static int Compare(ISymbol a, ISymbol b)
    {
        var left = a.Locations.Length > 0 ? a.Locations[0] : null;
        var right = b.Locations.Length > 0 ? b.Locations[0] : null;
        int order = string.CompareOrdinal(left?.SourceTree?.FilePath, right?.SourceTree?.FilePath);
        return order != 0 ? order : (left?.SourceSpan.Start ?? 0).CompareTo(right?.SourceSpan.Start ?? 0);
    }

    public static int Compare(SyntaxNode a, SyntaxNode b)
    {
        int order = string.CompareOrdinal(a.SyntaxTree.FilePath, b.SyntaxTree.FilePath);
        return order != 0 ? order : a.SpanStart.CompareTo(b.SpanStart);
    }
}
