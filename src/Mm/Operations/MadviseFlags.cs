namespace Mm.Operations;

/// <summary>What the flag-changing advices make of a mapping's flags.</summary>
internal static class MadviseFlags
{
    /// <summary>The new flags, or why the mapping cannot have them.</summary>
    /// <param name="old">The flags now.</param>
    /// <param name="hasFile">Whether a file is mapped.</param>
    /// <param name="advice">The advice.</param>
    /// <param name="flags">The flags to be.</param>
    internal static long Apply(VmFlags old, bool hasFile, Advice advice, out VmFlags flags)
    {
        flags = old;
        switch (advice)
        {
            case Advice.Normal:
                flags &= ~(VmFlags.RandomRead | VmFlags.SequentialRead);
                return 0;
            case Advice.Sequential:
                flags = (flags & ~VmFlags.RandomRead) | VmFlags.SequentialRead;
                return 0;
            case Advice.Random:
                flags = (flags & ~VmFlags.SequentialRead) | VmFlags.RandomRead;
                return 0;
            case Advice.DontFork:
                flags |= VmFlags.DontCopy;
                return 0;
            case Advice.DoFork:
                flags &= ~VmFlags.DontCopy;
                return (old & VmFlags.Io) != 0 ? -Errno.EINVAL : 0;
            case Advice.WipeOnFork:
                flags |= VmFlags.WipeOnFork;
                return hasFile || (old & VmFlags.Shared) != 0 ? -Errno.EINVAL : 0;
            case Advice.KeepOnFork:
                flags &= ~VmFlags.WipeOnFork;
                return (old & VmFlags.Droppable) != 0 ? -Errno.EINVAL : 0;
            case Advice.DontDump:
                flags |= VmFlags.DontDump;
                return 0;
            case Advice.DoDump:
                flags &= ~VmFlags.DontDump;
                return (old & (VmFlags.Special | VmFlags.Droppable)) != 0 ? -Errno.EINVAL : 0;
            case Advice.HugePage:
                flags = (flags & ~VmFlags.NoHugePage) | VmFlags.HugePage;
                return 0;
            case Advice.NoHugePage:
                flags = (flags & ~VmFlags.HugePage) | VmFlags.NoHugePage;
                return 0;
            case Advice.Mergeable:
                if ((old & (VmFlags.Shared | VmFlags.MayShare | VmFlags.Special | VmFlags.HugeTlb | VmFlags.Droppable)) == 0)
                    flags |= VmFlags.Mergeable;
                return 0;
            case Advice.Unmergeable:
                flags &= ~VmFlags.Mergeable;
                return 0;
            default:
                return -Errno.EINVAL;
        }
    }
}
