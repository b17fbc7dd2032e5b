using Mm.Locks;
using Mm.Protocols;

namespace Mm.Strategies;

/// <summary>Flags the mappings of a large range as dead, zaps under the downgraded lock, lets go, and unmaps under the lock for write. Unsound, and here
/// to show why.</summary>
public sealed class VmDeadStrategy : UnmapStrategy
{
    /// <summary>Smaller ranges are unmapped as ever.</summary>
    private readonly ulong _threshold;

    /// <summary>The strategy as posted: for ranges of 1 GB and more.</summary>
    public VmDeadStrategy()
        : this(PageMath.PudSize)
    {
    }

    /// <summary>The strategy for smaller ranges too.</summary>
    /// <param name="threshold">Bytes from which on it is used.</param>
    internal VmDeadStrategy(ulong threshold) => _threshold = threshold;

    /// <inheritdoc/>
    public override string Name => "vm-dead";

    /// <inheritdoc/>
    public override string Origin => "Yang Shi, RFC v2 to v4, June and July 2018; the flag is Michal Hocko's idea";

    /// <inheritdoc/>
    public override bool Sound => false;

    /// <inheritdoc/>
    public override string? Race =>
        "R-f1: between the phases another thread can unmap the range and map it anew, and the second phase removes that mapping; "
        + "R-f2: a fatal signal in between leaves mappings that are dead for ever; R-f3: a fork in between copies a dead mapping into the child";

    /// <inheritdoc/>
    public override IReadOnlyList<string> LockSteps { get; } =
    [
        "W: hugetlbfs, device memory, uprobes: classic; else split the edges, clear VM_LOCKED, set VM_DEAD",
        "D: zap the pages; a fault gets SIGSEGV",
        "-: the range is still mapped",
        "W: look the range up again, classic",
        "-: done",
    ];

    /// <inheritdoc/>
    public override MmProtocol DefaultProtocol => MmProtocols.DeadFlag;

    /// <inheritdoc/>
    public override string? Refuses(MmProtocol protocol) =>
        protocol is DeadFlagProtocol ? null : $"{Name} needs the protocol {MmProtocols.DeadFlag}: under {protocol} a fault would not see its flag.";

    /// <inheritdoc/>
    [Excludes("mm.MmapLock")]
    public override long Unmap(MmStruct mm, ulong start, ulong end)
    {
        int interrupted = mm.Protocol.BeginWrite(mm, start, end);
        if (interrupted != 0)
            return interrupted;
        if (end - start >= _threshold && mm.SpecialKindsIn(start, end) == VmFlags.None)
        {
            long error = MarkDeletedStrategy.SplitEdges(mm, start, end);
            if (error != 0)
            {
                mm.MmapLock.WriteUnlock();
                return error;
            }
            FlagDead(mm, start, end);
            mm.MmapLock.Downgrade();
            mm.ZapMapped(start, end);
            mm.MmapLock.ReadUnlock();

            interrupted = mm.Protocol.BeginWrite(mm, start, end);
            if (interrupted != 0)
                return interrupted;
        }
        long result = UnmapLocked(mm, start, end);
        mm.MmapLock.WriteUnlock();
        return result;
    }

    /// <inheritdoc/>
    [RequiresWrite("mm.MmapLock")]
    public override long UnmapLocked(MmStruct mm, ulong start, ulong end) => ClassicStrategy.UnmapUnderWrite(mm, start, end);

    [RequiresWrite("mm.MmapLock")]
    private static void FlagDead(MmStruct mm, ulong start, ulong end)
    {
        for (ulong at = start; mm.FindIntersection(at, end) is { } vma; at = vma.End)
        {
            if ((vma.Flags & VmFlags.Locked) != 0)
                mm.LockedVm -= vma.PageCount;
            vma.ModifyFlags(VmFlags.Dead, VmFlags.LockedMask);
        }
    }
}
