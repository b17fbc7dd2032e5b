using Mm.Locks;

namespace Mm.Operations;

/// <summary>msync. The engine's files are in memory, so there is nothing to write back: what is left are the checks.</summary>
internal static class MsyncOperation
{
    /// <summary>The system call.</summary>
    [Excludes("mm.MmapLock")]
    internal static long Run(MmStruct mm, ulong start, ulong length, MsyncFlags flags)
    {
        const MsyncFlags Known = MsyncFlags.Async | MsyncFlags.Invalidate | MsyncFlags.Sync;
        if ((flags & ~Known) != 0 || !PageMath.IsAligned(start))
            return -Errno.EINVAL;
        if ((flags & (MsyncFlags.Async | MsyncFlags.Sync)) == (MsyncFlags.Async | MsyncFlags.Sync))
            return -Errno.EINVAL;
        ulong end = unchecked(start + PageMath.Up(length));
        if (end < start)
            return -Errno.ENOMEM;
        if (end == start)
            return 0;
        int interrupted = mm.Protocol.BeginRead(mm, start, end);
        if (interrupted != 0)
            return interrupted;
        long result = Walk(mm, start, end, flags);
        mm.MmapLock.ReadUnlock();
        return result;
    }

    [RequiresRead("mm.MmapLock")]
    private static long Walk(MmStruct mm, ulong start, ulong end, MsyncFlags flags)
    {
        long hole = 0;
        for (ulong at = start; at < end;)
        {
            Vma? vma = mm.FindVma(at);
            if (vma == null)
                return -Errno.ENOMEM;
            if (vma.Start > at)
            {
                if (flags == MsyncFlags.Async || vma.Start >= end)
                    return -Errno.ENOMEM;
                hole = -Errno.ENOMEM;
            }
            if ((flags & MsyncFlags.Invalidate) != 0 && (vma.Flags & VmFlags.Locked) != 0)
                return -Errno.EBUSY;
            at = vma.End;
        }
        return hole;
    }
}
