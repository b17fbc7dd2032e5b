using Mm.Locks;

namespace Mm.Strategies;

/// <summary>What programs do by themselves: madvise(MADV_DONTNEED), then munmap, as two calls. Unsound for the same reason as <see cref="TwoPhaseStrategy"/>;
/// the advice is given a part at a time, so that a waiting writer gets its turn.</summary>
public sealed class MadviseFirstStrategy : UnmapStrategy
{
    private const ulong Part = 64UL << 20;

    /// <inheritdoc/>
    public override string Name => "madvise-first";

    /// <inheritdoc/>
    public override string Origin => "Andrew Morton and Michal Hocko in the review of v1, March 2018: let user space do it";

    /// <inheritdoc/>
    public override bool Sound => false;

    /// <inheritdoc/>
    public override string? Race =>
        "R-c1: between the calls a thread that reads a dropped page gets a zero page; "
        + "R-c2: the range may hold another thread's mapping when the second call comes; "
        + "R-c3: writers refill it";

    /// <inheritdoc/>
    public override IReadOnlyList<string> LockSteps { get; } =
    [
        "R: drop the pages of a part, mapping by mapping; -; again for each part",
        "-: the range is still mapped",
        "W: classic",
        "-: done",
    ];

    /// <inheritdoc/>
    [Excludes("mm.MmapLock")]
    public override long Unmap(MmStruct mm, ulong start, ulong end)
    {
        int interrupted;
        for (ulong at = start; at < end; at = Math.Min(end, at + Part))
        {
            interrupted = mm.Protocol.BeginRead(mm, at, end);
            if (interrupted != 0)
                return interrupted;
            at = mm.FirstMapped(at, end);
            mm.MmapLock.ReadUnlock();

            // Errors of the advice (a locked mapping, a hole) do not matter: munmap decides.
            mm.Madvise(at, Math.Min(end, at + Part) - at, Advice.DontNeed);
        }
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
}
