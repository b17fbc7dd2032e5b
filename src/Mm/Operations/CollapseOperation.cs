using Mm.Faults;
using Mm.Locks;
using Mm.PageTables;
using Mm.ReverseMap;
using Mm.Tlb;

namespace Mm.Operations;

/// <summary>madvise(MADV_COLLAPSE): huge pages in place of small ones, whatever the machine's mode (<c>madvise_collapse</c>).</summary>
/// <remarks>Each 2 MB is a step of its own under the mmap lock for write; between two the lock is free, and the mapping is looked up anew.</remarks>
internal static class CollapseOperation
{
    /// <summary>The advice.</summary>
    [Excludes("mm.MmapLock")]
    internal static long Run(MmStruct mm, ulong start, ulong end)
    {
        long hole = 0;
        for (ulong at = start; at < end;)
        {
            int interrupted = mm.Protocol.BeginRead(mm, at, end);
            if (interrupted != 0)
                return interrupted;
            long error = Examine(mm, ref at, end, ref hole, out ulong first, out ulong behind);
            mm.MmapLock.ReadUnlock();
            if (error == 0)
                error = CollapseAll(mm, first, behind);
            if (error != 0)
                return error;
        }
        return hole;
    }

    /// <summary>The huge pages of the next mapping's part of the range. A part without a whole one is an error, unless it begins with one.</summary>
    [RequiresRead("mm.MmapLock")]
    private static long Examine(MmStruct mm, ref ulong at, ulong end, ref long hole, out ulong first, out ulong behind)
    {
        first = behind = 0;
        Vma? vma = MadviseWalk.Next(mm, ref at, end, ref hole);
        if (vma == null)
            return -Errno.ENOMEM;
        ulong until = Math.Min(vma.End, end);
        bool anonymous = vma.MappedFile == null;
        if (anonymous ? !HugePageRules.AllowsCollapse(mm, vma) : (vma.Flags & (VmFlags.Special | VmFlags.HugeTlb | VmFlags.NoHugePage)) != 0)
            return -Errno.EINVAL;
        if (anonymous)
        {
            first = (at + PageMath.HugeSize - 1) & ~(PageMath.HugeSize - 1);
            behind = until & ~(PageMath.HugeSize - 1);
        }
        at = until;
        return first > behind ? -Errno.EINVAL : 0;
    }

    [Excludes("mm.MmapLock")]
    private static long CollapseAll(MmStruct mm, ulong first, ulong behind)
    {
        long busy = 0;
        for (ulong at = first; at < behind; at += PageMath.HugeSize)
        {
            int interrupted = mm.Protocol.BeginWrite(mm, at, at + PageMath.HugeSize);
            if (interrupted != 0)
                return interrupted;
            CollapseResult result = CollapseOne(mm, at);
            mm.MmapLock.WriteUnlock();
            switch (result)
            {
                case CollapseResult.Done:
                    break;
                case CollapseResult.Busy:
                    busy = -Errno.EAGAIN;
                    break;
                case CollapseResult.OutOfMemory:
                    return -Errno.ENOMEM;
                default:
                    return -Errno.EINVAL;
            }
        }
        return busy;
    }

    [RequiresWrite("mm.MmapLock")]
    private static CollapseResult CollapseOne(MmStruct mm, ulong start)
    {
        Vma? vma = mm.LookupVma(start);
        if (vma == null || !HugePageRules.AllowsCollapse(mm, vma) || !HugePageRules.Fits(mm, vma, start))
            return CollapseResult.Unsuitable;
        AnonVma? anon = vma.AnonVma;
        if (anon == null)
            return CollapseResult.Unsuitable;

        // Faults must not bring in a page, and reverse mapping must not look for one, while there is neither the small ones nor the huge one.
        vma.StartWrite();
        MmuGather gather = mm.StartGather();
        CollapseResult result;
        using (anon.Lock.Write())
        {
            PageProtection protection = FaultHandler.ProtectionFor(vma.Flags, writable: true);
            ulong index = vma.PgOff + PageMath.Pages(start - vma.Start);
            result = mm.Tables.TryCollapse(start, protection, anon.Id, index, fillsHoles: vma.Userfaultfd == null, ref gather);
        }
        gather.Finish();
        return result;
    }
}
