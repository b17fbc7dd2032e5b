using Mm.Files;
using Mm.Frames;
using Mm.Locks;
using Mm.PageTables;

namespace Mm.Proc;

/// <summary>What smaps says of the pages of one mapping, in bytes.</summary>
internal struct SmapsFigures
{
    internal ulong Rss;
    internal ulong Pss;
    internal ulong PssDirty;
    internal ulong SharedClean;
    internal ulong SharedDirty;
    internal ulong PrivateClean;
    internal ulong PrivateDirty;
    internal ulong Referenced;
    internal ulong Anonymous;
    internal ulong LazyFree;
    internal ulong AnonHuge;
    internal ulong Locked;
    internal ulong SharedHugetlb;
    internal ulong PrivateHugetlb;

    /// <summary>Walks the page tables of a mapping.</summary>
    [RequiresRead("mm.MmapLock")]
    internal static SmapsFigures Of(MmStruct mm, [OwnedBy("mm")] Vma vma)
    {
        SmapsFigures figures = default;
        FrameTable frames = mm.System.Frames;
        ulong span = mm.Tables.Geometry.SpanOf(1);
        bool locked = (vma.Flags & VmFlags.Locked) != 0;
        ulong end = vma.End;
        for (ulong at = vma.Start; at < end; at = (at & ~(span - 1)) + span)
        {
            ulong stop = Math.Min((at & ~(span - 1)) + span, end);
            if (mm.Tables.WalkPte(at) is { } table)
                figures.AddTable(table, frames, at, stop, locked);
            else if (PageWalks.Get(mm.Tables, at) is { IsHuge: true } huge)
                figures.AddHuge(frames, huge, stop - at, locked);
        }
        return figures;
    }

    private void AddTable(PteTable table, FrameTable frames, ulong start, ulong end, bool locked)
    {
        int behind = table.IndexOf(end - 1) + 1;
        table.Lock.Lock();
        for (int i = table.Covers(start) ? table.NextUsed(table.IndexOf(start), behind) : behind; i < behind; i = table.NextUsed(i + 1, behind))
        {
            Pte entry = table.Get(i);
            if (entry.IsMapped && !entry.IsSpecial)
                Add(entry, frames.Flags(entry.Frame), Math.Max(1, frames.MapCount(entry.Frame)), PageMath.Size, locked);
        }
        table.Lock.Unlock();
    }

    private void AddHuge(FrameTable frames, Pte huge, ulong bytes, bool locked)
    {
        if (huge.IsSpecial)
            return;
        if (frames.IsHugeTlb(huge.Frame))
        {
            // Not part of the resident set.
            if (frames.MapCount(huge.Frame) > 1)
                SharedHugetlb += bytes;
            else
                PrivateHugetlb += bytes;
            return;
        }
        AnonHuge += bytes;
        Add(huge, frames.Flags(huge.Frame), 1, bytes, locked);
    }

    private void Add(Pte entry, FrameFlags flags, int mapCount, ulong bytes, bool locked)
    {
        bool dirty = entry.IsDirty || (flags & FrameFlags.Dirty) != 0;
        Rss += bytes;
        if ((flags & FrameFlags.Anon) != 0)
        {
            Anonymous += bytes;
            if ((flags & FrameFlags.LazyFree) != 0 && !dirty)
                LazyFree += bytes;
        }
        if (entry.IsAccessed || (flags & FrameFlags.Referenced) != 0)
            Referenced += bytes;
        ulong share = bytes / (ulong)mapCount;
        Pss += share;
        if (dirty)
            PssDirty += share;
        if (locked)
            Locked += share;
        if (mapCount > 1)
        {
            if (dirty)
                SharedDirty += bytes;
            else
                SharedClean += bytes;
        }
        else if (dirty)
        {
            PrivateDirty += bytes;
        }
        else
        {
            PrivateClean += bytes;
        }
    }
}
