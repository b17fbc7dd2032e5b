using Mm.Locks;

namespace Mm.Operations;

/// <summary>mseal.</summary>
internal static class MsealOperation
{
    /// <summary>The system call: all or nothing, but for splits that fail half-way.</summary>
    [Excludes("mm.MmapLock")]
    internal static long Run(MmStruct mm, ulong start, ulong length, ulong flags)
    {
        if (flags != 0 || !PageMath.IsAligned(start))
            return -Errno.EINVAL;
        ulong rounded = PageMath.Up(length);
        ulong end = unchecked(start + rounded);
        if ((length != 0 && rounded == 0) || end < start)
            return -Errno.EINVAL;
        if (end == start)
            return 0;
        int interrupted = mm.Protocol.BeginWrite(mm, start, end);
        if (interrupted != 0)
            return interrupted;
        long result = HasHole(mm, start, end) ? -Errno.ENOMEM : Seal(mm, start, end);
        mm.MmapLock.WriteUnlock();
        return result;
    }

    [RequiresRead("mm.MmapLock")]
    private static bool HasHole(MmStruct mm, ulong start, ulong end)
    {
        for (ulong at = start; at < end;)
        {
            Vma? vma = mm.LookupVma(at);
            if (vma == null)
                return true;
            at = vma.End;
        }
        return false;
    }

    [RequiresWrite("mm.MmapLock")]
    private static long Seal(MmStruct mm, ulong start, ulong end)
    {
        for (ulong at = start; at < end && mm.FindIntersection(at, end) is { } vma;)
        {
            ulong until = Math.Min(vma.End, end);
            if ((vma.Flags & VmFlags.Sealed) == 0)
            {
                Vma? prev = at > vma.Start ? vma : mm.PreviousVma(vma.Start);
                if (mm.Protocol.ModifyFlags(mm, prev, vma, at, until, vma.Flags | VmFlags.Sealed, out long error) == null)
                    return error;
            }
            at = until;
        }
        return 0;
    }
}
