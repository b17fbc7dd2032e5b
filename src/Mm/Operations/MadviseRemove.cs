using Mm.Files;
using Mm.Locks;
using Mm.Userfault;

namespace Mm.Operations;

/// <summary>madvise(MADV_REMOVE): punches a hole into the mapped object, for all who map it.</summary>
internal static class MadviseRemove
{
    /// <summary>The system call. The mmap lock is let go of while the hole is punched, which takes locks outside of it; so each mapping is looked up
    /// anew.</summary>
    [Excludes("mm.MmapLock")]
    internal static long Run(MmStruct mm, ulong start, ulong end)
    {
        long hole = 0;
        for (ulong at = start; at < end;)
        {
            int interrupted = mm.Protocol.BeginRead(mm, at, end);
            if (interrupted != 0)
                return interrupted;
            long error = Examine(mm, ref at, end, ref hole, out MmFile? file, out ulong offset, out ulong length, out UserfaultNotice? notice);
            mm.MmapLock.ReadUnlock();
            if (error != 0)
                return error;
            notice?.Uffd.Deliver(notice);
            if (file != null)
                file.Mapping.PunchHole(offset, length);
        }
        return hole;
    }

    [RequiresRead("mm.MmapLock")]
    private static long Examine(
        MmStruct mm,
        ref ulong at,
        ulong end,
        ref long hole,
        out MmFile? file,
        out ulong offset,
        out ulong length,
        out UserfaultNotice? notice)
    {
        file = null;
        notice = null;
        offset = length = 0;
        Vma? vma = MadviseWalk.Next(mm, ref at, end, ref hole);
        if (vma == null)
            return -Errno.ENOMEM;
        VmFlags flags = vma.Flags;
        if (MadviseOperation.IsRefusedBySeal(flags, vma.MappedFile != null, Advice.Remove))
            return -Errno.EPERM;
        if ((flags & VmFlags.Locked) != 0)
            return -Errno.EINVAL;
        file = vma.MappedFile;
        if (file == null)
            return -Errno.EINVAL;
        if ((flags & (VmFlags.Shared | VmFlags.MayWrite)) != (VmFlags.Shared | VmFlags.MayWrite))
            return -Errno.EACCES;
        ulong until = Math.Min(vma.End, end);
        offset = (vma.PgOff << PageMath.Shift) + (at - vma.Start);
        length = until - at;
        notice = UserfaultNotices.PrepareRemove(mm, vma, at, until);
        at = until;
        return 0;
    }
}
