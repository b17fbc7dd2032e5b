using Mm.Frames;
using Mm.Locks;
using Mm.PageTables;

namespace Mm.Proc;

/// <summary>The entries of <c>/proc/pid/pagemap</c>.</summary>
internal static class Pagemap
{
    private const ulong Present = 1UL << 63;
    private const ulong FileOrShared = 1UL << 61;
    private const ulong GuardRegion = 1UL << 58;
    private const ulong MappedOnce = 1UL << 56;

    /// <summary>Fills in an entry for each page from an address on; pages beyond the task size read as zero.</summary>
    [Excludes("mm.MmapLock")]
    internal static void Read(MmStruct mm, ulong start, Span<ulong> entries)
    {
        entries.Clear();
        if (start >= PageMath.TaskSize)
            return;
        ulong end = start + Math.Min((ulong)entries.Length << PageMath.Shift, PageMath.TaskSize - start);
        if (mm.Protocol.BeginRead(mm, start, end) != 0)
            return;
        for (ulong at = start; mm.FindIntersection(at, end) is { } vma; at = vma.End)
        {
            ulong until = Math.Min(vma.End, end);
            for (ulong page = Math.Max(at, vma.Start); page < until; page += PageMath.Size)
                entries[(int)PageMath.Pages(page - start)] = Entry(mm.System.Frames, PageWalks.Get(mm.Tables, page), page);
        }
        mm.MmapLock.ReadUnlock();
    }

    private static ulong Entry(FrameTable frames, Pte pte, ulong addr)
    {
        if (pte.IsGuard)
            return GuardRegion;
        if (!pte.IsMapped)
            return 0;
        ulong number = (uint)pte.Frame.Number;
        if (pte.IsHuge)
            number += PageMath.Pages(addr) % FrameTable.HugeFrames;
        ulong entry = Present | number;
        if (pte.IsSpecial)
            return entry;
        if ((frames.Flags(pte.Frame) & FrameFlags.Anon) == 0)
            entry |= FileOrShared;
        if (frames.MapCount(pte.Frame) == 1)
            entry |= MappedOnce;
        return entry;
    }
}
