using Mm.Locks;

namespace Mm.Strategies;

/// <summary>Everything under the mmap lock for write, as Linux did up to 4.19: simple, and everybody waits for as long as it takes.</summary>
public sealed class ClassicStrategy : UnmapStrategy
{
    /// <inheritdoc/>
    public override string Name => "classic";

    /// <inheritdoc/>
    public override string Origin => "Linux do_munmap up to 4.19 (2018)";

    /// <inheritdoc/>
    public override bool Sound => true;

    /// <inheritdoc/>
    public override IReadOnlyList<string> LockSteps { get; } =
    [
        "W: split the edges, detach the mappings, take them out of the tree",
        "W: zap the pages, free the page tables, free the mappings",
        "-: done",
    ];

    /// <inheritdoc/>
    [Excludes("mm.MmapLock")]
    public override long Unmap(MmStruct mm, ulong start, ulong end) => throw new NotImplementedException("The engine is landing piece by piece.");

    /// <inheritdoc/>
    [RequiresWrite("mm.MmapLock")]
    public override long UnmapLocked(MmStruct mm, ulong start, ulong end) => throw new NotImplementedException("The engine is landing piece by piece.");
}
