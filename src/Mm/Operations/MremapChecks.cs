using Mm.Locks;

namespace Mm.Operations;

/// <summary>The checks of mremap, in the kernel's order.</summary>
internal static class MremapChecks
{
    /// <summary>What the arguments alone tell (<c>check_mremap_params</c>).</summary>
    [RequiresRead("mm.MmapLock")]
    internal static long Parameters(MmStruct mm, in MremapRequest r)
    {
        long error = Static(in r);
        if (error != 0 || !r.NamesTarget)
            return error;
        return mm.MapCount + 2 >= mm.System.Options.MaxMapCount - 3 ? -Errno.ENOMEM : 0;
    }

    /// <summary>The part of <see cref="Parameters"/> that needs no lock.</summary>
    internal static long Static(in MremapRequest r)
    {
        const MremapFlags Known = MremapFlags.MayMove | MremapFlags.Fixed | MremapFlags.DontUnmap;
        if ((r.Flags & ~Known) != 0 || !PageMath.IsAligned(r.Addr) || r.NewLength == 0 || r.NewLength > PageMath.TaskSize)
            return -Errno.EINVAL;
        if (!r.NamesTarget)
            return 0;
        if (r.NewAddr > PageMath.TaskSize - r.NewLength || !PageMath.IsAligned(r.NewAddr))
            return -Errno.EINVAL;
        if ((r.Flags & MremapFlags.MayMove) == 0)
            return -Errno.EINVAL;
        if (r.KeepsOld && r.OldLength != r.NewLength)
            return -Errno.EINVAL;
        return unchecked(r.Addr + r.OldLength) > r.NewAddr && r.NewAddr + r.NewLength > r.Addr ? -Errno.EINVAL : 0;
    }

    /// <summary>What the mapping tells (<c>check_prep_vma</c>).</summary>
    [RequiresRead("mm.MmapLock")]
    internal static long Mapping(MmStruct mm, [OwnedBy("mm")] Vma? vma, ref MremapRequest r)
    {
        if (vma == null)
            return -Errno.EFAULT;
        VmFlags flags = vma.Flags;
        if ((flags & VmFlags.Sealed) != 0)
            return -Errno.EPERM;
        if ((flags & VmFlags.HugeTlb) != 0)
        {
            // In whole pages, and never longer than it was.
            r.OldLength = unchecked(r.OldLength + PageMath.HugeSize - 1) & ~(PageMath.HugeSize - 1);
            r.NewLength = (r.NewLength + PageMath.HugeSize - 1) & ~(PageMath.HugeSize - 1);
            if ((r.Addr | r.NewAddr) % PageMath.HugeSize != 0 || r.NewLength > r.OldLength)
                return -Errno.EINVAL;
        }
        if (!r.MapsNew)
            return 0;
        if (r.OldLength == 0 && (flags & (VmFlags.Shared | VmFlags.MayShare)) == 0)
            return -Errno.EINVAL;
        if (r.KeepsOld && (flags & (VmFlags.DontExpand | VmFlags.PfnMap)) != 0)
            return -Errno.EINVAL;
        // The part that a shrink unmaps may reach across mappings, what is moved may not.
        if ((r.Shrinks ? r.NewLength : r.OldLength) > vma.End - r.Addr)
            return -Errno.EFAULT;
        if (!r.Grows)
            return 0;
        r.PopulateGrown = (flags & VmFlags.Locked) != 0;
        if ((flags & (VmFlags.DontExpand | VmFlags.PfnMap)) != 0)
            return -Errno.EFAULT;
        if (!mm.MayLock(flags, r.Delta))
            return -Errno.EAGAIN;
        return mm.MayExpand(flags, PageMath.Pages(r.Delta)) ? 0 : -Errno.ENOMEM;
    }
}
