using Mm.Locks;
using Mm.Protocols;
using Mm.Tlb;

namespace Mm.Strategies;

/// <summary>The mmap lock is held for the layout only; pages and page tables go under a claim on the range, with the mmap lock free.</summary>
/// <remarks>Nobody waits for the pages but who wants that very range: mappings are placed elsewhere, faults and look-ups find nothing there, other unmaps
/// that share no
/// page table run beside it. The reverse maps are left after the pages are gone, so that truncation still finds them.</remarks>
public sealed class RangeLockStrategy : UnmapStrategy
{
    /// <inheritdoc/>
    public override string Name => "range-lock";

    /// <inheritdoc/>
    public override string Origin => "range locks of Laurent Dufour (2017) and Davidlohr Bueso (2018), narrowed to what an unmap has detached";

    /// <inheritdoc/>
    public override bool Sound => true;

    /// <inheritdoc/>
    public override IReadOnlyList<string> LockSteps { get; } =
    [
        "W: split the edges, detach the mappings, take them out of the tree, claim the range up to its neighbours",
        "W: what the unmapping of hugetlbfs, device memory and uprobes writes",
        "claim: zap the pages",
        "claim + W: leave the reverse maps, free the mappings, totals",
        "claim: free the page tables",
        "-: done",
    ];

    /// <inheritdoc/>
    public override MmProtocol DefaultProtocol => MmProtocols.RangeClaims;

    /// <inheritdoc/>
    public override string? Refuses(MmProtocol protocol) =>
        protocol is ClaimProtocol ? null : $"{Name} needs the protocol {MmProtocols.RangeClaims}: under {protocol} nobody would heed its claims.";

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
        mm.ReleaseSpecialKinds(range);
        mm.EraseDetached(range);
        RangeToken token = mm.ClaimTables(range);
        DetachedRange claimed = mm.HandOver(range, token);
        mm.MmapLock.WriteUnlock();

        MmuGather gather = mm.StartGather();
        mm.ZapClaimed(claimed, token, ref gather);
        gather.Flush();
        mm.MmapLock.WriteLock();
        mm.ForgetClaimed(claimed, token);
        mm.MmapLock.WriteUnlock();
        mm.FreeClaimedTables(claimed, token, ref gather);
        gather.Finish();
        mm.ReleaseClaim(token);
        return 0;
    }

    /// <inheritdoc/>
    [RequiresWrite("mm.MmapLock")]
    public override long UnmapLocked(MmStruct mm, ulong start, ulong end) => ClassicStrategy.UnmapUnderWrite(mm, start, end);
}
