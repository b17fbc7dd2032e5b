using Mm.Locks;
using Mm.PageTables;
using Mm.Tlb;

namespace Mm.Strategies;

/// <summary>Takes whole upper page tables out under the mmap lock for write, and empties them when the lock is free. What they do not cover as a whole, at
/// most two
/// pieces of 1 GB, is emptied under the lock.</summary>
/// <remarks>The TLBs are flushed before the lock is let go of: else a CPU could write through an old translation into a page that is on its way out, while
/// the program
/// already uses a new mapping there. Ranges with files go the way of <see cref="DetachDowngradeStrategy"/>: truncation looks for a file's pages through
/// the reverse
/// map, and must not find the tables gone and the pages still mapped.</remarks>
public sealed class PudCollectStrategy : UnmapStrategy
{
    /// <inheritdoc/>
    public override string Name => "pud-collect";

    /// <inheritdoc/>
    public override string Origin => "Jerome Glisse, 24 March 2018, in the review of RFC v1; with the flush that the mail left out";

    /// <inheritdoc/>
    public override bool Sound => true;

    /// <inheritdoc/>
    public override IReadOnlyList<string> LockSteps { get; } =
    [
        "W: split the edges, detach the mappings, take them out of the tree",
        "W: what the unmapping of hugetlbfs, device memory and uprobes writes; ranges with these, and with files, go on as detach-downgrade",
        "W: zap the ends, unlink the upper page tables that the range covers, flush the TLBs, free the mappings",
        "-: zap the unlinked tables' pages, which nobody else reaches, and free them; the resident set is counted down only now",
    ];

    /// <inheritdoc/>
    [Excludes("mm.MmapLock")]
    public override long Unmap(MmStruct mm, ulong start, ulong end)
    {
        int interrupted = mm.Protocol.BeginWrite(mm, start, end);
        if (interrupted != 0)
            return interrupted;
        bool hasFile = HasFile(mm, start, end) || mm.SpecialKindsIn(start, end) != VmFlags.None;
        DetachedRange? range = mm.GatherDetached(start, end, out long error);
        if (range == null)
        {
            mm.MmapLock.WriteUnlock();
            return error;
        }
        mm.ReleaseSpecialKinds(range);
        mm.EraseDetached(range);
        MmuGather gather = mm.StartGather();
        if (hasFile)
        {
            mm.MmapLock.Downgrade();
            mm.ZapDetached(range, ref gather);
            mm.FreeDetachedTables(range, ref gather);
            gather.Finish();
            mm.RemoveDetached(range);
            mm.MmapLock.ReadUnlock();
            return 0;
        }

        CollectedTables collected = mm.CollectTables(range);
        mm.ZapDetached(range, ref gather);
        mm.FreeDetachedTables(range, ref gather);
        gather.Finish();
        mm.RemoveDetached(range);
        mm.MmapLock.WriteUnlock();
        mm.FreeCollectedTables(collected);
        return 0;
    }

    /// <inheritdoc/>
    [RequiresWrite("mm.MmapLock")]
    public override long UnmapLocked(MmStruct mm, ulong start, ulong end) => ClassicStrategy.UnmapUnderWrite(mm, start, end);

    [RequiresRead("mm.MmapLock")]
    private static bool HasFile(MmStruct mm, ulong start, ulong end)
    {
        for (ulong at = start; mm.FindIntersection(at, end) is { } vma; at = vma.End)
        {
            if (vma.MappedFile != null)
                return true;
        }
        return false;
    }
}
