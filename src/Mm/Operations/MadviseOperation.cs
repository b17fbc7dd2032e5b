using Mm.Locks;

namespace Mm.Operations;

/// <summary>madvise: which lock an advice needs, and the walk over the mappings of the range.</summary>
internal static class MadviseOperation
{
    /// <summary>The system call. Holes do not stop it, and make it end with -ENOMEM.</summary>
    [Excludes("mm.MmapLock")]
    internal static long Run(MmStruct mm, ulong start, ulong length, Advice advice)
    {
        if (!Enum.IsDefined(advice) || !PageMath.IsAligned(start))
            return -Errno.EINVAL;
        ulong rounded = PageMath.Up(length);
        ulong end = unchecked(start + rounded);
        if ((length != 0 && rounded == 0) || end < start)
            return -Errno.EINVAL;
        if (end == start)
            return 0;
        switch (advice)
        {
            case Advice.PopulateRead:
            case Advice.PopulateWrite:
                return PopulateOperation.PopulateForMadvise(mm, start, end, advice == Advice.PopulateWrite);
            case Advice.Collapse:
                return CollapseOperation.Run(mm, start, end);
            case Advice.Remove:
                return MadviseRemove.Run(mm, start, end);
            case Advice.DontNeed:
            case Advice.DontNeedLocked:
            case Advice.Free:
            case Advice.GuardInstall:
            case Advice.GuardRemove:
                return MadvisePages.RunUnderVmaLock(mm, start, end, advice);
            case Advice.WillNeed:
            case Advice.Cold:
            case Advice.PageOut:
                return MadvisePages.RunUnderMmapLock(mm, start, end, advice);
            default:
                return ChangeFlags(mm, start, end, advice);
        }
    }

    /// <summary>The advices that change flags: merged and split as mprotect does; no memory for a split is -EAGAIN here.</summary>
    [Excludes("mm.MmapLock")]
    private static long ChangeFlags(MmStruct mm, ulong start, ulong end, Advice advice)
    {
        int interrupted = mm.Protocol.BeginWrite(mm, start, end);
        if (interrupted != 0)
            return interrupted;
        long result = ChangeFlagsLocked(mm, start, end, advice);
        mm.MmapLock.WriteUnlock();
        return result;
    }

    [RequiresWrite("mm.MmapLock")]
    private static long ChangeFlagsLocked(MmStruct mm, ulong start, ulong end, Advice advice)
    {
        long hole = 0;
        for (ulong at = start; at < end;)
        {
            Vma? vma = MadviseWalk.Next(mm, ref at, end, ref hole);
            if (vma == null)
                return -Errno.ENOMEM;
            if (IsRefusedBySeal(vma.Flags, vma.MappedFile != null, advice))
                return -Errno.EPERM;
            long error = MadviseFlags.Apply(vma.Flags, vma.MappedFile != null, advice, out VmFlags flags);
            if (error != 0)
                return error;
            ulong until = Math.Min(vma.End, end);
            if (flags != vma.Flags)
            {
                Vma? prev = at > vma.Start ? vma : mm.PreviousVma(vma.Start);
                if (mm.Protocol.ModifyFlags(mm, prev, vma, at, until, flags, out error) == null)
                    return error == -Errno.ENOMEM ? -Errno.EAGAIN : error;
            }
            at = until;
        }
        return hole;
    }

    /// <summary>Whether a sealed mapping refuses an advice that could lose its contents: anonymous memory that the program could not write anyway. Mappings of
    /// objects, private ones too, are let through.</summary>
    internal static bool IsRefusedBySeal(VmFlags flags, bool mapsObject, Advice advice)
    {
        if ((flags & VmFlags.Sealed) == 0 || mapsObject || (flags & VmFlags.Write) != 0)
            return false;
        return advice is Advice.Free or Advice.DontNeed or Advice.DontNeedLocked
            or Advice.Remove or Advice.DontFork or Advice.WipeOnFork or Advice.GuardInstall;
    }
}
