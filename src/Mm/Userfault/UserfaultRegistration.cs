using Mm.Locks;

namespace Mm.Userfault;

/// <summary>Registering ranges with a descriptor, and taking them back.</summary>
internal static class UserfaultRegistration
{
    /// <summary>UFFDIO_REGISTER.</summary>
    [Excludes("mm.MmapLock")]
    internal static long Register(MmStruct mm, Userfaultfd uffd, ulong start, ulong length, UserfaultModes modes)
    {
        if (modes != UserfaultModes.Missing || UserfaultRange.Check(mm, start, length) != 0)
            return -Errno.EINVAL;
        if (mm.HasExited)
            return -Errno.ENOMEM;
        ulong end = start + length;
        int interrupted = mm.Protocol.BeginWrite(mm, start, end);
        if (interrupted != 0)
            return interrupted;
        long result = CheckRegister(mm, uffd, start, end);
        if (result == 0)
            result = Change(mm, uffd, start, end, arm: true);
        mm.MmapLock.WriteUnlock();
        return result;
    }

    /// <summary>UFFDIO_UNREGISTER.</summary>
    [Excludes("mm.MmapLock")]
    internal static long Unregister(MmStruct mm, Userfaultfd uffd, ulong start, ulong length)
    {
        if (UserfaultRange.Check(mm, start, length) != 0)
            return -Errno.EINVAL;
        if (mm.HasExited)
            return -Errno.ENOMEM;
        ulong end = start + length;
        int interrupted = mm.Protocol.BeginWrite(mm, start, end);
        if (interrupted != 0)
            return interrupted;
        long result = CheckUnregister(mm, uffd, start, end);
        if (result == 0)
            result = Change(mm, uffd, start, end, arm: false);
        mm.MmapLock.WriteUnlock();
        return result;
    }

    /// <summary>The descriptor is closed: nothing is registered with it any more. Cannot fail; where a merge cannot be had the mappings stay apart.</summary>
    [Excludes("mm.MmapLock")]
    internal static void Release(MmStruct mm, Userfaultfd uffd)
    {
        if (mm.HasExited)
            return;
        using (mm.MmapLock.Write())
        {
            for (ulong at = 0; mm.FindVma(at) is { } vma;)
            {
                if (ReferenceEquals(vma.Userfaultfd, uffd))
                    vma = Modify(mm, vma, vma.Start, vma.End, null, out _) ?? DisarmInPlace(mm, vma);
                at = vma.End;
            }
        }
    }

    [RequiresRead("mm.MmapLock")]
    private static long CheckRegister(MmStruct mm, Userfaultfd uffd, ulong start, ulong end)
    {
        if (mm.FindIntersection(start, end) == null)
            return -Errno.EINVAL;
        for (ulong at = start; mm.FindIntersection(at, end) is { } vma; at = vma.End)
        {
            if (!CanBeRegistered(mm, vma))
                return -Errno.EINVAL;
            if ((vma.Flags & VmFlags.MayWrite) == 0)
                return -Errno.EPERM;
            if (vma.Userfaultfd != null && !ReferenceEquals(vma.Userfaultfd, uffd))
                return -Errno.EBUSY;
        }
        return 0;
    }

    [RequiresRead("mm.MmapLock")]
    private static long CheckUnregister(MmStruct mm, Userfaultfd uffd, ulong start, ulong end)
    {
        if (mm.FindIntersection(start, end) == null)
            return -Errno.EINVAL;
        for (ulong at = start; mm.FindIntersection(at, end) is { } vma; at = vma.End)
        {
            if (!CanBeRegistered(mm, vma) || (vma.Userfaultfd != null && !ReferenceEquals(vma.Userfaultfd, uffd)))
                return -Errno.EINVAL;
        }
        return 0;
    }

    /// <summary>Anonymous and shared memory, but not what may be dropped at any time, nor what the kernel mapped by itself.</summary>
    [RequiresRead("mm.MmapLock")]
    private static bool CanBeRegistered(MmStruct mm, [OwnedBy("mm")] Vma vma) =>
        (vma.Flags & VmFlags.Droppable) == 0 && vma.Special == null && vma.MappedFile is null or { Mapping.IsShmem: true };

    [RequiresWrite("mm.MmapLock")]
    private static long Change(MmStruct mm, Userfaultfd uffd, ulong start, ulong end, bool arm)
    {
        for (ulong at = start; mm.FindIntersection(at, end) is { } vma;)
        {
            ulong first = Math.Max(at, vma.Start);
            ulong until = Math.Min(vma.End, end);
            if (arm != (vma.Userfaultfd != null))
            {
                if (Modify(mm, vma, first, until, arm ? uffd : null, out long error) == null)
                    return error;

                // After the registration is gone: who is woken must not find it and wait again.
                if (!arm)
                    uffd.WakeRange(first, until);
            }
            at = until;
        }
        return 0;
    }

    [RequiresWrite("mm.MmapLock")]
    [return: ValidUnder("mm.MmapLock"), OwnedBy("mm")]
    private static Vma? Modify(MmStruct mm, [OwnedBy("mm")] Vma vma, ulong start, ulong end, Userfaultfd? uffd, out long error)
    {
        Vma? prev = start > vma.Start ? vma : mm.PreviousVma(vma.Start);
        VmFlags flags = uffd != null ? vma.Flags | VmFlags.UffdMissing : vma.Flags & ~VmFlags.UffdMissing;
        return mm.Protocol.ModifyUserfaultfd(mm, prev, vma, start, end, flags, uffd, out error);
    }

    [RequiresWrite("mm.MmapLock")]
    [return: ValidUnder("mm.MmapLock"), OwnedBy("mm")]
    private static Vma DisarmInPlace(MmStruct mm, [OwnedBy("mm")] Vma vma)
    {
        UserfaultNotices.Disarm(mm, vma);
        return vma;
    }
}
