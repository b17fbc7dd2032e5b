using Mm.PageTables;

namespace Mm.Tlb;

/// <summary>Collects the frames and tables that an operation takes out of the page tables, and frees them after the TLBs have been flushed
/// (<c>mmu_gather</c>).</summary>
/// <remarks>Pass it by reference; finish it on every path. A frame is given back only after every CPU that may have a translation of it has been flushed, a
/// table also after
/// a grace period of RCU, since walks do not lock.</remarks>
public ref struct MmuGather
{
    private readonly PageTable _tables;
    private GatherBatch? _batch;

    /// <summary>A gather of an address space.</summary>
    /// <param name="tables">Its page tables.</param>
    public MmuGather(PageTable tables)
    {
        ArgumentNullException.ThrowIfNull(tables);
        _tables = tables;
        _batch = GatherBatch.Rent();
    }

    /// <summary>Flushes the TLBs and frees everything that was collected.</summary>
    public void Finish()
    {
        if (_batch is { } batch)
        {
            _batch = null;
            batch.Flush(_tables.Context, _tables.Pool);
            batch.Return();
        }
    }

    /// <summary>As <see cref="Finish"/>, and the gather goes on.</summary>
    public void Flush() => Batch.Flush(_tables.Context, _tables.Pool);

    /// <summary>Translations of the range must not be used after the next flush.</summary>
    /// <param name="start">First address.</param>
    /// <param name="end">First address past the range.</param>
    public void MustFlush(ulong start, ulong end) => Batch.MustFlush(start, end);

    internal GatherBatch Batch => _batch ?? throw new InvalidOperationException("The gather is finished.");
}
