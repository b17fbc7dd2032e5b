using Mm.Locks;
using Mm.Merging;
using Mm.Userfault;

namespace Mm.Operations;

/// <summary>brk.</summary>
internal static class BrkOperation
{
    /// <summary>The system call: the new end of the heap, or the old one if it cannot be moved there.</summary>
    [Excludes("mm.MmapLock")]
    internal static long Run(MmStruct mm, ulong brk)
    {
        while (true)
        {
            int interrupted = mm.Protocol.BeginWrite(mm, brk, brk);
            if (interrupted != 0)
                return interrupted;
            ulong oldEnd = PageMath.Up(mm.BrkAddress);
            ulong newEnd = PageMath.Up(brk);
            ulong low = Math.Min(oldEnd, newEnd);
            ulong high = Math.Max(oldEnd, newEnd);
            bool claimed = brk >= mm.StartBrk && brk < PageMath.TaskSize && mm.Protocol.IsClaimed(mm, low, high);
            bool populate = false;
            ulong result = claimed ? 0 : MoveLocked(mm, brk, out populate);
            mm.MmapLock.WriteUnlock();
            if (claimed)
            {
                mm.Protocol.WaitForClaims(mm, low, high);
                continue;
            }
            UserfaultNotices.Complete(mm);
            if (populate)
                PopulateOperation.Populate(mm, oldEnd, newEnd);
            return (long)result;
        }
    }

    [RequiresWrite("mm.MmapLock")]
    private static ulong MoveLocked(MmStruct mm, ulong brk, out bool populate)
    {
        populate = false;
        ulong old = mm.BrkAddress;
        if (brk < mm.StartBrk || brk - mm.StartBrk > mm.Rlimits.Data)
            return old;
        ulong newEnd = PageMath.Up(brk);
        ulong oldEnd = PageMath.Up(old);
        if (newEnd == oldEnd)
        {
            mm.BrkAddress = brk;
            return brk;
        }
        if (brk <= old)
        {
            if (mm.FindIntersection(newEnd, oldEnd) == null)
                return old;
            // Written before the range is unmapped: an unmap may end under a downgraded lock, where it must not be written any more.
            mm.BrkAddress = brk;
            if (mm.UnmapStrategy.UnmapLocked(mm, newEnd, oldEnd) == 0)
                return brk;
            mm.BrkAddress = old;
            return old;
        }
        if (newEnd < brk || !mm.MayLock(mm.DefFlags, newEnd - oldEnd) || newEnd > PageMath.TaskSize)
            return old;
        Vma? next = mm.FindVma(oldEnd);
        if (next != null && newEnd + PageMath.Size > Placement.StartGap(mm, next))
            return old;
        if (!Extend(mm, oldEnd, newEnd))
            return old;
        mm.BrkAddress = brk;
        populate = (mm.DefFlags & VmFlags.Locked) != 0;
        return brk;
    }

    /// <summary>Maps the new part of the heap: the mapping before it grows if it can, and nothing is merged above (<c>do_brk_flags</c>).</summary>
    [RequiresWrite("mm.MmapLock")]
    internal static bool Extend(MmStruct mm, ulong start, ulong end)
    {
        VmFlags flags = VmFlags.Read | VmFlags.Write | VmFlags.MayMask | VmFlags.Account | mm.DefFlags;
        ulong pages = PageMath.Pages(end - start);
        if (!mm.MayExpand(flags, pages) || mm.MapCount > mm.System.Options.MaxMapCount || !mm.System.TryCharge(pages))
            return false;
        MergeProposal proposal = new(start, end, PageMath.Pages(start), flags, null, null, null);
        Vma? prev = mm.PreviousVma(start);
        Vma? merged = VmaMerger.MergeNew(mm, in proposal, prev, null, out bool outOfMemory);
        if (merged == null && (outOfMemory || !InsertHeap(mm, start, end, flags)))
        {
            mm.System.Uncharge(pages);
            return false;
        }
        mm.AccountPages(flags, (long)pages);
        if ((flags & VmFlags.Locked) != 0)
            mm.LockedVm += pages;
        return true;
    }

    [RequiresWrite("mm.MmapLock")]
    private static bool InsertHeap(MmStruct mm, ulong start, ulong end, VmFlags flags)
    {
        Vma vma = mm.RentVma();
        vma.Start = start;
        vma.End = end;
        vma.PgOff = PageMath.Pages(start);
        vma.Flags = flags;
        vma.StartWrite();
        return mm.InsertVma(vma) == 0;
    }
}
