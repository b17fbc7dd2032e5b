using Mm.Locks;
using Mm.PageTables;
using Mm.Tlb;
using Mm.Userfault;

namespace Mm;

// The steps of an unmap, each with the lock that it needs; a strategy is an order of them.
public sealed partial class MmStruct
{
    /// <summary>Detaches the mappings of a range (<c>vms_gather_munmap_vmas</c>): splits at the edges, waits for faults that are under way, and stops new
    /// ones.</summary>
    /// <param name="start">First address, page-aligned.</param>
    /// <param name="end">First address past the range, page-aligned.</param>
    /// <param name="error">0, -ENOMEM if the map count forbids the split, -EPERM for a sealed mapping; the splits made before it stay.</param>
    /// <returns>Null on an error, and if nothing is mapped there.</returns>
    [RequiresWrite("MmapLock")]
    [return: ValidUnder("MmapLock"), OwnedBy("this")]
    public DetachedRange? GatherDetached(ulong start, ulong end, out long error) => GatherDetached(start, end, ignoreSeals: false, out error);

    /// <summary>As <see cref="GatherDetached(ulong, ulong, out long)"/>; at the end of a process sealed mappings go too.</summary>
    [RequiresWrite("MmapLock")]
    [return: ValidUnder("MmapLock"), OwnedBy("this")]
    internal DetachedRange? GatherDetached(ulong start, ulong end, bool ignoreSeals, out long error)
    {
        error = 0;
        Vma? vma = FindIntersection(start, end);
        if (vma == null)
            return null;
        if (vma.Start < start)
        {
            if (end < vma.End && MapCount >= System.Options.MaxMapCount)
            {
                error = -Errno.ENOMEM;
                return null;
            }
            if (!ignoreSeals && (vma.Flags & VmFlags.Sealed) != 0)
            {
                error = -Errno.EPERM;
                return null;
            }
            error = SplitUnchecked(vma, start, newBelow: true);
            if (error != 0)
                return null;
        }
        DetachedRange range = RentRange(start, end);
        range.Floor = PreviousVma(start)?.End ?? 0;
        for (ulong at = start; FindIntersection(at, end) is { } current; at = current.End)
        {
            if (!ignoreSeals && (current.Flags & VmFlags.Sealed) != 0)
                error = -Errno.EPERM;
            else if (current.End > end)
                error = SplitUnchecked(current, end, newBelow: false);
            if (error != 0)
            {
                ReattachDetached(range);
                return null;
            }
            current.StartWrite();
            current.VmLock.MarkDetached(MmapLock);
            if (!ignoreSeals)
                UserfaultNotices.PrepareUnmap(this, current, start, end);
            range.Add(current);
            Tally(range, current);
        }
        range.Ceiling = FindVma(end)?.Start ?? PageMath.TaskSize;
        return range;
    }

    /// <summary>Puts the mappings of a gathered range back, before the point of no return (<c>reattach_vmas</c>). Splits stay.</summary>
    [RequiresWrite("MmapLock")]
    public void ReattachDetached([ValidUnder("MmapLock"), OwnedBy("this"), Consumes] DetachedRange range)
    {
        for (int i = 0; i < range.Count; i++)
        {
            Vma vma = range[i];
            vma.StartWrite();
            vma.VmLock.MarkAttached(MmapLock);
        }
        ReturnRange(range);
    }

    /// <summary>Takes the range out of the tree: the point of no return. Counts what new mappings are limited by, which needs the lock for write.</summary>
    [RequiresWrite("MmapLock")]
    public void EraseDetached([ValidUnder("MmapLock"), OwnedBy("this")] DetachedRange range)
    {
        Tree.Erase(range.Start, range.End);
        UnsettledRanges++;
        MapCount -= range.Count;
        LockedVm -= range.LockedPages;
    }

    /// <summary>Reads the bounds of the neighbours anew. They change under the lock for write only, so a downgraded hold sees the ones of the gather.</summary>
    [RequiresUpdate("MmapLock")]
    public void NoteNeighbours([ValidUnder("MmapLock"), OwnedBy("this")] DetachedRange range)
    {
        range.Floor = PreviousVma(range.Start)?.End ?? 0;
        range.Ceiling = FindVma(range.End)?.Start ?? PageMath.TaskSize;
    }

    /// <summary>Empties the page tables of the range. The frames are free once the gather is finished.</summary>
    /// <remarks>Special mappings must have been released first; it is reported if they were not.</remarks>
    [RequiresRead("MmapLock")]
    public void ZapDetached([ValidUnder("MmapLock"), OwnedBy("this")] DetachedRange range, ref MmuGather gather)
    {
        RequireReleased(range);
        for (int i = 0; i < range.Count; i++)
        {
            Vma vma = range[i];
            Tables.Zap(vma.Start, vma.End, ref gather);
        }
    }

    private void RequireReleased(DetachedRange range)
    {
        if (range.SpecialKinds != VmFlags.None)
            System.Violations.Report(StorageViolation.SpecialKindZapped, range.Start, $"mappings of the kinds {range.SpecialKinds} were zapped unreleased");
    }

    /// <summary>Takes the upper page tables that an erased range covers as a whole out, with the pages in them; no CPU reaches them any more.</summary>
    [RequiresWrite("MmapLock")]
    [return: Isolated]
    public CollectedTables CollectTables([ValidUnder("MmapLock"), OwnedBy("this")] DetachedRange range) => Tables.Collect(range.Start, range.End);

    /// <summary>Frees collected tables and the pages in them. Needs no lock: nobody else reaches them.</summary>
    public void FreeCollectedTables([Isolated, Consumes] CollectedTables collected) => Tables.FreeCollected(collected);

    /// <summary>Takes the mappings out of the reverse maps, frees them, and frees the page tables that only they used (<c>free_pgtables</c>).</summary>
    /// <remarks>Not under a plain read hold: who maps into the range must wait until its tables are gone. Reverse mapping is left first, so that nobody walks
    /// into a table while it is freed.</remarks>
    [RequiresUpdate("MmapLock")]
    public void FreeDetachedTables([ValidUnder("MmapLock"), OwnedBy("this")] DetachedRange range, ref MmuGather gather)
    {
        for (int i = 0; i < range.Count; i++)
        {
            Vma vma = range[i];
            UnlinkReverseMaps(vma);
            FreeVma(vma);
        }
        range.DropVmas();
        Tables.FreeTables(range.Start, range.End, range.Floor, range.Ceiling, ref gather);
    }

    /// <summary>The last step of <c>vms_complete_munmap_vmas</c>: the totals.</summary>
    /// <remarks>They are read without a lock; the subtraction is safe from other writers, who all need the lock at least downgraded.</remarks>
    [RequiresUpdate("MmapLock")]
    public void RemoveDetached([ValidUnder("MmapLock"), OwnedBy("this"), Consumes] DetachedRange range)
    {
        SubtractTotals(range);
        ReturnRange(range);
    }

    [RequiresUpdate("MmapLock")]
    private void SubtractTotals(DetachedRange range)
    {
        TotalVm -= range.Pages;
        ExecVm -= range.ExecPages;
        StackVm -= range.StackPages;
        DataVm -= range.DataPages;

        // Release: pairs with the acquire load in the invariant checker, which may read beside this downgraded hold. Without it the checker could see the range as
        // settled and a total as it was.
        Volatile.Write(ref UnsettledRanges, UnsettledRanges - 1);
        System.Uncharge(range.AccountedPages);
    }

    /// <summary>Drops the pages of all mappings in a range and leaves the mappings (what MADV_DONTNEED does).</summary>
    [RequiresRead("MmapLock")]
    public void ZapMapped(ulong start, ulong end)
    {
        MmuGather gather = StartGather();
        for (ulong at = start; FindIntersection(at, end) is { } vma; at = vma.End)
            Tables.Zap(Math.Max(at, vma.Start), Math.Min(end, vma.End), ref gather);
        gather.Finish();
    }

    [RequiresRead("MmapLock")]
    private void Tally(DetachedRange range, [OwnedBy("this")] Vma vma)
    {
        ulong pages = vma.PageCount;
        VmFlags flags = vma.Flags;
        range.Pages += pages;
        range.SpecialKinds |= flags & VmFlags.NeedsExclusiveUnmap;
        if ((flags & VmFlags.Locked) != 0)
            range.LockedPages += pages;
        if ((flags & VmFlags.Account) != 0)
            range.AccountedPages += pages;
        if (Accounting.IsExec(flags))
            range.ExecPages += pages;
        else if (Accounting.IsStack(flags))
            range.StackPages += pages;
        else if (Accounting.IsData(flags))
            range.DataPages += pages;
    }

    [RequiresWrite("MmapLock")]
    [return: OwnedBy("this")]
    private DetachedRange RentRange(ulong start, ulong end)
    {
        DetachedRange range = _spareRange ?? new DetachedRange(this);
        _spareRange = null;
        range.Start = start;
        range.End = end;
        return range;
    }

    [RequiresUpdate("MmapLock")]
    private void ReturnRange(DetachedRange range)
    {
        range.Reset();
        _spareRange = range;
    }
}
