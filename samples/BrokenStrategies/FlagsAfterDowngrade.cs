using Mm;
using Mm.Locks;
using Mm.Strategies;
using Mm.Tlb;

namespace BrokenStrategies;

/// <summary>A mapping's flags are written under the downgraded lock.</summary>
/// <remarks>What RFC v7 of July 2018 sent huge-page and PFN mappings around, because unmapping them wrote vm_flags. Reverse mapping still finds a detached mapping and reads its flags.</remarks>
public sealed class FlagsAfterDowngrade : UnmapStrategy
{
    /// <inheritdoc/>
    public override string Name => "flags-after-downgrade";

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
        range[0].Flags &= ~VmFlags.Locked;
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
