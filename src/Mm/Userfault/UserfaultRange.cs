namespace Mm.Userfault;

/// <summary>The ranges that the calls of userfaultfd take.</summary>
internal static class UserfaultRange
{
    /// <summary>0, or -EINVAL for a range that is not made of pages of the user space (<c>validate_range</c>).</summary>
    internal static long Check(MmStruct mm, ulong start, ulong length)
    {
        bool valid = PageMath.IsAligned(start | length)
            && length != 0
            && start >= mm.System.Options.MmapMinAddr
            && start < PageMath.TaskSize
            && length <= PageMath.TaskSize - start;
        return valid ? 0 : -Errno.EINVAL;
    }
}
