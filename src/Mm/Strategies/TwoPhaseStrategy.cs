using Mm.Locks;

namespace Mm.Strategies;

/// <summary>Drops the pages under the mmap lock for read, lets go, and unmaps the empty range under the lock for write. Unsound, and here to show
/// why.</summary>
public sealed class TwoPhaseStrategy : UnmapStrategy
{
    /// <inheritdoc/>
    public override string Name => "two-phase";

    /// <inheritdoc/>
    public override string Origin => "Michal Hocko in the review of v1, March 2018, and at LSFMM 2018";

    /// <inheritdoc/>
    public override bool Sound => false;

    /// <inheritdoc/>
    public override string? Race =>
        "R-c1: between the phases a thread that reads a dropped page gets a zero page, neither its data nor a fault; "
        + "R-c2: another thread can unmap the range and map it anew, and the second phase removes that mapping; "
        + "R-c3: writers refill the range, and the second phase holds the lock for as long as that takes";

    /// <inheritdoc/>
    public override IReadOnlyList<string> LockSteps { get; } =
    [
        "R: zap the pages (not of locked, huge-page or PFN mappings)",
        "-: the range is still mapped",
        "W: classic",
        "-: done",
    ];

    /// <inheritdoc/>
    [Excludes("mm.MmapLock")]
    public override long Unmap(MmStruct mm, ulong start, ulong end)
    {
        int interrupted = mm.Protocol.BeginRead(mm, start, end);
        if (interrupted != 0)
            return interrupted;
        if (!HasSpecial(mm, start, end))
            mm.ZapMapped(start, end);
        mm.MmapLock.ReadUnlock();

        interrupted = mm.Protocol.BeginWrite(mm, start, end);
        if (interrupted != 0)
            return interrupted;
        long result = UnmapLocked(mm, start, end);
        mm.MmapLock.WriteUnlock();
        return result;
    }

    /// <inheritdoc/>
    [RequiresWrite("mm.MmapLock")]
    public override long UnmapLocked(MmStruct mm, ulong start, ulong end) => ClassicStrategy.UnmapUnderWrite(mm, start, end);

    /// <summary>Whether madvise would refuse to drop pages of the range, or the unmap will fail anyway.</summary>
    [RequiresRead("mm.MmapLock")]
    private static bool HasSpecial(MmStruct mm, ulong start, ulong end)
    {
        for (ulong at = start; mm.FindIntersection(at, end) is { } vma; at = vma.End)
        {
            if ((vma.Flags & (VmFlags.Locked | VmFlags.Sealed)) != 0)
                return true;
        }
        return mm.SpecialKindsIn(start, end) != VmFlags.None;
    }
}
