using Mm.Locks;

namespace Mm.Operations;

/// <summary>mlock, mlock2, munlock, mlockall, munlockall.</summary>
internal static class MlockOperation
{
    /// <summary>mlock2: the flags first, under the lock for write; then the pages.</summary>
    [Excludes("mm.MmapLock")]
    internal static long Lock(MmStruct mm, ulong start, ulong length, MlockFlags flags)
    {
        if ((flags & ~MlockFlags.OnFault) != 0)
            return -Errno.EINVAL;
        if (!mm.CanDoMlock)
            return -Errno.EPERM;
        VmFlags set = VmFlags.Locked | ((flags & MlockFlags.OnFault) != 0 ? VmFlags.LockOnFault : 0);
        if (!Round(ref start, ref length, out ulong end))
            return 0;
        int interrupted = mm.Protocol.BeginWrite(mm, start, Math.Max(start, end));
        if (interrupted != 0)
            return interrupted;
        ulong limit = PageMath.Pages(mm.Rlimits.MemLock);
        ulong locked = mm.LockedVm + PageMath.Pages(length);
        if (locked > limit && !mm.Options.CapIpcLock && end > start)
            locked -= CountLocked(mm, start, end);
        long error = locked <= limit || mm.Options.CapIpcLock ? Apply(mm, start, end, set) : -Errno.ENOMEM;
        mm.MmapLock.WriteUnlock();
        if (error != 0)
            return error;
        error = PopulateOperation.PopulateRange(mm, start, end, ignoreErrors: false);
        return error switch
        {
            -Errno.EFAULT => -Errno.ENOMEM,
            -Errno.ENOMEM => -Errno.EAGAIN,
            _ => error,
        };
    }

    /// <summary>munlock.</summary>
    [Excludes("mm.MmapLock")]
    internal static long Unlock(MmStruct mm, ulong start, ulong length)
    {
        if (!Round(ref start, ref length, out ulong end))
            return 0;
        int interrupted = mm.Protocol.BeginWrite(mm, start, Math.Max(start, end));
        if (interrupted != 0)
            return interrupted;
        long error = Apply(mm, start, end, VmFlags.None);
        mm.MmapLock.WriteUnlock();
        return error;
    }

    /// <summary>mlockall.</summary>
    [Excludes("mm.MmapLock")]
    internal static long LockAll(MmStruct mm, MlockallFlags flags)
    {
        const MlockallFlags Known = MlockallFlags.Current | MlockallFlags.Future | MlockallFlags.OnFault;
        if (flags == MlockallFlags.None || (flags & ~Known) != 0 || flags == MlockallFlags.OnFault)
            return -Errno.EINVAL;
        if (!mm.CanDoMlock)
            return -Errno.EPERM;
        int interrupted = mm.Protocol.BeginWrite(mm, 0, PageMath.TaskSize);
        if (interrupted != 0)
            return interrupted;
        bool current = (flags & MlockallFlags.Current) != 0;
        long result = -Errno.ENOMEM;
        if (!current || mm.Options.CapIpcLock || mm.TotalVm <= PageMath.Pages(mm.Rlimits.MemLock))
        {
            ApplyAll(mm, flags);
            result = 0;
        }
        mm.MmapLock.WriteUnlock();
        if (result == 0 && current)
            PopulateOperation.Populate(mm, 0, PageMath.TaskSize);
        return result;
    }

    /// <summary>munlockall.</summary>
    [Excludes("mm.MmapLock")]
    internal static long UnlockAll(MmStruct mm)
    {
        int interrupted = mm.Protocol.BeginWrite(mm, 0, PageMath.TaskSize);
        if (interrupted != 0)
            return interrupted;
        ApplyAll(mm, MlockallFlags.None);
        mm.MmapLock.WriteUnlock();
        return 0;
    }

    /// <summary>The start is rounded down, the end up, and may wrap around; false if nothing is left to do.</summary>
    private static bool Round(ref ulong start, ref ulong length, out ulong end)
    {
        ulong offset = start & (PageMath.Size - 1);
        length = PageMath.Up(unchecked(length + offset));
        start = PageMath.Down(start);
        end = unchecked(start + length);
        return length != 0;
    }

    /// <summary>Sets the lock flags of a range to the given ones (<c>apply_vma_lock_flags</c>); a hole ends it, and what comes before it stays.</summary>
    [RequiresWrite("mm.MmapLock")]
    private static long Apply(MmStruct mm, ulong start, ulong end, VmFlags set)
    {
        if (end < start)
            return -Errno.EINVAL;
        for (ulong at = start; at < end;)
        {
            Vma? vma = mm.LookupVma(at);
            if (vma == null)
                return -Errno.ENOMEM;
            ulong until = Math.Min(vma.End, end);
            long error = Fixup(mm, vma, at, until, (vma.Flags & ~VmFlags.LockedMask) | set);
            if (error != 0)
                return error;
            at = until;
        }
        return 0;
    }

    [RequiresWrite("mm.MmapLock")]
    private static void ApplyAll(MmStruct mm, MlockallFlags flags)
    {
        VmFlags onFault = (flags & MlockallFlags.OnFault) != 0 ? VmFlags.LockOnFault : 0;
        mm.DefFlags &= ~VmFlags.LockedMask;
        if ((flags & MlockallFlags.Future) != 0)
        {
            mm.DefFlags |= VmFlags.Locked | onFault;
            if ((flags & MlockallFlags.Current) == 0)
                return;
        }
        VmFlags set = (flags & MlockallFlags.Current) != 0 ? VmFlags.Locked | onFault : 0;
        for (ulong at = 0; mm.FindVma(at) is { } vma;)
        {
            ulong until = vma.End;
            // A mapping that cannot be locked does not keep the others from it.
            Fixup(mm, vma, vma.Start, until, (vma.Flags & ~VmFlags.LockedMask) | set);
            at = until;
        }
    }

    /// <summary>One mapping's part (<c>mlock_fixup</c>).</summary>
    [RequiresWrite("mm.MmapLock")]
    private static long Fixup(MmStruct mm, [OwnedBy("mm")] Vma vma, ulong start, ulong end, VmFlags flags)
    {
        VmFlags old = vma.Flags;
        if (flags == old || (old & (VmFlags.Special | VmFlags.HugeTlb | VmFlags.Droppable)) != 0)
            return 0;
        Vma? prev = start > vma.Start ? vma : mm.PreviousVma(vma.Start);
        Vma? changed = mm.Protocol.ModifyFlags(mm, prev, vma, start, end, flags, out long error);
        if (changed == null)
            return error;
        ulong pages = PageMath.Pages(end - start);
        bool was = (old & VmFlags.Locked) != 0;
        bool becomes = (flags & VmFlags.Locked) != 0;
        if (becomes && !was)
            mm.LockedVm += pages;
        else if (was && !becomes)
            mm.LockedVm -= pages;
        return 0;
    }

    /// <summary>Pages of the range that are locked already, so that they are not counted twice against the limit.</summary>
    [RequiresRead("mm.MmapLock")]
    private static ulong CountLocked(MmStruct mm, ulong start, ulong end)
    {
        ulong pages = 0;
        for (ulong at = start; mm.FindIntersection(at, end) is { } vma; at = vma.End)
        {
            if ((vma.Flags & VmFlags.Locked) != 0)
                pages += PageMath.Pages(Math.Min(end, vma.End) - Math.Max(at, vma.Start));
        }
        return pages;
    }
}
