using Mm;
using Mm.Locks;
using Mm.Strategies;
using Mm.Tlb;

namespace BrokenStrategies;

/// <summary>A mapping goes back into the tree although its own lock is not held.</summary>
/// <remarks>A fault can lock it at once and install pages before its bounds and flags are final.</remarks>
public sealed class InsertWithoutVmaLock : UnmapStrategy
{
    /// <inheritdoc/>
    public override string Name => "insert-without-vma-lock";

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
        mm.InsertVma(range[0]);

        mm.MmapLock.Downgrade();
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
