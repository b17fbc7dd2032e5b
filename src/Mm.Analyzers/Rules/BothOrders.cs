using Microsoft.CodeAnalysis;
using Mm.Analyzers.Rules.WholeProgram;

namespace Mm.Analyzers.Rules;

/// <summary>MML304: locks are acquired in a cycle of orders, over a type or the compilation.</summary>
internal static class BothOrders
{
    public static readonly DiagnosticDescriptor Descriptor = Rule.Describe(
        "MML304", "Locks are acquired in both orders in this compilation", "'{0}' is acquired{3} while '{1}' is held, and elsewhere the other way round: {2}",
        DiagnosticSeverity.Warning, "Two threads, one on each of the paths, wait for each other for good.");

    private static readonly DiagnosticDescriptor s_atEnd = Rule.AtEnd(Descriptor);

    /// <summary>Reports each edge that closes a cycle of the edges before it, once for each pair of locks.</summary>
    public static IEnumerable<(Diagnostic Diagnostic, ISymbol Outer, ISymbol Inner)> Cycles(List<OrderEdge> edges, bool atEnd)
    {
        var first = new Dictionary<ISymbol, List<OrderEdge>>(SymbolEqualityComparer.Default);
        foreach (var edge in edges)
        {
            if (edge.Declared is not null)
            {
                yield return (Report(edge, [], atEnd), edge.Outer, edge.Inner);
                continue;
            }
            if (Find(first, edge.Outer, edge.Inner) is not null) continue;
            if (Path(first, edge.Inner, edge.Outer) is { } way)
            {
                yield return (Report(edge, way, atEnd), edge.Outer, edge.Inner);
            }
            if (!first.TryGetValue(edge.Outer, out var list)) first.Add(edge.Outer, list = []);
            list.Add(edge);
        }
    }

    private static Diagnostic Report(OrderEdge edge, List<OrderEdge> way, bool atEnd)
    {
        var places = new List<Location> { ReportPlaces.Of(edge.OuterAt) };
        var texts = new List<string>();
        void Add(SyntaxNode? node)
        {
            if (node is not null) places.Add(ReportPlaces.Of(node));
        }
        Add(edge.Way?.Acquired.At);
        Add(edge.Declared);
        if (edge.Declared is not null) texts.Add($"the order declared at {Place(edge.Declared, edge.InnerAt)}");
        foreach (var step in way)
        {
            Add(step.OuterAt);
            Add(step.InnerAt);
            Add(step.Way?.Acquired.At);
            texts.Add($"'{step.InnerText}' inside '{step.OuterText}' at {Place(step.InnerAt, edge.InnerAt)}{Via(step, edge.InnerAt)}");
        }
        return Diagnostic.Create(atEnd ? s_atEnd : Descriptor, ReportPlaces.Of(edge.InnerAt), places, edge.InnerText, edge.OuterText, string.Join(", ", texts),
            Via(edge, edge.InnerAt));
    }

    /// <summary>" (by Helper, line 12)" for what a call leads to.</summary>
    private static string Via(OrderEdge edge, SyntaxNode from) => edge.Way is { } way ? $" (by {way.Names()}, {Place(way.Acquired.At, from)})" : "";

    private static string Place(SyntaxNode node, SyntaxNode from) => node.SyntaxTree == from.SyntaxTree
        ? "line " + Phrases.Line(node)
        : System.IO.Path.GetFileName(node.SyntaxTree.FilePath) + " line " + Phrases.Line(node);

    private static OrderEdge? Find(Dictionary<ISymbol, List<OrderEdge>> edges, ISymbol outer, ISymbol inner)
    {
        if (!edges.TryGetValue(outer, out var list)) return null;
        foreach (var edge in list)
        {
            if (SymbolEqualityComparer.Default.Equals(edge.Inner, inner)) return edge;
        }
        return null;
    }

    /// <summary>The shortest way from one lock to another along known edges.</summary>
    private static List<OrderEdge>? Path(Dictionary<ISymbol, List<OrderEdge>> edges, ISymbol from, ISymbol to)
    {
        var came = new Dictionary<ISymbol, OrderEdge?>(SymbolEqualityComparer.Default) { [from] = null };
        var queue = new Queue<ISymbol>();
        queue.Enqueue(from);
        while (queue.Count > 0)
        {
            var node = queue.Dequeue();
            if (!edges.TryGetValue(node, out var list)) continue;
            foreach (var edge in list)
            {
                if (came.ContainsKey(edge.Inner)) continue;
                came.Add(edge.Inner, edge);
                if (!SymbolEqualityComparer.Default.Equals(edge.Inner, to))
                {
                    queue.Enqueue(edge.Inner);
                    continue;
                }
                var way = new List<OrderEdge>();
                for (var step = edge; step is not null; step = came[step.Outer]) way.Insert(0, step);
                return way;
            }
        }
        return null;
    }
}
