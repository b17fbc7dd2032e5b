using Mm.Files;
using Mm.Locks;

namespace Mm.Operations;

/// <summary>mincore.</summary>
internal static class MincoreOperation
{
    /// <summary>Pages answered under one hold of the lock.</summary>
    private const ulong Batch = 4096;

    /// <summary>The system call. A hole ends it; what was answered before it stays.</summary>
    [Excludes("mm.MmapLock")]
    internal static long Run(MmStruct mm, ulong start, ulong length, Span<byte> vec)
    {
        if (!PageMath.IsAligned(start))
            return -Errno.EINVAL;
        if (unchecked(start + length) < start || start + length > PageMath.TaskSize)
            return -Errno.ENOMEM;
        ulong pages = PageMath.Pages(PageMath.Up(length));
        if (pages > (ulong)vec.Length)
            return -Errno.EFAULT;
        for (ulong done = 0; done < pages;)
        {
            ulong count = Math.Min(Batch, pages - done);
            ulong at = start + (done << PageMath.Shift);
            int interrupted = mm.Protocol.BeginRead(mm, at, at + (count << PageMath.Shift));
            if (interrupted != 0)
                return interrupted;
            long answered = Answer(mm, at, vec.Slice((int)done, (int)count));
            mm.MmapLock.ReadUnlock();
            if (answered < 0)
                return answered;
            done += (ulong)answered;
        }
        return 0;
    }

    /// <summary>Answers for the pages of the first mapping: how many there were, or -ENOMEM if there is none.</summary>
    [RequiresRead("mm.MmapLock")]
    private static long Answer(MmStruct mm, ulong start, Span<byte> vec)
    {
        Vma? vma = mm.LookupVma(start);
        if (vma == null)
            return -Errno.ENOMEM;
        ulong end = Math.Min(vma.End, start + ((ulong)vec.Length << PageMath.Shift));
        int count = (int)PageMath.Pages(end - start);
        MmFile? file = vma.MappedFile;
        for (int i = 0; i < count; i++)
        {
            ulong addr = start + ((ulong)i << PageMath.Shift);
            bool resident = mm.IsPresent(vma, addr)
                || (file is { Device: null } && file.Mapping.IsCached(vma.PgOff + PageMath.Pages(addr - vma.Start)));
            vec[i] = resident ? (byte)1 : (byte)0;
        }
        return count;
    }
}
