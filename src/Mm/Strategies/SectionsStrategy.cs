using Mm.Locks;

namespace Mm.Strategies;

/// <summary>Unmaps a large range piece by piece, and lets go of the lock between the pieces. Unsound, and here to show why.</summary>
public sealed class SectionsStrategy : UnmapStrategy
{
    /// <summary>Bytes that are unmapped under one hold.</summary>
    private const ulong Section = 64UL << 20;

    /// <inheritdoc/>
    public override string Name => "sections";

    /// <inheritdoc/>
    public override string Origin => "Yang Shi, RFC v1, March 2018, after an idea of Andrew Morton";

    /// <inheritdoc/>
    public override bool Sound => false;

    /// <inheritdoc/>
    public override string? Race =>
        "R-b1: between two sections a thread sees one page gone and the next one there; "
        + "R-b2: another thread's new mapping inside a section still to come is unmapped; "
        + "R-b3: a late section can fail and leave the first ones gone; R-b4: the range need not be empty when the call returns";

    /// <inheritdoc/>
    public override IReadOnlyList<string> LockSteps { get; } =
    [
        "W: classic, on one section",
        "-: others run",
        "again for each section",
    ];

    /// <inheritdoc/>
    [Excludes("mm.MmapLock")]
    public override long Unmap(MmStruct mm, ulong start, ulong end)
    {
        while (start < end)
        {
            ulong stop = Math.Min(end, start + Section);
            int interrupted = mm.Protocol.BeginWrite(mm, start, stop);
            if (interrupted != 0)
                return interrupted;
            long result = UnmapLocked(mm, start, stop);
            start = mm.FirstMapped(stop, end);
            mm.MmapLock.WriteUnlock();
            if (result != 0)
                return result;
        }
        return 0;
    }

    /// <inheritdoc/>
    [RequiresWrite("mm.MmapLock")]
    public override long UnmapLocked(MmStruct mm, ulong start, ulong end) => ClassicStrategy.UnmapUnderWrite(mm, start, end);
}
