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
    public override long Unmap(MmStruct mm, ulong start, ulong end)
    {
        int interrupted = mm.Protocol.BeginWrite(mm, start, end);
        if (interrupted != 0)
            return interrupted;
        long result = UnmapLocked(mm, start, end);
        mm.MmapLock.WriteUnlock();
        return result;
    }

    /// <inheritdoc/>
    [RequiresWrite("mm.MmapLock")]
    public override long UnmapLocked(MmStruct mm, ulong start, ulong end) => UnmapUnderWrite(mm, start, end);

    /// <summary>Unmaps a range while the lock is held for write all the time; what every strategy does inside MAP_FIXED, mremap and brk.</summary>
    [RequiresWrite("mm.MmapLock")]
    internal static long UnmapUnderWrite(MmStruct mm, ulong start, ulong end)
    {
        DetachedRange? range = mm.GatherDetached(start, end, out long error);
        if (range == null)
            return error;
        mm.TakeDown(range);
        return 0;
    }
}
