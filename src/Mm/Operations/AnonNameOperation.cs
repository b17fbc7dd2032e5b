using Mm.Locks;
using Mm.Merging;

namespace Mm.Operations;

/// <summary>prctl(PR_SET_VMA, PR_SET_VMA_ANON_NAME): names ranges of anonymous memory, which splits mappings and stops merges.</summary>
internal static class AnonNameOperation
{
    private const int MaxLength = 80;

    /// <summary>The call.</summary>
    [Excludes("mm.MmapLock")]
    internal static long Run(MmStruct mm, ulong start, ulong length, string? name)
    {
        if (!mm.System.Options.AnonVmaNames || (name != null && !IsValid(name)) || !PageMath.IsAligned(start))
            return -Errno.EINVAL;
        ulong rounded = PageMath.Up(length);
        ulong end = unchecked(start + rounded);
        if (length != 0 && rounded == 0)
            return -Errno.EINVAL;
        if (end < start)
            return -Errno.EINVAL;
        if (end == start)
            return 0;
        int interrupted = mm.Protocol.BeginWrite(mm, start, end);
        if (interrupted != 0)
            return interrupted;
        long result = Apply(mm, start, end, name);
        mm.MmapLock.WriteUnlock();
        return result;
    }

    [RequiresWrite("mm.MmapLock")]
    private static long Apply(MmStruct mm, ulong start, ulong end, string? name)
    {
        long hole = 0;
        for (ulong at = start; at < end;)
        {
            Vma? vma = MadviseWalk.Next(mm, ref at, end, ref hole);
            if (vma == null)
                return -Errno.ENOMEM;
            if (vma.MappedFile is { Mapping.IsShmem: false })
                return -Errno.EBADF;
            ulong until = Math.Min(vma.End, end);
            if (vma.AnonName != name)
            {
                Vma? prev = at > vma.Start ? vma : mm.PreviousVma(vma.Start);
                MergeProposal proposal = new(at, until, vma.PgOff + PageMath.Pages(at - vma.Start), vma.Flags, vma.MappedFile, name, vma.Userfaultfd);
                Vma? named = VmaMerger.Modify(mm, in proposal, prev, vma, out long error);
                if (named == null)
                    return error;
                named.StartWrite();
                named.AnonName = name;
            }
            at = until;
        }
        return hole;
    }

    /// <summary>Printable, without the characters that have a meaning in maps, and short enough.</summary>
    private static bool IsValid(string name)
    {
        if (name.Length >= MaxLength)
            return false;
        foreach (char c in name)
        {
            if (c is < ' ' or > '~' or '\\' or '`' or '$' or '[' or ']')
                return false;
        }
        return true;
    }
}
