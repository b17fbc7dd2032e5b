using Mm;
using Mm.Locks;
using Mm.Strategies;
using Mm.Tlb;

namespace BrokenStrategies;

/// <summary>The lock is let go of and taken again instead of downgraded.</summary>
/// <remarks>Between the two the emptied range can get somebody's new mapping; the zap then takes its pages and its page tables.</remarks>
public sealed class ReleaseAndReacquire : UnmapStrategy
{
    /// <inheritdoc/>
    public override string Name => "release-and-reacquire";

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

        mm.MmapLock.WriteUnlock();
        mm.MmapLock.WriteLock();
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
