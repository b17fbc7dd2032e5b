using Mm;
using Mm.Locks;
using Mm.Strategies;
using Mm.Tlb;

namespace BrokenStrategies;

/// <summary>The downgraded lock is released as if it were held for write.</summary>
/// <remarks>The reader count is off by one from then on, and a writer gets in beside the readers.</remarks>
public sealed class ReleaseForWriteAfterDowngrade : UnmapStrategy
{
    /// <inheritdoc/>
    public override string Name => "release-for-write-after-downgrade";

    /// <inheritdoc/>
    public override string Origin => "detach-downgrade with one mistake";

    /// <inheritdoc/>
    public override bool Sound => false;

    /// <inheritdoc/>
    public override IReadOnlyList<string> LockSteps { get; } = [];

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
        mm.EraseDetached(range);

        mm.MmapLock.Downgrade();
        MmuGather gather = mm.StartGather();
        mm.ZapDetached(range, ref gather);
        mm.FreeDetachedTables(range, ref gather);
        gather.Finish();
        mm.RemoveDetached(range);
        mm.MmapLock.WriteUnlock();
        return 0;
    }

    /// <inheritdoc/>
    [RequiresWrite("mm.MmapLock")]
    public override long UnmapLocked(MmStruct mm, ulong start, ulong end) => UnmapStrategies.Classic.UnmapLocked(mm, start, end);
}
