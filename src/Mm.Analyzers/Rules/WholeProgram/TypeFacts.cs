using Microsoft.CodeAnalysis;
using Mm.Analyzers.Contracts;

namespace Mm.Analyzers.Rules.WholeProgram;

/// <summary>What the bodies of one outermost type, and the uses of its members, have shown.</summary>
internal sealed class TypeFacts(INamedTypeSymbol type)
{
    private readonly object _gate = new();
    private readonly Dictionary<ISymbol, List<UseOfMember>> _uses = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<ISymbol, AcquiredLock[]> _acquired = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<ISymbol, Callee[]> _callees = new(SymbolEqualityComparer.Default);
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
            _acquired.TryGetValue(body, out var known);
            foreach (var earlier in known ?? [])
            {
                if (SymbolEqualityComparer.Default.Equals(earlier.Lock, acquired.Lock)) return;
            }
            _acquired[body] = [.. known ?? [], acquired];
        }
    }

    /// <summary>The body has been analysed, and calls these.</summary>
    public void Calls(ISymbol body, IReadOnlyCollection<Callee> called)
    {
        lock (_gate)
        {
            // A body in two parts, a constructor's initialiser and the rest, tells twice; an editor may ask again.
            _callees[body] = _callees.TryGetValue(body, out var known) ? [.. known.Union(called)] : [.. called];
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

    /// <summary>What a body has told of itself, in arrays that nobody changes; no callees if it has not been analysed, since it touches no lock.</summary>
    public (AcquiredLock[] Acquired, Callee[]? Callees) OfBody(ISymbol body)
    {
        lock (_gate)
        {
            _callees.TryGetValue(body, out var callees);
            return (_acquired.TryGetValue(body, out var acquired) ? acquired : [], callees);
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
