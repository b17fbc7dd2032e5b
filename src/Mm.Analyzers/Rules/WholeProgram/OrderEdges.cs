// All pairs of locks that bodies acquire one inside the other, directly or in a method called under the first.
using Microsoft.CodeAnalysis;
using Mm.Analyzers.Contracts;

namespace Mm.Analyzers.Rules.WholeProgram;

/// <summary>Of all calls that order two locks alike, one stands for them: the first in the source.</summary>
internal sealed class OrderEdges
{
    private readonly DeclaredOrder _declared;
    private readonly CallGraph _graph;
    private readonly List<OrderEdge> _edges = [];
    private readonly Dictionary<ISymbol, Dictionary<ISymbol, CallWay?>> _byCall = new(SymbolEqualityComparer.Default);

    private OrderEdges(ProgramFacts facts, TypeFacts? only, CancellationToken cancellation)
    {
        _declared = facts.Contracts.Order;
        _graph = new CallGraph(facts, only, cancellation);
    }

    /// <param name="facts">What the bodies have shown.</param>
    /// <param name="types">Whose bodies are asked.</param>
    /// <param name="only">The type inside which calls are followed; null to follow them everywhere.</param>
    /// <param name="cancellation">Ends the search.</param>
    /// <returns>The pairs, in source order.</returns>
    public static List<OrderEdge> Of(ProgramFacts facts, IEnumerable<TypeFacts> types, TypeFacts? only, CancellationToken cancellation)
    {
        var found = new OrderEdges(facts, only, cancellation);
        var calls = new List<CallUnderLock>();
        foreach (var type in types) type.CopyOrder(found._edges, calls);
        foreach (var call in calls) found._graph.NodeOf(call.Callee).CalledUnder(call);
        foreach (var node in found._graph.Called()) found.Follow(node);
        foreach (var ofOuter in found._byCall.Values)
        {
            foreach (var way in ofOuter.Values)
            {
                if (way is not null) found._edges.Add(found.EdgeOf(way));
            }
        }
        found._edges.Sort(static (a, b) =>
        {
            int order = SourceOrder.Compare(a.InnerAt, b.InnerAt);
            if (order == 0) order = SourceOrder.Compare(a.OuterAt, b.OuterAt);
            return order != 0 ? order : string.CompareOrdinal(a.InnerText, b.InnerText);
        });
        return found._edges;
    }

    private void Follow(CallNode callee)
    {
        var reached = _graph.From(callee);
        foreach (var call in callee.Calls!)
        {
            if (!_byCall.TryGetValue(call.Outer, out var ofOuter)) _byCall.Add(call.Outer, ofOuter = new(SymbolEqualityComparer.Default));
            foreach (var acquired in reached)
            {
                if (!ofOuter.TryGetValue(acquired.Lock, out var known)) ofOuter.Add(acquired.Lock, IsRight(call, acquired) ? null : new CallWay(_graph, callee, call, acquired));
                else if (known is not null && CallNode.IsBefore(call, known.Call)) ofOuter[acquired.Lock] = new CallWay(_graph, callee, call, acquired);
            }
        }
    }

    /// <summary>It is the same lock, or the order is declared.</summary>
    private bool IsRight(CallUnderLock call, AcquiredLock inner) => SymbolEqualityComparer.Default.Equals(inner.Lock, call.Outer)
        || !_declared.Between(call.Outer, call.OuterType, inner.Lock, inner.Type).IsEmpty;

    private OrderEdge EdgeOf(CallWay way)
    {
        var (call, inner) = (way.Call, way.Acquired);
        var against = _declared.Between(inner.Lock, inner.Type, call.Outer, call.OuterType);
        return new OrderEdge(call.Outer, inner.Lock, call.OuterText, inner.Text, call.OuterAt, call.CallAt)
        {
            Way = way,
            Declared = against.IsEmpty ? null : against[0].Declaration.ApplicationSyntaxReference?.GetSyntax(),
        };
    }
}

/// <summary>How a call under a lock leads to an acquisition. The methods between are looked for again when a report names them.</summary>
internal sealed class CallWay(CallGraph graph, CallNode callee, CallUnderLock call, AcquiredLock acquired)
{
    public CallUnderLock Call => call;

    public AcquiredLock Acquired => acquired;

    public string Names() => graph.Names(callee, acquired);
}
