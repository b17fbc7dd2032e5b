using Mm.Locks;
using Mm.ReverseMap;
using Mm.Userfault;

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
        bool fits = end <= vma.End && vma.Userfaultfd == null && (advice != Advice.GuardInstall || prepared) && mm.Protocol.AdmitFault(mm, vma, start) == Protocols.Admission.Granted;
        long result = fits ? Apply(mm, vma, start, end, advice) : 0;
        vma.EndRead();
        return fits ? result : RunUnderMmapLock(mm, start, end, advice);
    }

    /// <summary>Under the mmap lock for read.</summary>
    [Excludes("mm.MmapLock")]
    internal static long RunUnderMmapLock(MmStruct mm, ulong start, ulong end, Advice advice)
    {
        long hole = 0;
        ulong told = start;
        while (true)
        {
            int interrupted = mm.Protocol.BeginRead(mm, start, end);
            if (interrupted != 0)
                return interrupted;
            long result = Walk(mm, ref start, end, advice, ref told, ref hole, out UserfaultNotice? notice);
            mm.MmapLock.ReadUnlock();
            if (notice == null)
                return result;
            notice.Uffd.Deliver(notice);
        }
    }

    /// <summary>Walks until the end, an error, or a mapping whose monitor is to be told first that its pages go.</summary>
    /// <param name="mm">The address space.</param>
    /// <param name="at">Where to go on; afterwards where it stopped.</param>
    /// <param name="end">First address past the range.</param>
    /// <param name="advice">The advice.</param>
    /// <param name="told">Up to where a monitor has been told; what was there then may be another mapping now, or none.</param>
    /// <param name="hole">-ENOMEM once a hole has been passed.</param>
    /// <param name="notice">What to deliver with nothing held before the walk goes on.</param>
    [RequiresRead("mm.MmapLock")]
    private static long Walk(
        MmStruct mm, ref ulong at, ulong end, Advice advice, ref ulong told, ref long hole, out UserfaultNotice? notice)
    {
        notice = null;
        while (at < end)
        {
            if (at < told && mm.LookupVma(at) == null)
                return -Errno.ENOMEM;
            Vma? vma = MadviseWalk.Next(mm, ref at, end, ref hole);
            if (vma == null)
                return -Errno.ENOMEM;
            bool sealedOff = MadviseOperation.IsRefusedBySeal(vma.Flags, vma.MappedFile != null, advice);
            if (advice == Advice.GuardInstall && IsValidForGuards(vma.Flags, mayBeLocked: false) && !sealedOff)
                PrepareForGuards(mm, vma);
            ulong until = Math.Min(vma.End, at < told ? Math.Min(told, end) : end);
            if (at >= told && DropsPages(advice) && Refusal(mm, vma, advice) == 0)
            {
                notice = UserfaultNotices.PrepareRemove(mm, vma, at, until);
                told = until;
                if (notice != null)
                    return 0;
            }
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
        long refusal = Refusal(mm, vma, advice);
        if (refusal != 0)
            return refusal;
        switch (advice)
        {
            case Advice.DontNeed:
            case Advice.DontNeedLocked:
                if ((vma.Flags & VmFlags.HugeTlb) != 0)
                {
                    // Whole pages of hugetlbfs, or none.
                    if (start % PageMath.HugeSize != 0)
                        return -Errno.EINVAL;
                    end &= ~(PageMath.HugeSize - 1);
                }
                mm.ZapPages(vma, start, end);
                return 0;
            case Advice.Free:
                mm.MarkLazyFree(vma, start, end);
                return 0;
            case Advice.GuardInstall:
                return mm.InstallGuards(vma, start, end) ? 0 : -Errno.ENOMEM;
            case Advice.GuardRemove:
                mm.RemoveGuards(vma, start, end);
                return 0;
            default:
                return 0;
        }
    }

    /// <summary>Why a mapping does not take an advice; 0 if it does.</summary>
    [RequiresReadAny("mm.MmapLock", "vma.VmLock")]
    private static long Refusal(MmStruct mm, [OwnedBy("mm")] Vma vma, Advice advice)
    {
        VmFlags flags = vma.Flags;
        if (MadviseOperation.IsRefusedBySeal(flags, vma.MappedFile != null, advice))
            return -Errno.EPERM;
        bool refused = advice switch
        {
            Advice.DontNeed => (flags & (VmFlags.PfnMap | VmFlags.Locked)) != 0,
            Advice.DontNeedLocked => (flags & VmFlags.PfnMap) != 0,
            Advice.Free => (flags & (VmFlags.PfnMap | VmFlags.Locked)) != 0 || vma.MappedFile != null,
            Advice.GuardInstall => !IsValidForGuards(flags, mayBeLocked: false),
            Advice.GuardRemove => !IsValidForGuards(flags, mayBeLocked: true),
            Advice.Cold or Advice.PageOut => (flags & (VmFlags.Locked | VmFlags.PfnMap | VmFlags.HugeTlb)) != 0,
            _ => false,
        };
        return refused ? -Errno.EINVAL : 0;
    }

    private static bool DropsPages(Advice advice) => advice is Advice.DontNeed or Advice.DontNeedLocked or Advice.Free;

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
