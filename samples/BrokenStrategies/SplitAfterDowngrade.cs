using Mm;
using Mm.Locks;
using Mm.Strategies;
using Mm.Tlb;

namespace BrokenStrategies;

/// <summary>A mapping is split under the downgraded lock.</summary>
/// <remarks>Look-ups run beside a downgraded hold: one of them can see the range between the two halves.</remarks>
public sealed class SplitAfterDowngrade : UnmapStrategy
{
    /// <inheritdoc/>
    public override string Name => "split-after-downgrade";

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
        long split = mm.Split(range[0], start, newBelow: true);
        if (split != 0)
            error = split;
        MmuGather gather = mm.StartGather();
        mm.ZapDetached(range, ref gather);
        mm.FreeDetachedTables(range, ref gather);
        gather.Finish();
        mm.RemoveDetached(range);
        mm.MmapLock.ReadUnlock();
        return 0;
    }

    /// <inheritdoc/>
    [RequiresWrite("mm.MmapLock")]
    public override long UnmapLocked(MmStruct mm, ulong start, ulong end) => UnmapStrategies.Classic.UnmapLocked(mm, start, end);
}
