using Mm.Frames;
using Mm.Locks;
using Mm.PageTables;
using Mm.Tlb;

namespace Mm;

/// <summary>Walks over the entries of a range, one table at a time under its lock.</summary>
internal static class PageWalks
{
    /// <summary>The entry for an address; of a huge page the entry of its 4 KB.</summary>
    internal static Pte Get(PageTable tables, ulong addr)
    {
        if (tables.WalkPte(addr) is { } table)
        {
            table.Lock.Lock();
            Pte entry = table.Covers(addr) ? table.Get(table.IndexOf(addr)) : Pte.None;
            table.Lock.Unlock();
            return entry;
        }
        if (tables.WalkPmd(addr) is not { } pmd)
            return Pte.None;
        pmd.Lock.Lock();
        Pte huge = pmd.Covers(addr) ? pmd.Get(addr) : Pte.None;
        pmd.Lock.Unlock();
        return huge.IsHuge ? huge : Pte.None;
    }

    /// <summary>Marks the frame of a writable entry as written to, not the entry.</summary>
    internal static void MarkFrameDirty(PageTable tables, ulong addr)
    {
        if (tables.WalkPte(addr) is not { } table)
            return;
        table.Lock.Lock();
        Pte entry = table.Covers(addr) ? table.Get(table.IndexOf(addr)) : Pte.None;
        if (entry.IsWritable && !entry.IsSpecial)
            tables.Pool.Frames.SetFlags(entry.Frame, FrameFlags.Dirty);
        table.Lock.Unlock();
    }

    /// <summary>Takes the pages of files out of a private mapping's tables and leaves its copies.</summary>
    internal static void ZapFilePages(PageTable tables, ulong start, ulong end, ref MmuGather gather)
    {
        FrameTable frames = tables.Pool.Frames;
        for (ulong at = start; at < end; at = NextTable(tables, at))
        {
            if (tables.WalkPte(at) is not { } table)
                continue;
            ulong last = Math.Min(NextTable(tables, at), end) - 1;
            int behind = table.IndexOf(last) + 1;
            RssDelta rss = default;
            if (gather.Batch.IsNearlyFull)
                gather.Flush();
            table.Lock.Lock();
            for (int i = table.Covers(at) ? table.NextUsed(table.IndexOf(at), behind) : behind; i < behind; i = table.NextUsed(i + 1, behind))
            {
                Pte entry = table.Get(i);
                if (entry.IsMapped && !entry.IsSpecial && (frames.Flags(entry.Frame) & FrameFlags.Anon) == 0)
                    table.Zap(i, i + 1, ZapFlags.None, frames, gather.Batch, ref rss);
            }
            tables.Rss.Add(rss);
            gather.MustFlush(at, last + 1);
            table.Lock.Unlock();
        }
    }

    /// <summary>Marks anonymous pages as free for the taking, and clean, so that a later store is noticed. A page that somebody wrote to from outside, and that
    /// others map too, is left as it is.</summary>
    internal static void MarkLazyFree(PageTable tables, FrameTable frames, ulong start, ulong end, ref MmuGather gather)
    {
        for (ulong at = start; at < end; at = NextTable(tables, at))
        {
            ulong last = Math.Min(NextTable(tables, at), end) - 1;
            if (tables.MarkHugeLazyFree(at, last + 1, ref gather) || tables.WalkPte(at) is not { } table)
                continue;
            int behind = table.IndexOf(last) + 1;
            table.Lock.Lock();
            for (int i = table.Covers(at) ? table.NextUsed(table.IndexOf(at), behind) : behind; i < behind; i = table.NextUsed(i + 1, behind))
            {
                Pte entry = table.Get(i);
                if (!entry.IsMapped || entry.IsSpecial)
                    continue;
                if ((frames.Flags(entry.Frame) & FrameFlags.Dirty) != 0)
                {
                    if (frames.MapCount(entry.Frame) != 1)
                        continue;
                    frames.ClearFlags(entry.Frame, FrameFlags.Dirty);
                }
                frames.SetFlags(entry.Frame, FrameFlags.LazyFree);
                table.Set(i, entry.CleanAndOld);
            }
            gather.MustFlush(at, last + 1);
            table.Lock.Unlock();
        }
    }

    /// <summary>Puts a guard mark into every entry of a range. An entry that a fault fills meanwhile is emptied again.</summary>
    internal static bool InstallGuards(MmStruct mm, ulong start, ulong end)
    {
        PageTable tables = mm.Tables;
        for (ulong at = start; at < end; at = NextTable(tables, at))
        {
            ulong last = Math.Min(NextTable(tables, at), end) - 1;
            while (!MarkTable(mm, at, last, out bool outOfMemory))
            {
                if (outOfMemory)
                    return false;
                MmuGather gather = mm.StartGather();
                mm.Tables.Zap(at, last + 1, ref gather, ZapFlags.KeepMarks);
                gather.Finish();
            }
        }
        return true;
    }

    /// <summary>Takes the guard marks of a range away.</summary>
    internal static void RemoveGuards(PageTable tables, ulong start, ulong end)
    {
        for (ulong at = start; at < end; at = NextTable(tables, at))
        {
            if (tables.WalkPte(at) is not { } table)
                continue;
            int behind = table.IndexOf(Math.Min(NextTable(tables, at), end) - 1) + 1;
            table.Lock.Lock();
            for (int i = table.Covers(at) ? table.NextUsed(table.IndexOf(at), behind) : behind; i < behind; i = table.NextUsed(i + 1, behind))
            {
                if (table.Get(i).IsGuard)
                    table.Set(i, Pte.None);
            }
            table.Lock.Unlock();
        }
    }

    private static bool MarkTable(MmStruct mm, ulong first, ulong last, out bool outOfMemory)
    {
        outOfMemory = false;
        if (mm.Tables.GetOrAllocPte(first) is not { } table)
        {
            outOfMemory = true;
            return false;
        }
        int behind = table.IndexOf(last) + 1;
        table.Lock.Lock();
        bool marked = table.Covers(first);
        for (int i = table.IndexOf(first); marked && i < behind; i++)
        {
            Pte entry = table.Get(i);
            if (entry.IsNone)
                table.Set(i, Pte.Guard);
            else
                marked = entry.IsGuard;
        }
        table.Lock.Unlock();
        return marked;
    }

    private static ulong NextTable(PageTable tables, ulong addr)
    {
        ulong span = tables.Geometry.SpanOf(1);
        return (addr & ~(span - 1)) + span;
    }
}
