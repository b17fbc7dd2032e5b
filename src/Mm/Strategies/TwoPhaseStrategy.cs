using Mm.Locks;

namespace Mm.Strategies;

/// <summary>Drops the pages under the mmap lock for read, lets go, and unmaps the empty range under the lock for write. Unsound, and here to show why.</summary>
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
    public override long Unmap(MmStruct mm, ulong start, ulong end) => throw new NotImplementedException("The engine is landing piece by piece.");

    /// <inheritdoc/>
    [RequiresWrite("mm.MmapLock")]
    public override long UnmapLocked(MmStruct mm, ulong start, ulong end) => throw new NotImplementedException("The engine is landing piece by piece.");
}
