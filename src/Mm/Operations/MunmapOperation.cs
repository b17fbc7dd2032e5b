using Mm.Locks;
using Mm.Userfault;

namespace Mm.Operations;

/// <summary>munmap.</summary>
internal static class MunmapOperation
{
    /// <summary>The system call; a range in which nothing is mapped is no error.</summary>
    [Excludes("mm.MmapLock")]
    internal static long Run(MmStruct mm, ulong addr, ulong length)
    {
        long error = Check(addr, length);
        if (error != 0)
            return error;
        error = mm.UnmapStrategy.Unmap(mm, addr, addr + PageMath.Up(length));
        UserfaultNotices.Complete(mm);
        return error;
    }

    /// <summary>Alignment, the end of the address space, an empty range.</summary>
    internal static long Check(ulong addr, ulong length)
    {
        if (!PageMath.IsAligned(addr) || addr > PageMath.TaskSize || length > PageMath.TaskSize - addr)
            return -Errno.EINVAL;
        return length == 0 ? -Errno.EINVAL : 0;
    }
}
