using Mm.Locks;
using Mm.Tlb;

namespace Mm.Strategies;

/// <summary>As <see cref="DetachDowngradeStrategy"/>, but the neighbours are looked up after the range has been taken out of the tree, under the
/// downgraded lock.</summary>
/// <remarks>Right because bounds change under the lock for write only. It was not when stacks grew under the lock for read (up to 6.4): a stack grown meanwhile
/// would have had its page tables freed.</remarks>
public sealed class MapleOrderStrategy : UnmapStrategy
{
    /// <inheritdoc/>
    public override string Name => "maple-order";

    /// <inheritdoc/>
    public override string Origin => "Liam Howlett, patch v3 15/15, 24 July 2023; Linux 6.6";

    /// <inheritdoc/>
    public override bool Sound => true;

    /// <inheritdoc/>
    public override IReadOnlyList<string> LockSteps { get; } =
    [
        "W: split the edges, detach the mappings, take them out of the tree",
        "W: what the unmapping of hugetlbfs, device memory and uprobes writes",
        "D: look the neighbours up, zap the pages, free the page tables up to them",
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
        mm.NoteNeighbours(range);
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
