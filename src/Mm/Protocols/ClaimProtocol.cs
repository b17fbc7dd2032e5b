using Mm.Locks;

namespace Mm.Protocols;

/// <summary>As <see cref="InPlaceProtocol"/>, and a thread can claim a range for longer than it holds the mmap lock. Whoever would map there, or free a
/// page table
/// that the range shares, waits for the claim, holding nothing.</summary>
public sealed class ClaimProtocol : InPlaceProtocol
{
    /// <inheritdoc/>
    public override string Name => "range-claims";

    /// <inheritdoc/>
    public override string Origin => "range locks: Laurent Dufour 2017, Davidlohr Bueso 2018; here for what an unmap has detached only";

    /// <inheritdoc/>
    [Excludes("mm.MmapLock")]
    [AcquiresWrite("mm.MmapLock", When = 0)]
    public override int BeginWrite(MmStruct mm, ulong start, ulong end)
    {
        while (true)
        {
            int interrupted = mm.MmapLock.WriteLockKillable(mm.Options.FatalSignal);
            if (interrupted != 0)
                return interrupted;
            RangeToken? claim = start < end ? OverlapOfTables(mm, start, end) : null;
            if (claim == null)
                return 0;
            mm.MmapLock.WriteUnlock();
            claim.Wait();
        }
    }

    /// <inheritdoc/>
    [RequiresRead("mm.MmapLock")]
    public override bool IsClaimed(MmStruct mm, ulong start, ulong end) => mm.Claims.FindOverlap(start, end) != null;

    /// <inheritdoc/>
    [RequiresRead("mm.MmapLock")]
    public override bool FindClaim(MmStruct mm, ulong start, ulong end, out ulong claimStart, out ulong claimEnd)
    {
        RangeToken? claim = mm.Claims.FindOverlap(start, end);
        claimStart = claim?.Start ?? 0;
        claimEnd = claim?.End ?? 0;
        return claim != null;
    }

    /// <inheritdoc/>
    [Excludes("mm.MmapLock")]
    [Blocks]
    public override void WaitForClaims(MmStruct mm, ulong start, ulong end) => mm.Claims.FindOverlap(start, end)?.Wait();

    /// <summary>A claim on the range widened to the bounds of its page tables: a table that two ranges share is freed by the later one.</summary>
    private static RangeToken? OverlapOfTables(MmStruct mm, ulong start, ulong end)
    {
        if (!mm.Claims.Any)
            return null;
        ulong span = mm.Tables.Geometry.SpanOf(1);
        return mm.Claims.FindOverlap(start & ~(span - 1), (end + span - 1) & ~(span - 1));
    }
}
