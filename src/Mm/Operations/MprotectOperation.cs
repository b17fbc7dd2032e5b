using Mm.Locks;

namespace Mm.Operations;

/// <summary>mprotect.</summary>
internal static class MprotectOperation
{
    /// <summary>The system call. Mappings before the one that fails have been changed.</summary>
    [Excludes("mm.MmapLock")]
    internal static long Run(MmStruct mm, ulong start, ulong length, Prot prot)
    {
        Prot grows = prot & (Prot.GrowsDown | Prot.GrowsUp);
        prot &= ~(Prot.GrowsDown | Prot.GrowsUp);
        if (grows == (Prot.GrowsDown | Prot.GrowsUp) || !PageMath.IsAligned(start))
            return -Errno.EINVAL;
        if (length == 0)
            return 0;
        ulong end = unchecked(start + PageMath.Up(length));
        if (end <= start)
            return -Errno.ENOMEM;
        if ((prot & ~(Prot.Read | Prot.Write | Prot.Exec | Prot.Sem)) != 0)
            return -Errno.EINVAL;
        int interrupted = mm.Protocol.BeginWrite(mm, start, end);
        if (interrupted != 0)
            return interrupted;
        long result = ProtectLocked(mm, start, end, prot, grows);
        mm.MmapLock.WriteUnlock();
        return result;
    }

    [RequiresWrite("mm.MmapLock")]
    private static long ProtectLocked(MmStruct mm, ulong start, ulong end, Prot prot, Prot grows)
    {
        Vma? first = mm.FindIntersection(start, end);
        if (first == null)
            return -Errno.ENOMEM;
        if ((grows & Prot.GrowsDown) != 0)
        {
            start = first.Start;
            if ((first.Flags & VmFlags.GrowsDown) == 0)
                return -Errno.EINVAL;
        }
        else if (first.Start > start)
        {
            return -Errno.ENOMEM;
        }
        else if ((grows & Prot.GrowsUp) != 0)
        {
            return -Errno.EINVAL;
        }

        ulong at = start;
        while (at < end)
        {
            Vma? vma = mm.LookupVma(at);
            if (vma == null)
                return -Errno.ENOMEM;
            VmFlags flags = (vma.Flags & ~VmFlags.AccessMask) | MmapChecks.FromProt(prot);
            VmFlags permitted = (VmFlags)((ulong)(flags & VmFlags.MayMask) >> 4);
            if ((flags & VmFlags.AccessMask & ~permitted) != 0)
                return -Errno.EACCES;
            ulong until = Math.Min(vma.End, end);
            long error = Fixup(mm, vma, at, until, flags);
            if (error != 0)
                return error;
            at = until;
        }
        return 0;
    }

    /// <summary>One mapping's part (<c>mprotect_fixup</c>): limits, charge, merge or split, page tables.</summary>
    [RequiresWrite("mm.MmapLock")]
    private static long Fixup(MmStruct mm, [OwnedBy("mm")] Vma vma, ulong start, ulong end, VmFlags flags)
    {
        VmFlags old = vma.Flags;
        if ((old & VmFlags.Sealed) != 0)
            return -Errno.EPERM;
        if (flags == old)
            return 0;
        ulong pages = PageMath.Pages(end - start);
        ulong charged = 0;
        if ((flags & VmFlags.Write) != 0)
        {
            // The limit on private writable memory is met by what becomes writable only now; who is over it already is not stopped.
            if (!mm.MayExpand(flags, pages) && mm.MayExpand(old, pages))
                return -Errno.ENOMEM;
            if ((old & (VmFlags.Account | VmFlags.Write | VmFlags.HugeTlb | VmFlags.Shared | VmFlags.NoReserve)) == 0)
            {
                if (!mm.System.TryCharge(pages))
                    return -Errno.ENOMEM;
                charged = pages;
                flags |= VmFlags.Account;
            }
        }
        else if ((old & VmFlags.Account) != 0 && vma.MappedFile == null && vma.AnonVma == null)
        {
            flags &= ~VmFlags.Account;
        }

        Vma? prev = start > vma.Start ? vma : mm.PreviousVma(vma.Start);
        Vma? changed = mm.Protocol.ModifyFlags(mm, prev, vma, start, end, flags, out long error);
        if (changed == null)
        {
            mm.System.Uncharge(charged);
            return error;
        }
        mm.ChangeProtection(changed, start, end);
        if ((old & VmFlags.Account) != 0 && (flags & VmFlags.Account) == 0)
            mm.System.Uncharge(pages);
        mm.AccountPages(old, -(long)pages);
        mm.AccountPages(flags, (long)pages);
        if ((old & (VmFlags.Write | VmFlags.Shared | VmFlags.Locked)) == VmFlags.Locked && (flags & VmFlags.Write) != 0)
            PopulateOperation.PopulateVma(mm, changed, ref start, end, mayWait: false, out _);
        return 0;
    }
}
