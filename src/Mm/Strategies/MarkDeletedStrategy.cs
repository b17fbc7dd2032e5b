using Mm.Locks;
using Mm.Protocols;

namespace Mm.Strategies;

/// <summary>Marks one mapping after the other as deleted, drops its pages without the mmap lock, and takes it out. A range of several mappings goes one by
/// one.</summary>
public sealed class MarkDeletedStrategy : UnmapStrategy
{
    /// <inheritdoc/>
    public override string Name => "mark-deleted";

    /// <inheritdoc/>
    public override string Origin => "Matthew Wilcox, 21 March 2018, in the review of RFC v1";

    /// <inheritdoc/>
    public override bool Sound => true;

    /// <inheritdoc/>
    public override IReadOnlyList<string> LockSteps { get; } =
    [
        "W: find the next mapping, split it at the edges, mark it deleted; hugetlbfs, device memory and uprobes: classic at once",
        "mark: zap the pages; a fault gets SIGBUS, who would change the mapping waits",
        "W: take the mapping out, free its page tables",
        "again for each mapping; -: done",
    ];

    /// <inheritdoc/>
    public override MmProtocol DefaultProtocol => MmProtocols.DeletedMark;

    /// <inheritdoc/>
    public override string? Refuses(MmProtocol protocol) =>
        protocol is DeletedMarkProtocol ? null : $"{Name} needs the protocol {MmProtocols.DeletedMark}: under {protocol} nobody would heed its marks.";

    /// <inheritdoc/>
    [Excludes("mm.MmapLock")]
    public override long Unmap(MmStruct mm, ulong start, ulong end)
    {
        int interrupted = mm.Protocol.BeginWrite(mm, start, end);
        if (interrupted != 0)
            return interrupted;
        // What can fail, fails here, before anything is gone.
        long error = SplitEdges(mm, start, end);
        while (error == 0)
        {
            Vma? vma = mm.FindIntersection(start, end);
            if (vma == null)
                break;
            if ((vma.Flags & VmFlags.NeedsExclusiveUnmap) != 0)
            {
                // Its pages go with it, under the lock: what that writes others must not see half-done.
                start = vma.End;
                error = ClassicStrategy.UnmapUnderWrite(mm, vma.Start, start);
                if (start >= end)
                    break;
                continue;
            }
            RangeToken mark = mm.MarkDeleted(vma);
            mm.MmapLock.WriteUnlock();
            mm.ZapDeleted(mark);
            mm.MmapLock.WriteLock();
            error = ClassicStrategy.UnmapUnderWrite(mm, mark.Start, mark.End);
            start = mark.End;
            mm.ReleaseClaim(mark);
            if (start >= end)
                break;
            mm.MmapLock.WriteUnlock();
            // Others may have marked, or sealed, what comes next.
            interrupted = mm.Protocol.BeginWrite(mm, start, end);
            if (interrupted != 0)
                return interrupted;
            error = SplitEdges(mm, start, end);
        }
        mm.MmapLock.WriteUnlock();
        return error;
    }

    /// <inheritdoc/>
    [RequiresWrite("mm.MmapLock")]
    public override long UnmapLocked(MmStruct mm, ulong start, ulong end) => ClassicStrategy.UnmapUnderWrite(mm, start, end);

    /// <summary>Splits at the edges with the checks of an unmap, and leaves everything mapped.</summary>
    [RequiresWrite("mm.MmapLock")]
    internal static long SplitEdges(MmStruct mm, ulong start, ulong end)
    {
        DetachedRange? range = mm.GatherDetached(start, end, out long error);
        if (range != null)
            mm.ReattachDetached(range);
        return error;
    }
}
