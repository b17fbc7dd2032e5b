using Mm.Locks;
using Mm.Merging;
using Mm.Userfault;

namespace Mm.Operations;

/// <summary>mremap.</summary>
internal static class MremapOperation
{
    /// <summary>The system call: the address of the mapping, or a negated error number.</summary>
    [Excludes("mm.MmapLock")]
    internal static long Run(MmStruct mm, ulong addr, ulong oldLength, ulong newLength, MremapFlags flags, ulong newAddr)
    {
        MremapRequest r = new()
        {
            Addr = addr,
            OldLength = PageMath.Up(oldLength),
            NewLength = PageMath.Up(newLength),
            Flags = flags,
            NewAddr = newAddr,
        };
        long error = MremapChecks.Static(in r);
        if (error != 0)
            return error;
        while (true)
        {
            int interrupted = mm.Protocol.BeginWrite(mm, r.Addr, unchecked(r.Addr + Math.Max(r.OldLength, PageMath.Size)));
            if (interrupted != 0)
                return interrupted;
            MremapRequest attempt = r;
            long result = RunLocked(mm, ref attempt, out Claim claim);
            mm.MmapLock.WriteUnlock();
            if (claim.IsSet)
            {
                mm.Protocol.WaitForClaims(mm, claim.Start, claim.End);
                continue;
            }
            if (result >= 0 && attempt.PopulateGrown)
                PopulateOperation.Populate(mm, (ulong)result + r.OldLength, (ulong)result + r.NewLength);
            UserfaultNotices.Complete(mm);
            return result;
        }
    }

    [RequiresWrite("mm.MmapLock")]
    private static long RunLocked(MmStruct mm, ref MremapRequest r, out Claim claim)
    {
        claim = default;
        long error = MremapChecks.Parameters(mm, in r);
        if (error != 0)
            return error;
        if (r.NamesTarget && mm.Protocol.IsClaimed(mm, r.NewAddr, r.NewAddr + r.NewLength))
        {
            claim = new Claim(r.NewAddr, r.NewAddr + r.NewLength);
            return 0;
        }
        if ((r.Flags & MremapFlags.Fixed) != 0 && r.OldLength == r.NewLength)
            return MoveSeveral(mm, ref r);
        Vma? vma = mm.LookupVma(r.Addr);
        error = MremapChecks.Mapping(mm, vma, ref r);
        if (error != 0)
            return error;
        if (r.NamesTarget)
            return MoveTo(mm, ref r);
        if (r.Shrinks)
        {
            error = Shrink(mm, in r);
            return error != 0 ? error : (long)r.Addr;
        }
        return r.Grows ? Grow(mm, ref r, out claim) : (long)r.Addr;
    }

    /// <summary>Moves all mappings of a range, keeping the gaps between them.</summary>
    [RequiresWrite("mm.MmapLock")]
    private static long MoveSeveral(MmStruct mm, ref MremapRequest r)
    {
        ulong end = unchecked(r.Addr + r.OldLength);
        if (end < r.Addr)
            return -Errno.EFAULT;
        ulong target = r.NewAddr;
        ulong lastEnd = 0;
        long first = -Errno.EFAULT;
        bool moved = false;
        for (ulong at = r.Addr; mm.FindIntersection(at, end) is { } vma; at = Math.Max(at, lastEnd))
        {
            if (!moved && at < vma.Start)
                return -Errno.EFAULT;
            ulong from = Math.Max(vma.Start, at);
            MremapRequest part = r;
            part.Addr = from;
            part.OldLength = part.NewLength = Math.Min(end, vma.End) - from;
            part.NewAddr = target + (moved ? vma.Start - lastEnd : 0);
            lastEnd = vma.End;
            // Armed mappings, and those that could be placed otherwise than asked, move alone (vma_multi_allowed).
            if ((vma.Userfaultfd != null || vma.MappedFile is { PlacesForHugePages: true }) && (moved || vma.End < end))
                return -Errno.EFAULT;
            long result = MremapChecks.Mapping(mm, vma, ref part);
            if (result == 0)
                result = MoveTo(mm, ref part);
            if (result < 0)
                return result;
            if (!moved)
                first = result;
            moved = true;
            target = (ulong)result + part.NewLength;
        }
        return first;
    }

    /// <summary>To an address that the caller names (<c>mremap_to</c>).</summary>
    [RequiresWrite("mm.MmapLock")]
    private static long MoveTo(MmStruct mm, ref MremapRequest r)
    {
        if ((r.Flags & MremapFlags.Fixed) != 0)
        {
            long error = mm.UnmapStrategy.UnmapLocked(mm, r.NewAddr, r.NewAddr + r.NewLength);
            if (error != 0)
                return error;
        }
        if (r.Shrinks)
        {
            long error = Shrink(mm, in r);
            if (error != 0)
                return error;
            r.OldLength = r.NewLength;
        }
        // What was unmapped may have split the mapping.
        Vma? vma = mm.LookupVma(r.Addr);
        if (vma == null)
            return -Errno.EFAULT;
        if (r.KeepsOld && !mm.MayExpand(vma.Flags, PageMath.Pages(r.OldLength)))
            return -Errno.ENOMEM;
        long placed = Place(mm, vma, in r);
        return placed < 0 ? placed : MremapMove.Run(mm, vma, in r, (ulong)placed);
    }

    /// <summary>Unmaps the tail, across mappings if it reaches that far.</summary>
    [RequiresWrite("mm.MmapLock")]
    private static long Shrink(MmStruct mm, in MremapRequest r)
    {
        ulong start = r.Addr + r.NewLength;
        long error = MunmapOperation.Check(start, r.Delta);
        return error != 0 ? error : mm.UnmapStrategy.UnmapLocked(mm, start, start + r.Delta);
    }

    /// <summary>In place if the range ends its mapping and there is room, else by moving (<c>expand_vma</c>).</summary>
    [RequiresWrite("mm.MmapLock")]
    private static long Grow(MmStruct mm, ref MremapRequest r, out Claim claim)
    {
        claim = default;
        Vma? vma = mm.LookupVma(r.Addr);
        if (vma == null)
            return -Errno.EFAULT;
        if (r.OldLength == vma.End - r.Addr && HasRoomAbove(mm, vma, r.Delta))
        {
            if (mm.Protocol.IsClaimed(mm, vma.End, vma.End + r.Delta))
            {
                claim = new Claim(vma.End, vma.End + r.Delta);
                return 0;
            }
            return GrowInPlace(mm, vma, in r);
        }
        if ((r.Flags & MremapFlags.MayMove) == 0)
            return -Errno.ENOMEM;
        long placed = Place(mm, vma, in r);
        if (placed < 0)
            return placed;
        if (mm.Protocol.IsClaimed(mm, (ulong)placed, (ulong)placed + r.NewLength))
        {
            claim = new Claim((ulong)placed, (ulong)placed + r.NewLength);
            return 0;
        }
        return MremapMove.Run(mm, vma, in r, (ulong)placed);
    }

    [RequiresRead("mm.MmapLock")]
    private static bool HasRoomAbove(MmStruct mm, [OwnedBy("mm")] Vma vma, ulong delta)
    {
        ulong end = unchecked(vma.End + delta);
        if (end < vma.End || mm.FindIntersection(vma.End, end) != null)
            return false;
        return Placement.GetUnmappedArea(mm, null, vma.Start, end - vma.Start, 0, MapFlags.Fixed) >= 0;
    }

    [RequiresWrite("mm.MmapLock")]
    private static long GrowInPlace(MmStruct mm, [OwnedBy("mm")] Vma vma, in MremapRequest r)
    {
        ulong pages = PageMath.Pages(r.Delta);
        VmFlags flags = vma.Flags;
        ulong charged = (flags & VmFlags.Account) != 0 ? pages : 0;
        if (charged != 0 && !mm.System.TryCharge(charged))
            return -Errno.ENOMEM;
        ulong end = vma.End + r.Delta;
        MergeProposal proposal = new(vma.End, end, vma.PgOff + vma.PageCount, flags, vma.MappedFile, vma.AnonName, vma.Userfaultfd);
        Vma? grown = VmaMerger.MergeCopy(mm, in proposal, vma, mm.FindVma(vma.End), vma, out _);
        if (grown == null)
        {
            mm.System.Uncharge(charged);
            return -Errno.ENOMEM;
        }
        mm.AccountPages(flags, (long)pages);
        if ((flags & VmFlags.Locked) != 0)
            mm.LockedVm += pages;
        return (long)r.Addr;
    }

    [RequiresRead("mm.MmapLock")]
    private static long Place(MmStruct mm, [OwnedBy("mm")] Vma vma, in MremapRequest r)
    {
        MapFlags flags = (r.Flags & MremapFlags.Fixed) != 0 ? MapFlags.Fixed : 0;
        if ((vma.Flags & VmFlags.MayShare) != 0)
            flags |= MapFlags.Shared;
        ulong pgOff = vma.PgOff + PageMath.Pages(r.Addr - vma.Start);
        return Placement.GetUnmappedArea(mm, vma.MappedFile, r.NamesTarget ? r.NewAddr : 0, r.NewLength, pgOff, flags);
    }
}

/// <summary>A range that an unmap under way has a claim on.</summary>
internal readonly record struct Claim(ulong Start, ulong End)
{
    internal bool IsSet => End != 0;
}
