using Mm.Locks;
using Mm.Operations;
using Mm.ReverseMap;

namespace Mm.Faults;

/// <summary>Extends a stack down to a touched page (<c>expand_stack</c>). Only under the mmap lock for write: bounds never change under a lock for
/// read.</summary>
internal static class StackGrowth
{
    /// <summary>Extends the stack above the address. False if it may not grow that far.</summary>
    [Excludes("mm.MmapLock")]
    internal static bool Extend(MmStruct mm, ulong addr)
    {
        ulong page = PageMath.Down(addr);
        while (true)
        {
            if (mm.Protocol.BeginWrite(mm, page, page) != 0)
                return false;
            Vma? vma = mm.FindVma(page);
            bool claimed = vma != null && page < vma.Start && mm.Protocol.IsClaimed(mm, page, vma.Start);
            ulong end = vma?.Start ?? page;
            bool extended = !claimed && vma != null && (vma.Start <= page || ExtendLocked(mm, vma, page));
            mm.MmapLock.WriteUnlock();
            if (!claimed)
                return extended;
            mm.Protocol.WaitForClaims(mm, page, end);
        }
    }

    [RequiresWrite("mm.MmapLock")]
    private static bool ExtendLocked(MmStruct mm, [OwnedBy("mm")] Vma vma, ulong page)
    {
        VmFlags flags = vma.Flags;
        if ((flags & VmFlags.GrowsDown) == 0 || page < mm.System.Options.MmapMinAddr)
            return false;
        Vma? prev = mm.PreviousVma(vma.Start);
        if (prev != null && (prev.Flags & VmFlags.GrowsDown) == 0 && (prev.Flags & VmFlags.AccessMask) != 0
            && page - prev.End < mm.System.StackGuardGap)
            return false;

        // Before the limits are asked, as in the kernel: a mapping that may not grow has an anon_vma afterwards, and fork copies its pages.
        AnonVmaChains.Prepare(mm, vma);
        ulong bytes = vma.Start - page;
        ulong pages = PageMath.Pages(bytes);
        if (pages > vma.PgOff || vma.End - page > mm.Rlimits.Stack || !mm.MayExpand(flags, pages) || !mm.MayLock(flags, bytes))
            return false;
        ulong charged = (flags & VmFlags.Account) != 0 ? pages : 0;
        if (!mm.System.WouldCharge(pages) || !mm.System.TryCharge(charged))
            return false;
        vma.StartWrite();
        if (!mm.Tree.TryReserve())
        {
            mm.System.Uncharge(charged);
            return false;
        }
        ulong end = vma.End;
        mm.SetBounds(vma, page, end, vma.PgOff - pages);
        mm.Tree.Store(page, end, vma);
        mm.AccountPages(flags, (long)pages);
        if ((flags & VmFlags.Locked) != 0)
            mm.LockedVm += pages;
        return true;
    }
}
