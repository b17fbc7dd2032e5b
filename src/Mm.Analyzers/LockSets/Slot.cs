using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Mm.Analyzers.Flow;

namespace Mm.Analyzers.LockSets;

/// <summary>A place that holds a value while a body runs: a local, a parameter, a flow capture, or what is returned.</summary>
internal sealed class Slot(int id, ISymbol? symbol, string name, ITypeSymbol? type) : IOrdered
{
    public int Id => id;

    /// <summary>Null for captures and the like.</summary>
    public ISymbol? Symbol => symbol;

    public string Name => name;

    public ITypeSymbol? Type => type;
}

/// <summary>The slots of one body and all that is nested in it: lambdas and local functions see the locals around them.</summary>
internal sealed class SlotTable
{
    private readonly Dictionary<ISymbol, Slot> _symbols = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<(ControlFlowGraph, CaptureId), Slot> _captures = [];
    private int _count;

    public SlotTable()
    {
        Returned = new Slot(_count++, null, "result", null);
    }

    /// <summary>The value that is returned, kept while finally blocks run.</summary>
    public Slot Returned { get; }

    public Slot Of(ISymbol symbol)
    {
        if (!_symbols.TryGetValue(symbol, out var slot))
        {
            slot = new Slot(_count++, symbol, symbol.Name ?? "", Paths.ValueTable.TypeOf(symbol));
            _symbols.Add(symbol, slot);
        }
        return slot;
    }

    public Slot Of(ControlFlowGraph graph, CaptureId capture)
    {
        if (!_captures.TryGetValue((graph, capture), out var slot))
        {
            slot = new Slot(_count++, null, "", null);
            _captures.Add((graph, capture), slot);
        }
        return slot;
    }
}
