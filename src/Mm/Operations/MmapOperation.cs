using Mm.Files;
using Mm.Locks;
using Mm.Merging;
using Mm.Strategies;
using Mm.Userfault;

namespace Mm.Operations;

/// <summary>mmap.</summary>
internal static class MmapOperation
{
    /// <summary>The system call: the address, or a negated error number.</summary>
    [Excludes("mm.MmapLock")]
    internal static long Run(MmStruct mm, ulong addr, ulong length, Prot prot, MapFlags flags, MmFile? file, ulong offset)
    {
        MmapRequest r = new() { Addr = addr, Length = length, Prot = prot, Flags = flags, File = file };
        long error = MmapChecks.BeforeLock(mm, ref r, offset);
        if (error != 0)
            return error;
        while (true)
        {
            int interrupted = mm.Protocol.BeginWrite(mm, r.Addr, r.IsFixed && r.Addr <= PageMath.TaskSize - r.Length ? r.End : r.Addr);
            if (interrupted != 0)
                return interrupted;
            MmapRequest attempt = r;
            long result = MapLocked(mm, ref attempt, out Claim claim);
            mm.MmapLock.WriteUnlock();
            if (claim.IsSet)
            {
                mm.Protocol.WaitForClaims(mm, claim.Start, claim.End);
                continue;
            }
            UserfaultNotices.Complete(mm);
            if (result >= 0 && NeedsPopulation(in attempt))
                PopulateOperation.Populate(mm, attempt.Addr, attempt.End);
            return result;
        }
    }

    /// <summary>Places and makes the mapping (<c>do_mmap</c>).</summary>
    /// <param name="mm">The address space.</param>
    /// <param name="r">The request; afterwards with the address and the flags.</param>
    /// <param name="claim">The range that an unmap under way has claimed, if the mapping has to wait for it and nothing was done.</param>
    [RequiresWrite("mm.MmapLock")]
    internal static long MapLocked(MmStruct mm, ref MmapRequest r, out Claim claim)
    {
        claim = default;
        if (mm.MapCount > mm.System.Options.MaxMapCount)
            return -Errno.ENOMEM;
        if (r.Special == null)
            r.VmFlags = MmapChecks.InitialFlags(in r, mm.DefFlags);
        long placed = Placement.GetUnmappedArea(mm, r.File, r.Addr, r.Length, r.PgOff, r.Flags);
        if (placed < 0)
        {
            // Room that is claimed now will be free.
            if (placed == -Errno.ENOMEM && !r.IsFixed && mm.Protocol.IsClaimed(mm, 0, PageMath.TaskSize))
                claim = new Claim(0, PageMath.TaskSize);
            return placed;
        }
        r.Addr = (ulong)placed;
        if ((r.Flags & MapFlags.FixedNoReplace) != 0 && mm.FindIntersection(r.Addr, r.End) != null)
            return -Errno.EEXIST;
        if ((r.Flags & MapFlags.Locked) != 0 && !mm.CanDoMlock)
            return -Errno.EPERM;
        if (!mm.MayLock(r.VmFlags, r.Length))
            return -Errno.EAGAIN;
        if (r.Special == null)
        {
            long error = MmapChecks.Type(mm, ref r);
            if (error != 0)
                return error;
        }
        if (mm.Protocol.IsClaimed(mm, r.Addr, r.End))
        {
            claim = new Claim(r.Addr, r.End);
            return 0;
        }
        return MapRegion(mm, ref r);
    }

    /// <summary>Whether pages are to be brought in after the call: locked ones, and with MAP_POPULATE without MAP_NONBLOCK.</summary>
    internal static bool NeedsPopulation(in MmapRequest r) =>
        (r.VmFlags & VmFlags.Locked) != 0 || (r.Flags & (MapFlags.Populate | MapFlags.NonBlock)) == MapFlags.Populate;

    /// <summary>Makes room, checks the limits, and merges or inserts the mapping (<c>mmap_region</c>).</summary>
    [RequiresWrite("mm.MmapLock")]
    private static long MapRegion(MmStruct mm, ref MmapRequest r)
    {
        ulong start = r.Addr;
        ulong end = r.End;
        ulong pages = PageMath.Pages(r.Length);
        ulong replacedPages = 0;
        ulong replacedAccounted = 0;
        bool replaces = r.IsFixed && mm.FindIntersection(start, end) != null;
        if (replaces)
        {
            // Splits at the edges happen before the limits are checked, and stay if one of them refuses.
            DetachedRange? old = mm.GatherDetached(start, end, out long error);
            if (old == null)
                return error;
            replacedPages = old.Pages;
            replacedAccounted = old.AccountedPages;
            mm.ReattachDetached(old);
        }
        if (!mm.MayExpand(r.VmFlags, pages - replacedPages))
            return -Errno.ENOMEM;
        if (r.Special == null && Accounting.IsAccountable(r.VmFlags))
        {
            if (!mm.System.TryCharge(pages - replacedAccounted))
                return -Errno.ENOMEM;
            mm.System.Recharge(replacedAccounted);
            r.VmFlags |= VmFlags.Account;
        }
        if (replaces)
        {
            long error = mm.UnmapStrategy.UnmapLocked(mm, start, end);
            if (error != 0)
            {
                Uncharge(mm, in r, pages);
                return error;
            }
        }
        long inserted = MergeOrInsert(mm, ref r);
        if (inserted != 0)
        {
            Uncharge(mm, in r, pages);
            return inserted;
        }
        mm.AccountPages(r.VmFlags, (long)pages);
        if (r.File is { Device: { } device } && mm.LookupVma(start) is { } made && !mm.MapDevice(made, device))
        {
            ClassicStrategy.UnmapUnderWrite(mm, start, end);
            return -Errno.ENOMEM;
        }
        if ((r.VmFlags & VmFlags.Locked) == 0)
            return (long)start;
        if ((r.VmFlags & (VmFlags.Special | VmFlags.HugeTlb | VmFlags.Droppable)) == 0)
            mm.LockedVm += pages;
        else
            mm.LookupVma(start)?.ModifyFlags(VmFlags.None, VmFlags.LockedMask);
        return (long)start;
    }

    [RequiresWrite("mm.MmapLock")]
    private static long MergeOrInsert(MmStruct mm, ref MmapRequest r)
    {
        if (r.IsAnonymous && r.Special == null && (r.VmFlags & VmFlags.Shared) != 0)
        {
            // Each shared anonymous mapping has an object of its own, so it never merges.
            if ((r.VmFlags & VmFlags.NoReserve) == 0 && !mm.System.WouldCharge(PageMath.Pages(r.Length)))
                return -Errno.ENOMEM;
            r.File = SharedMemory.Create(mm.System, r.Length);
            return Insert(mm, in r);
        }
        MergeProposal proposal = new(r.Addr, r.End, r.PgOff, r.VmFlags, r.File, null, null);
        if (r.Special == null)
        {
            Vma? prev = mm.PreviousVma(r.Addr);
            Vma? next = mm.FindVma(r.Addr);
            Vma? merged = VmaMerger.MergeNew(mm, in proposal, prev, next, out bool outOfMemory);
            if (merged != null)
                return 0;
            if (outOfMemory)
                return -Errno.ENOMEM;
        }
        return Insert(mm, in r);
    }

    [RequiresWrite("mm.MmapLock")]
    private static long Insert(MmStruct mm, in MmapRequest r)
    {
        Vma vma = mm.RentVma();
        vma.Start = r.Addr;
        vma.End = r.End;
        vma.PgOff = r.PgOff;
        vma.Flags = r.VmFlags;
        vma.MappedFile = r.File;
        vma.Special = r.Special;
        vma.StartGap = (r.VmFlags & VmFlags.GrowsDown) != 0 ? mm.System.StackGuardGap : 0;
        vma.StartWrite();
        return mm.InsertVma(vma);
    }

    private static void Uncharge(MmStruct mm, in MmapRequest r, ulong pages)
    {
        if ((r.VmFlags & VmFlags.Account) != 0)
            mm.System.Uncharge(pages);
    }
}
