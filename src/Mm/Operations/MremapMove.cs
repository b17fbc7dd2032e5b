using Mm.Locks;
using Mm.Merging;
using Mm.ReverseMap;
using Mm.Userfault;

namespace Mm.Operations;

/// <summary>Moves pages from one range to another (<c>move_vma</c>).</summary>
internal static class MremapMove
{
    /// <summary>Maps the new range, moves the page tables' entries, and unmaps the old range, or empties it.</summary>
    [RequiresWrite("mm.MmapLock")]
    internal static long Run(MmStruct mm, [OwnedBy("mm")] Vma vma, in MremapRequest r, ulong newAddr)
    {
        if (mm.MapCount >= mm.System.Options.MaxMapCount - 3)
            return -Errno.ENOMEM;
        VmFlags flags = vma.Flags;
        ulong pages = PageMath.Pages(r.NewLength);
        ulong charged = (flags & VmFlags.Account) == 0 ? 0 : PageMath.Pages(r.KeepsOld ? r.NewLength : r.Grows ? r.Delta : 0);
        if (charged != 0 && !mm.System.TryCharge(charged))
            return -Errno.ENOMEM;

        // The copy, and what takes it out again should its pages not be moved: it may have merged, and then both its ends are cut.
        if (!mm.Tree.TryReserve(3))
        {
            mm.System.Uncharge(charged);
            return -Errno.ENOMEM;
        }

        // No fault may put a page into the range while its entries move.
        vma.StartWrite();
        Vma? copy = Copy(mm, vma, r.Addr, newAddr, r.NewLength);
        if (copy == null || !mm.MovePages(vma, r.Addr, newAddr, r.OldLength))
        {
            if (copy != null)
                Discard(mm, newAddr, r.NewLength);
            mm.System.Uncharge(charged);
            return -Errno.ENOMEM;
        }
        UserfaultNotices.PrepareRemap(mm, copy, r.Addr, newAddr, r.OldLength);
        mm.MoveUprobes(r.Addr, newAddr, r.OldLength);
        mm.AccountPages(flags, (long)pages);
        if ((flags & VmFlags.Locked) != 0)
            mm.LockedVm += pages;
        if (r.KeepsOld)
            Empty(mm, in r);
        else if (r.OldLength != 0)
            UnmapSource(mm, in r);
        return (long)newAddr;
    }

    /// <summary>Makes the mapping at the new place, merged with its neighbours there if possible (<c>copy_vma</c>).</summary>
    [RequiresWrite("mm.MmapLock")]
    [return: ValidUnder("mm.MmapLock"), OwnedBy("mm")]
    private static Vma? Copy(MmStruct mm, [OwnedBy("mm")] Vma vma, ulong oldAddr, ulong newAddr, ulong length)
    {
        // Anonymous memory without a page can be numbered by its new address, so that it merges there.
        bool unfaulted = vma.MappedFile == null && vma.AnonVma == null;
        ulong pgOff = unfaulted ? PageMath.Pages(newAddr) : vma.PgOff + PageMath.Pages(oldAddr - vma.Start);
        MergeProposal proposal = new(newAddr, newAddr + length, pgOff, vma.Flags, vma.MappedFile, vma.AnonName, vma.Userfaultfd);
        Vma? prev = mm.PreviousVma(newAddr);
        Vma? next = mm.FindVma(newAddr);
        Vma? merged = VmaMerger.MergeCopy(mm, in proposal, prev, next, vma, out bool outOfMemory);
        if (merged != null || outOfMemory)
            return merged;
        Vma created = mm.RentVma();
        created.Start = newAddr;
        created.End = newAddr + length;
        created.PgOff = pgOff;
        created.Flags = vma.Flags;
        created.AnonName = vma.AnonName;
        created.MappedFile = vma.MappedFile;
        created.Special = vma.Special;
        created.StartGap = vma.StartGap;
        created.Userfaultfd = vma.Userfaultfd;
        created.StartWrite();
        AnonVmaChains.Clone(mm, vma, created);
        if (mm.InsertVma(created) == 0)
            return created;
        mm.UnlinkReverseMaps(created);
        mm.FreeVma(created);
        return null;
    }

    /// <summary>Takes back a copy whose pages could not be moved; what was moved has been moved back.</summary>
    [RequiresWrite("mm.MmapLock")]
    private static void Discard(MmStruct mm, ulong newAddr, ulong length)
    {
        // Its pages are the source's, in the device's table too.
        mm.LookupVma(newAddr)?.ModifyFlags(VmFlags.None, VmFlags.PfnTracked);
        DetachedRange? range = mm.GatherDetached(newAddr, newAddr + length, out _);
        if (range == null)
            return;
        // The copy was neither counted nor charged.
        range.ForgetTotals();
        mm.TakeDown(range);
    }

    /// <summary>MREMAP_DONTUNMAP: the old range stays, without pages and not locked.</summary>
    [RequiresWrite("mm.MmapLock")]
    private static void Empty(MmStruct mm, in MremapRequest r)
    {
        Vma? old = mm.LookupVma(r.Addr);
        if (old == null)
            return;
        if ((old.Flags & VmFlags.Locked) != 0)
            mm.LockedVm -= old.PageCount;
        old.ModifyFlags(VmFlags.None, VmFlags.LockedMask);
        if (old.Start == r.Addr && old.End == r.OldEnd)
            AnonVmaChains.UnlinkAndReset(mm, old);
    }

    /// <summary>Unmaps the old range. Its charge has gone to the new one, so it must not be taken back here; what is left of the mapping keeps its
    /// own.</summary>
    [RequiresWrite("mm.MmapLock")]
    private static void UnmapSource(MmStruct mm, in MremapRequest r)
    {
        Vma? old = mm.LookupVma(r.Addr);
        if (old == null)
            return;
        // What the new mapping has taken over: the charge, and the entry of a device's pages in their table (untrack_pfn_clear).
        VmFlags handedOver = old.Flags & (VmFlags.Account | VmFlags.PfnTracked);
        ulong start = old.Start;
        ulong end = old.End;
        if (handedOver != 0)
            old.ModifyFlags(VmFlags.None, handedOver);
        if (mm.UnmapStrategy.UnmapLocked(mm, r.Addr, r.OldEnd) != 0)
        {
            // The source could not be split: both ranges stay mapped, and both are charged.
            if ((handedOver & VmFlags.Account) != 0)
                mm.System.Recharge(PageMath.Pages(r.OldLength));
            Vma? kept = mm.LookupVma(r.Addr);
            if ((handedOver & VmFlags.PfnTracked) != 0)
                kept?.MappedFile?.Device?.Track((long)PageMath.Pages(r.OldLength));
            kept?.ModifyFlags(handedOver, VmFlags.None);
            return;
        }
        if (handedOver != 0 && start < r.Addr)
            mm.LookupVma(start)?.ModifyFlags(handedOver, VmFlags.None);
        if (handedOver != 0 && end > r.OldEnd)
            mm.LookupVma(r.OldEnd)?.ModifyFlags(handedOver, VmFlags.None);
    }
}
