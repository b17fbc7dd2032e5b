using Mm.Frames;
using Mm.PageTables;

namespace Mm.Tlb;

/// <summary>What a gather has collected. Pooled; belongs to one gather at a time.</summary>
internal sealed class GatherBatch
{
    /// <summary>Frames of so many tables wait for one flush. A table's worth must always fit, or a table could not be emptied under one hold of its
    /// lock.</summary>
    private const int Capacity = 16 * FrameTable.HugeFrames;

    [ThreadStatic]
    private static GatherBatch? t_spare;

    private readonly uint[] _frames = new uint[Capacity];
    private int _count;
    private TableNode? _tables;

    /// <summary>First address that has to be flushed.</summary>
    private ulong _flushStart = ulong.MaxValue;

    private ulong _flushEnd;

    /// <summary>Room for the frames of one more table.</summary>
    internal Span<uint> Room => _frames.AsSpan(_count);

    internal bool IsNearlyFull => _count > Capacity - FrameTable.HugeFrames;

    internal static GatherBatch Rent()
    {
        var batch = t_spare ?? new GatherBatch();
        t_spare = null;
        return batch;
    }

    /// <summary>So many frames were written to <see cref="Room"/>.</summary>
    internal void Added(int frames) => _count += frames;

    /// <summary>Translations of the range have to go before anything is freed.</summary>
    internal void MustFlush(ulong start, ulong end)
    {
        _flushStart = Math.Min(_flushStart, start);
        _flushEnd = Math.Max(_flushEnd, end);
    }

    internal void Add(TableNode table)
    {
        table.Next = _tables;
        _tables = table;
    }

    /// <summary>Flushes, then frees: in this order, because a CPU with an old translation would reach the next owner's memory.</summary>
    internal void Flush(TlbContext context, TablePool pool)
    {
        context.Flush(_flushStart, _flushEnd);
        _flushStart = ulong.MaxValue;
        _flushEnd = 0;
        pool.Frames.PutBatch(_frames.AsSpan(0, _count));
        _count = 0;
        if (_tables is { } tables)
        {
            _tables = null;
            pool.Retire(tables);
        }
    }

    internal void Return() => t_spare = this;
}
