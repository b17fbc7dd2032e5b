using Mm.Locks;
using Mm.Tlb;

namespace Mm.Strategies;

/// <summary>Today's form of the kernel: gather, which can fail and be taken back, and complete, which cannot fail.</summary>
/// <remarks>Beside <see cref="DetachDowngradeStrategy"/>: an empty range and a failure are told apart before anything is taken out of the tree, and the
/// limits that a
/// gather checks are those of the whole range.</remarks>
public sealed class GatherCompleteStrategy : UnmapStrategy
{
    /// <inheritdoc/>
    public override string Name => "gather-complete";

    /// <inheritdoc/>
    public override string Origin => "Liam Howlett, Linux 6.12 (2024): vms_gather_munmap_vmas and vms_complete_munmap_vmas";

    /// <inheritdoc/>
    public override bool Sound => true;

    /// <inheritdoc/>
    public override IReadOnlyList<string> LockSteps { get; } =
    [
        "W: gather: split the edges, write-lock and detach each mapping, note the neighbours' bounds; on an error attach them again",
        "W: take the range out of the tree (the point of no return), map_count and locked_vm",
        "W: what the unmapping of hugetlbfs, device memory and uprobes writes",
        "D: complete: zap, free the page tables, totals, free the mappings",
        "-: done",
    ];

    /// <inheritdoc/>
    [Excludes("mm.MmapLock")]
    public override long Unmap(MmStruct mm, ulong start, ulong end)
    {
        int interrupted = mm.Protocol.BeginWrite(mm, start, end);
        if (interrupted != 0)
            return interrupted;
        if (mm.FindIntersection(start, end) == null)
        {
            mm.MmapLock.WriteUnlock();
            return 0;
        }
        DetachedRange? range = mm.GatherDetached(start, end, out long error);
        if (range == null)
        {
            mm.MmapLock.WriteUnlock();
            return error;
        }
        mm.ReleaseSpecialKinds(range);
        mm.EraseDetached(range);
        mm.MmapLock.Downgrade();
        Complete(mm, range);
        mm.MmapLock.ReadUnlock();
        return 0;
    }

    /// <inheritdoc/>
    [RequiresWrite("mm.MmapLock")]
    public override long UnmapLocked(MmStruct mm, ulong start, ulong end)
    {
        DetachedRange? range = mm.GatherDetached(start, end, out long error);
        if (range == null)
            return error;
        mm.ReleaseSpecialKinds(range);
        mm.EraseDetached(range);
        Complete(mm, range);
        return 0;
    }

    [RequiresUpdate("mm.MmapLock")]
    private static void Complete(MmStruct mm, [ValidUnder("mm.MmapLock"), OwnedBy("mm"), Consumes] DetachedRange range)
    {
        MmuGather gather = mm.StartGather();
        mm.ZapDetached(range, ref gather);
        mm.FreeDetachedTables(range, ref gather);
        gather.Finish();
        mm.RemoveDetached(range);
    }
}
