// What the rules about a whole type or compilation (MML304, MML901, MML902) collect from every body. Written from many threads; read at the end
// of a type or of the compilation, when the bodies in question are done. One instance a compilation.
using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Mm.Analyzers.Contracts;
using Mm.Analyzers.LockSets;
using Mm.Analyzers.Paths;

namespace Mm.Analyzers.Rules.WholeProgram;

/// <summary>While one lock was held another was acquired, by the operation at InnerAt. Locks are told apart by the member that holds them.</summary>
internal sealed record OrderEdge(ISymbol Outer, ISymbol Inner, string OuterText, string InnerText, SyntaxNode OuterAt, SyntaxNode InnerAt)
{
    /// <summary>The methods through which a call at InnerAt leads to the acquisition; empty for a direct one.</summary>
    public string Via { get; init; } = "";

    /// <summary>Where a call at InnerAt ends up acquiring the lock.</summary>
    public SyntaxNode? AcquiredAt { get; init; }

    /// <summary>The declaration that orders the locks the other way round.</summary>
    public SyntaxNode? Declared { get; init; }
}

/// <summary>A use of a member, with the locks that were held, as the member's own type would name them.</summary>
internal sealed record UseOfMember(SyntaxNode Node, IReadOnlyCollection<HeldLock> Held, bool IsWrite, ISymbol Body);

/// <summary>A lock in the terms of a member's type: "_gate", "Registry.Gate".</summary>
internal readonly record struct HeldLock(string Path, HoldMode Mode);

/// <summary>What the bodies of one outermost type, and the uses of its members, have shown.</summary>
internal sealed class TypeFacts(INamedTypeSymbol type)
{
    private readonly object _gate = new();
    private readonly Dictionary<ISymbol, List<UseOfMember>> _uses = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<ISymbol, List<AcquiredLock>> _acquired = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<ISymbol, HashSet<ISymbol>> _callees = new(SymbolEqualityComparer.Default);
    private readonly HashSet<ISymbol> _touching = new(SymbolEqualityComparer.Default);
    private readonly List<OrderEdge> _edges = [];
    private readonly List<CallUnderLock> _calls = [];
    private readonly object _end = new();
    private IReadOnlyList<Diagnostic>? _reports;

    public TypeBodies Bodies { get; } = new(type);

    /// <summary>The reports that concern the type alone, found once.</summary>
    public IReadOnlyList<Diagnostic> AtEnd(Func<IReadOnlyList<Diagnostic>> find)
    {
        lock (_end) return _reports ??= find();
    }

    /// <summary>All bodies have been looked at, and show nothing.</summary>
    public bool IsSilent
    {
        get
        {
            if (!Bodies.AllDone) return false;
            lock (_gate) return _uses.Count + _edges.Count + _calls.Count == 0;
        }
    }

    public bool HasOrder
    {
        get
        {
            lock (_gate) return _edges.Count + _calls.Count > 0;
        }
    }

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

    public void Acquired(ISymbol body, AcquiredLock acquired)
    {
        lock (_gate)
        {
            if (!_acquired.TryGetValue(body, out var list)) _acquired.Add(body, list = []);
            foreach (var known in list)
            {
                if (SymbolEqualityComparer.Default.Equals(known.Lock, acquired.Lock)) return;
            }
            list.Add(acquired);
        }
    }

    /// <summary>The body has been analysed, and calls these.</summary>
    public void Calls(ISymbol body, IEnumerable<ISymbol> called)
    {
        lock (_gate)
        {
            if (!_callees.TryGetValue(body, out var callees)) _callees.Add(body, callees = new HashSet<ISymbol>(SymbolEqualityComparer.Default));
            callees.UnionWith(called);
        }
    }

    public void Together(OrderEdge edge)
    {
        lock (_gate) _edges.Add(edge);
    }

    public void CalledUnder(CallUnderLock call)
    {
        lock (_gate) _calls.Add(call);
    }

    public void Touches(ISymbol body)
    {
        lock (_gate) _touching.Add(body);
    }

    public bool IsTouching(ISymbol body)
    {
        lock (_gate) return _touching.Contains(body);
    }

    /// <summary>The members of which uses were seen, in the order of their declaration.</summary>
    public List<KeyValuePair<ISymbol, List<UseOfMember>>> Uses()
    {
        var all = new List<KeyValuePair<ISymbol, List<UseOfMember>>>();
        lock (_gate)
        {
            foreach (var pair in _uses) all.Add(new KeyValuePair<ISymbol, List<UseOfMember>>(pair.Key, [.. pair.Value]));
        }
        all.Sort(static (a, b) => SourceOrder.Compare(a.Key, b.Key));
        return all;
    }

    public void CopyOrder(List<OrderEdge> edges, List<CallUnderLock> calls)
    {
        lock (_gate)
        {
            edges.AddRange(_edges);
            calls.AddRange(_calls);
        }
    }

    /// <summary>What a body has told of itself; false if it has not been analysed, since it touches no lock.</summary>
    public bool CopyBody(ISymbol body, List<AcquiredLock> acquired, List<ISymbol> callees)
    {
        lock (_gate)
        {
            if (_acquired.TryGetValue(body, out var list)) acquired.AddRange(list);
            if (!_callees.TryGetValue(body, out var called)) return false;
            callees.AddRange(called);
            return true;
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
}

internal sealed record AcquiredLock(ISymbol Lock, ITypeSymbol? Type, string Text, SyntaxNode At);

/// <summary>A method was called while a lock was held: what it acquires is acquired inside that lock.</summary>
internal sealed record CallUnderLock(ISymbol Outer, ITypeSymbol? OuterType, string OuterText, SyntaxNode OuterAt, ISymbol Callee, SyntaxNode CallAt);

internal sealed class ProgramFacts(ContractModel contracts)
{
    private readonly ConcurrentDictionary<ISymbol, TypeFacts> _types = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<ISymbol, bool> _locks = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<ISymbol, bool> _candidates = new(SymbolEqualityComparer.Default);

    private readonly ConcurrentDictionary<ISymbol, IReadOnlyList<ISymbol>> _unlockedCalls = new(SymbolEqualityComparer.Default);

    public ContractModel Contracts => contracts;

    /// <summary>What a body that touches no lock calls, in source order, kept so that nobody has to bind the body again.</summary>
    public void CallsWithoutLocks(ISymbol body, List<IMethodSymbol>? called)
    {
        var callees = new List<ISymbol>();
        foreach (var method in called ?? [])
        {
            var key = KeyOf(method);
            if (!callees.Contains(key)) callees.Add(key);
        }
        _unlockedCalls.TryAdd(KeyOf(body), callees);
    }

    /// <summary>What a body that touches no lock calls; null if it has not been kept.</summary>
    public IReadOnlyList<ISymbol>? CallsWithoutLocks(ISymbol body) => _unlockedCalls.TryGetValue(body, out var callees) ? callees : null;

    /// <summary>Whether uses of the member are worth counting: an unguarded, changeable member, or a method without a contract, beside a lock.</summary>
    public bool IsCandidate(ISymbol member) => _candidates.TryGetValue(member, out bool known)
        ? known
        : _candidates.GetOrAdd(member, symbol => Candidates.IsField(symbol, contracts) || Candidates.IsMethod(symbol, contracts));

    /// <summary>Whether a body without locks has to tell of its use of the member.</summary>
    public bool IsOfInterest(ISymbol member) => !member.DeclaringSyntaxReferences.IsEmpty && member.ContainingType is { } type
        && Candidates.HasLock(type, contracts) && IsCandidate(member);

    /// <summary>One symbol for a method, however it is called and whichever of its parts is meant.</summary>
    public static ISymbol KeyOf(ISymbol body) => body is IMethodSymbol method
        ? ((method.ReducedFrom ?? method).OriginalDefinition is var original ? original.PartialDefinitionPart ?? original : method)
        : body.OriginalDefinition;

    /// <summary>The facts of the outermost type around the symbol; null where there is none.</summary>
    public TypeFacts? Of(ISymbol symbol)
    {
        var type = symbol as INamedTypeSymbol ?? symbol.ContainingType;
        while (type?.ContainingType is { } outer) type = outer;
        if (type is null) return null;
        return _types.TryGetValue(type, out var known)
            ? known
            : _types.GetOrAdd(type.OriginalDefinition, static symbol => new TypeFacts((INamedTypeSymbol)symbol));
    }

    /// <summary>A blocking acquisition; of the body itself, as opposed to a lambda in it that may run at any time.</summary>
    public void Acquired(ISymbol body, SymbolicValue @lock, SyntaxNode at, bool ofBody)
    {
        if (@lock.Member is not { } member) return;
        _locks.TryAdd(member, true);
        if (ofBody) Of(body)?.Acquired(KeyOf(body), new AcquiredLock(member, @lock.Type, @lock.Text, at));
    }

    public bool IsUsedAsLock(ISymbol member) => _locks.ContainsKey(member);

    public IEnumerable<TypeFacts> All => _types.Values;

    /// <summary>
    /// All pairs of locks that the bodies acquire one inside the other, directly or in a method called under the first, in source order. Calls
    /// are followed inside the given type only, or everywhere.
    /// </summary>
    public List<OrderEdge> Edges(IEnumerable<TypeFacts> types, TypeFacts? only, CancellationToken cancellation)
    {
        var edges = new List<OrderEdge>();
        var calls = new List<CallUnderLock>();
        foreach (var type in types) type.CopyOrder(edges, calls);
        calls.Sort(static (a, b) => SourceOrder.Compare(a.CallAt, b.CallAt));
        var graph = new CallGraph(this, only, cancellation);
        foreach (var call in calls)
        {
            foreach (var reached in graph.From(call.Callee))
            {
                if (EdgeOf(call, reached) is { } edge) edges.Add(edge);
            }
        }
        edges.Sort(static (a, b) =>
        {
            int order = SourceOrder.Compare(a.InnerAt, b.InnerAt);
            if (order == 0) order = SourceOrder.Compare(a.OuterAt, b.OuterAt);
            return order != 0 ? order : string.CompareOrdinal(a.InnerText, b.InnerText);
        });
        return edges;
    }

    /// <summary>The order in which a call under a lock takes another; null if it is the same lock, or that order is declared.</summary>
    private OrderEdge? EdgeOf(CallUnderLock call, ReachedLock reached)
    {
        var inner = reached.Acquired;
        if (SymbolEqualityComparer.Default.Equals(inner.Lock, call.Outer)) return null;
        if (!contracts.Order.Between(call.Outer, call.OuterType, inner.Lock, inner.Type).IsEmpty) return null;
        var against = contracts.Order.Between(inner.Lock, inner.Type, call.Outer, call.OuterType);
        return new OrderEdge(call.Outer, inner.Lock, call.OuterText, inner.Text, call.OuterAt, call.CallAt)
        {
            Via = reached.Via,
            AcquiredAt = inner.At,
            Declared = against.IsEmpty ? null : against[0].Declaration.ApplicationSyntaxReference?.GetSyntax(),
        };
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
