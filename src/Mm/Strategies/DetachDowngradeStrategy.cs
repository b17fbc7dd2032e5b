using Mm.Locks;
using Mm.Tlb;

namespace Mm.Strategies;

/// <summary>The layout changes under the mmap lock for write, the pages go under the downgraded lock: what Linux has done since 4.20.</summary>
/// <remarks>Nothing can be mapped into the range and no fault can find it, because its mappings are out of the tree and the lock is never let go of. The bounds
/// of the neighbours, up to which page tables may be freed, are read before the downgrade: afterwards their owners may change. Unmapping device memory, hugetlbfs
/// and uprobes writes to the mappings, which a downgraded hold forbids: RFC v7 sent such ranges the classic way; here, as in 4.20, that part is done before the
/// downgrade.</remarks>
public sealed class DetachDowngradeStrategy : UnmapStrategy
{
    /// <inheritdoc/>
    public override string Name => "detach-downgrade";

    /// <inheritdoc/>
    public override string Origin => "Kirill Shutemov's idea, Yang Shi's series, July 2018 (RFC v5 to v7); Linux 4.20";

    /// <inheritdoc/>
    public override bool Sound => true;

    /// <inheritdoc/>
    public override IReadOnlyList<string> LockSteps { get; } =
    [
        "W: split the edges, detach the mappings, take them out of the tree, note the neighbours' bounds",
        "W: what the unmapping of hugetlbfs, device memory and uprobes writes",
        "D: zap the pages, free the page tables, free the mappings",
        "-: done",
    ];

    /// <inheritdoc/>
    [Excludes("mm.MmapLock")]
    public override long Unmap(MmStruct mm, ulong start, ulong end)
    {
        int interrupted = mm.Protocol.BeginWrite(mm, start, end);
        if (interrupted != 0)
            return interrupted;
        DetachedRange? range = mm.GatherDetached(start, end, out long error);
        if (range == null)
        {
            mm.MmapLock.WriteUnlock();
            return error;
        }
        mm.ReleaseSpecialKinds(range);
        mm.EraseDetached(range);

        mm.MmapLock.Downgrade();
        MmuGather gather = mm.StartGather();
        mm.ZapDetached(range, ref gather);
        mm.FreeDetachedTables(range, ref gather);
        gather.Finish();
        mm.RemoveDetached(range);
        mm.MmapLock.ReadUnlock();
        return 0;
    }

    /// <inheritdoc/>
    [RequiresWrite("mm.MmapLock")]
    public override long UnmapLocked(MmStruct mm, ulong start, ulong end) => ClassicStrategy.UnmapUnderWrite(mm, start, end);
}
