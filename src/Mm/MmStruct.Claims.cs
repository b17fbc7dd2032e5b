using Mm.Locks;
using Mm.Protocols;
using Mm.Tlb;

namespace Mm;

// Claims on ranges: exclusive use of what has been detached, or marked, for longer than the mmap lock is held.
public sealed partial class MmStruct
{
    /// <summary>Claims a range. Nobody may have a claim on it.</summary>
    /// <param name="start">First address.</param>
    /// <param name="end">First address past the range.</param>
    [RequiresWrite("MmapLock")]
    [AcquiresWrite("return", CanBlock = false)]
    public RangeToken ClaimRange(ulong start, ulong end)
    {
        RangeToken token = new(start, end);
        token.Claim();
        Claims.Add(token);
        return token;
    }

    /// <summary>Gives a claim up; the mmap lock is not needed.</summary>
    [ReleasesWrite("token")]
    public void ReleaseClaim(RangeToken token)
    {
        ArgumentNullException.ThrowIfNull(token);
        Claims.Remove(token);
        token.Release();
    }

    /// <summary>Claims all that the page tables of a detached range, erased from the tree, will be freed of; another claim's tables are not among
    /// them.</summary>
    [RequiresWrite("MmapLock")]
    [AcquiresWrite("return", CanBlock = false)]
    public RangeToken ClaimTables([ValidUnder("MmapLock"), OwnedBy("this")] DetachedRange range)
    {
        // A table above the tables of pages is the largest that is freed here, so that the claim does not take in the whole gap between two far neighbours.
        ulong span = Tables.Geometry.SpanOf(2);
        range.Floor = Math.Max(range.Floor, range.Start & ~(span - 1));
        range.Ceiling = Math.Min(range.Ceiling, (range.End + span - 1) & ~(span - 1));
        while (Claims.FindOverlap(range.Floor, range.Start) is { } below)
            range.Floor = below.End;
        while (Claims.FindOverlap(range.End, range.Ceiling) is { } above)
            range.Ceiling = above.Start;
        return ClaimRange(range.Floor, range.Ceiling);
    }

    /// <summary>Hands a detached range over to a claim: it stays valid for as long as the claim lasts, without the mmap lock.</summary>
    [RequiresWrite("MmapLock", "token")]
    [return: ValidUnder("token"), OwnedBy("this")]
    public DetachedRange HandOver([ValidUnder("MmapLock"), OwnedBy("this"), Consumes] DetachedRange range, RangeToken token)
    {
        _spareRange = null;
        return range;
    }

    /// <summary>Empties the page tables of a claimed range.</summary>
    [RequiresWrite("token")]
    public void ZapClaimed([ValidUnder("token"), OwnedBy("this")] DetachedRange range, RangeToken token, ref MmuGather gather)
    {
        ArgumentNullException.ThrowIfNull(range);
        RequireReleased(range);
        Tables.Zap(range.Start, range.End, ref gather);
    }

    /// <summary>Takes the mappings of a claimed range out of the reverse maps, frees them, and subtracts the totals.</summary>
    [RequiresWrite("token", "MmapLock")]
    public void ForgetClaimed([ValidUnder("token"), OwnedBy("this")] DetachedRange range, RangeToken token)
    {
        for (int i = 0; i < range.Count; i++)
        {
            Vma vma = range[i];
            UnlinkReverseMaps(vma);
            FreeVma(vma);
        }
        range.DropVmas();
        SubtractTotals(range);
    }

    /// <summary>Frees the page tables that only a claimed range used.</summary>
    [RequiresWrite("token")]
    public void FreeClaimedTables([ValidUnder("token"), OwnedBy("this")] DetachedRange range, RangeToken token, ref MmuGather gather) =>
        Tables.FreeTables(range.Start, range.End, range.Floor, range.Ceiling, ref gather);

    /// <summary>Marks a mapping as deleted, and claims its range: it stays in the tree, and nobody may use or change it.</summary>
    [RequiresWrite("MmapLock")]
    [AcquiresWrite("return", CanBlock = false)]
    public RangeToken MarkDeleted([OwnedBy("this")] Vma vma)
    {
        ArgumentNullException.ThrowIfNull(vma);
        vma.ModifyFlags(VmFlags.Deleted, VmFlags.None);
        return ClaimRange(vma.Start, vma.End);
    }

    /// <summary>Drops the pages of a mapping that this thread has marked as deleted.</summary>
    [RequiresWrite("token")]
    public void ZapDeleted(RangeToken token)
    {
        ArgumentNullException.ThrowIfNull(token);
        MmuGather gather = StartGather();
        Tables.Zap(token.Start, token.End, ref gather);
        gather.Finish();
    }
}
