using Mm.Locks;
using Mm.ReverseMap;

namespace Mm.Operations;

/// <summary>The advices about pages: no flag but the guard mark changes, so a lock for read is enough.</summary>
internal static class MadvisePages
{
    /// <summary>Under the lock of the one mapping that the range lies in; under the mmap lock for read if there are several.</summary>
    [Excludes("mm.MmapLock")]
    internal static long RunUnderVmaLock(MmStruct mm, ulong start, ulong end, Advice advice)
    {
        Vma? vma = mm.LockVmaUnderRcu(start);
        if (vma == null)
            return RunUnderMmapLock(mm, start, end, advice);
        // The first guard of a mapping gives it the mark, and anonymous memory an anon_vma, which is done under the mmap lock.
        bool prepared = (vma.AnonVma != null || vma.MappedFile != null) && (vma.Flags & VmFlags.MaybeGuard) != 0;
        bool fits = end <= vma.End && (advice != Advice.GuardInstall || prepared) && mm.Protocol.AdmitFault(mm, vma, start) == Protocols.Admission.Granted;
        long result = fits ? Apply(mm, vma, start, end, advice) : 0;
        vma.EndRead();
        return fits ? result : RunUnderMmapLock(mm, start, end, advice);
    }

    /// <summary>Under the mmap lock for read.</summary>
    [Excludes("mm.MmapLock")]
    internal static long RunUnderMmapLock(MmStruct mm, ulong start, ulong end, Advice advice)
    {
        int interrupted = mm.Protocol.BeginRead(mm, start, end);
        if (interrupted != 0)
            return interrupted;
        long result = Walk(mm, start, end, advice);
        mm.MmapLock.ReadUnlock();
        return result;
    }

    [RequiresRead("mm.MmapLock")]
    private static long Walk(MmStruct mm, ulong start, ulong end, Advice advice)
    {
        long hole = 0;
        for (ulong at = start; at < end;)
        {
            Vma? vma = mm.FindIntersection(at, end);
            if (vma == null)
                return -Errno.ENOMEM;
            if (vma.Start > at)
            {
                hole = -Errno.ENOMEM;
                at = vma.Start;
            }
            bool sealedOff = MadviseOperation.IsRefusedBySeal(vma.Flags, vma.MappedFile != null, advice);
            if (advice == Advice.GuardInstall && IsValidForGuards(vma.Flags, mayBeLocked: false) && !sealedOff)
                PrepareForGuards(mm, vma);
            ulong until = Math.Min(vma.End, end);
            long error = Apply(mm, vma, at, until, advice);
            if (error != 0)
                return error;
            at = until;
        }
        return hole;
    }

    [RequiresReadAny("mm.MmapLock", "vma.VmLock")]
    private static long Apply(MmStruct mm, [OwnedBy("mm")] Vma vma, ulong start, ulong end, Advice advice)
    {
        VmFlags flags = vma.Flags;
        if (MadviseOperation.IsRefusedBySeal(flags, vma.MappedFile != null, advice))
            return -Errno.EPERM;
        switch (advice)
        {
            case Advice.DontNeed:
            case Advice.DontNeedLocked:
                if ((flags & VmFlags.PfnMap) != 0 || (advice == Advice.DontNeed && (flags & VmFlags.Locked) != 0))
                    return -Errno.EINVAL;
                mm.ZapPages(vma, start, end);
                return 0;
            case Advice.Free:
                if ((flags & (VmFlags.PfnMap | VmFlags.Locked)) != 0 || vma.MappedFile != null)
                    return -Errno.EINVAL;
                mm.MarkLazyFree(vma, start, end);
                return 0;
            case Advice.GuardInstall:
                if (!IsValidForGuards(flags, mayBeLocked: false))
                    return -Errno.EINVAL;
                return mm.InstallGuards(vma, start, end) ? 0 : -Errno.ENOMEM;
            case Advice.GuardRemove:
                if (!IsValidForGuards(flags, mayBeLocked: true))
                    return -Errno.EINVAL;
                mm.RemoveGuards(vma, start, end);
                return 0;
            case Advice.Cold:
            case Advice.PageOut:
                return (flags & (VmFlags.Locked | VmFlags.PfnMap | VmFlags.HugeTlb)) != 0 ? -Errno.EINVAL : 0;
            case Advice.Collapse:
                return (flags & (VmFlags.Special | VmFlags.HugeTlb | VmFlags.NoHugePage)) != 0 ? -Errno.EINVAL : 0;
            default:
                return 0;
        }
    }

    /// <summary>Guard marks make the tables of a mapping worth keeping, so it gets an anon_vma; and the flag that says that there may be some.</summary>
    [RequiresRead("mm.MmapLock")]
    private static void PrepareForGuards(MmStruct mm, [OwnedBy("mm")] Vma vma)
    {
        if (vma.MappedFile == null)
            AnonVmaChains.Prepare(mm, vma);
        if (!vma.VmLock.TryStartReadLocked(mm.MmapLock))
            return;
        vma.MarkMaybeGuard();
        vma.VmLock.EndRead();
    }

    private static bool IsValidForGuards(VmFlags flags, bool mayBeLocked) =>
        (flags & (VmFlags.Special | VmFlags.HugeTlb)) == 0 && (mayBeLocked || (flags & VmFlags.Locked) == 0);
}
