using System.Runtime.CompilerServices;
using Mm.Frames;
using Mm.Locks;
using Mm.Tlb;

namespace Mm.PageTables;

/// <content>Making huge pages of small ones (<c>collapse_huge_page</c>).</content>
public sealed partial class PageTable
{
    /// <summary>Replaces the small pages of 2 MB by a huge one with the same bytes. The caller keeps faults and reverse mapping out, and finishes the gather
    /// before it lets them in.</summary>
    /// <param name="start">First address, aligned to the huge page.</param>
    /// <param name="protection">What the huge page permits.</param>
    /// <param name="mapping">Number of the anonymous mapping.</param>
    /// <param name="index">Index of its first page in it.</param>
    /// <param name="fillsHoles">Whether pages that are not there may become zeros.</param>
    /// <param name="gather">Takes the small pages and their table.</param>
    [SkipLocalsInit]
    internal CollapseResult TryCollapse(ulong start, PageProtection protection, int mapping, ulong index, bool fillsHoles, ref MmuGather gather)
    {
        if (IsHuge(start))
        {
            return CollapseResult.Done;
        }

        if (WalkPmd(start) is not { } pmd || pmd.ChildFor(start) is not { } table)
        {
            return CollapseResult.Unsuitable;
        }

        if (Pool.Take(0) is not PteTable deposit)
        {
            return CollapseResult.OutOfMemory;
        }

        if (!Frames.TryAllocHuge(out var head))
        {
            Pool.Give(deposit);
            return CollapseResult.OutOfMemory;
        }

        if (gather.Batch.IsNearlyFull)
        {
            gather.Flush();
        }

        Span<ulong> old = stackalloc ulong[FrameTable.HugeFrames];
        pmd.Lock.Lock();
        table.Lock.LockNested();
        var result = table.Covers(start) ? CheckCollapse(table, fillsHoles) : CollapseResult.Unsuitable;
        if (result == CollapseResult.Done)
        {
            for (var i = 0; i < FrameTable.HugeFrames; i++)
            {
                old[i] = table.Clear(i).Raw;
            }

            // No CPU may write to the small pages while they are copied.
            Context.Flush(start, start + Geometry.SpanOf(1));
            if (TryCopyFrames(old, head))
            {
                Retire(table, old, gather.Batch);
                pmd.SetChild(start, null);
                Frames.MapNewAnon(head, mapping, index);
                InstallHuge(pmd, start, Pte.Map(head, protection).Dirty, deposit);
                Rss.Add(new RssDelta { Anon = FrameTable.HugeFrames });
            }
            else
            {
                for (var i = 0; i < FrameTable.HugeFrames; i++)
                {
                    table.Set(i, new Pte(old[i]));
                }

                result = CollapseResult.OutOfMemory;
            }
        }

        table.Lock.Unlock();
        pmd.Lock.Unlock();
        if (result != CollapseResult.Done)
        {
            Pool.Give(deposit);
            Frames.Put(head);
        }

        return result;
    }

    [RequiresRead("table.Lock")]
    private CollapseResult CheckCollapse(PteTable table, bool fillsHoles)
    {
        if (table.Live == 0)
        {
            return CollapseResult.Unsuitable;
        }

        for (var i = 0; i < FrameTable.HugeFrames; i++)
        {
            var entry = table.Get(i);
            if (entry.IsNone || entry.IsSpecial)
            {
                if (!fillsHoles)
                {
                    return CollapseResult.Unsuitable;
                }
            }
            else if (!entry.IsMapped || (Frames.Flags(entry.Frame) & FrameFlags.Anon) == 0)
            {
                return CollapseResult.Unsuitable;
            }
            else if (Frames.RefCount(entry.Frame) != Frames.MapCount(entry.Frame))
            {
                return CollapseResult.Busy;
            }
        }

        return CollapseResult.Done;
    }

    private bool TryCopyFrames(ReadOnlySpan<ulong> entries, Pfn head)
    {
        for (var i = 0; i < entries.Length; i++)
        {
            var entry = new Pte(entries[i]);
            if (entry.IsMapped && !entry.IsSpecial && !Frames.TryCopyContent(entry.Frame, head.Plus(i)))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Hands the emptied table and the frames that it mapped to the gather.</summary>
    [RequiresWrite("table.Lock")]
    private void Retire(PteTable table, ReadOnlySpan<ulong> entries, GatherBatch batch)
    {
        var room = batch.Room;
        var count = 0;
        foreach (var raw in entries)
        {
            var entry = new Pte(raw);
            if (entry.IsMapped && !entry.IsSpecial)
            {
                Frames.Unmap(entry.Frame, entry.Harvest);
                room[count++] = entry.Frame.Number;
            }
        }

        batch.Added(count);
        Rss.Add(new RssDelta { Anon = -count });
        table.Unlink();
        CountTables(-1);
        batch.Add(table);
    }
}
