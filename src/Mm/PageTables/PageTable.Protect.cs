using Mm.Locks;
using Mm.Tlb;

namespace Mm.PageTables;

/// <content>Changing rights.</content>
public sealed partial class PageTable
{
    /// <summary>Gives the mapped pages of a range other rights (<c>change_protection</c>). In force everywhere once the gather has flushed.</summary>
    /// <param name="start">First address, page-aligned.</param>
    /// <param name="end">First address past the range, page-aligned.</param>
    /// <param name="protection">The new rights; without the right to store for a private mapping, whose pages get it one by one.</param>
    /// <param name="exclusiveWritable">Whether pages with a frame of their own become writable at once: for a private mapping that may be written.</param>
    /// <param name="gather">Takes what has to be flushed.</param>
    /// <returns>Pages changed.</returns>
    public long Protect(ulong start, ulong end, PageProtection protection, bool exclusiveWritable, ref MmuGather gather)
    {
        var pages = 0L;
        end = Math.Min(end, Geometry.AddressLimit);
        while (start < end)
        {
            var pmd = WalkPmd(start, out var spanEnd);
            var pmdStop = Math.Min(spanEnd, end);
            while (pmd is not null && start < pmdStop)
            {
                var stop = Math.Min(EndOfSpan(start, 1), pmdStop);
                pages += ProtectHuge(pmd, start, stop, protection, exclusiveWritable, gather.Batch);
                if (pmd.ChildFor(start) is { } table)
                {
                    pages += ProtectTable(table, start, stop, protection, exclusiveWritable, gather.Batch);
                }

                start = stop;
            }

            start = pmdStop;
        }

        return pages;
    }

    private long ProtectTable(PteTable table, ulong start, ulong end, PageProtection protection, bool exclusiveWritable, GatherBatch batch)
    {
        var changed = 0;
        table.Lock.Lock();
        if (table.Covers(start))
        {
            changed = table.Protect(table.IndexOf(start), table.IndexOf(end - 1) + 1, protection, Frames, exclusiveWritable);
            if (changed != 0)
            {
                batch.MustFlush(start, end);
            }
        }

        table.Lock.Unlock();
        return changed;
    }

    private long ProtectHuge(PmdTable pmd, ulong start, ulong end, PageProtection protection, bool exclusiveWritable, GatherBatch batch)
    {
        if (!pmd.MayHaveHuge)
        {
            return 0;
        }

        if (end - start != Geometry.SpanOf(1))
        {
            SplitHuge(pmd, start);
            return 0;
        }

        var changed = 0;
        pmd.Lock.Lock();
        if (pmd.Covers(start) && pmd.Get(start) is { IsHuge: true } entry)
        {
            var after = entry.With(protection);
            if (entry.IsSpecial)
            {
                after = after.WriteProtected;
            }
            else if (exclusiveWritable && after.IsPresent && Frames.IsExclusive(entry.Frame))
            {
                after = after.Writable;
            }

            if (after != entry)
            {
                pmd.SetHuge(start, after);
                batch.MustFlush(start, end);
                changed = Mm.Frames.FrameTable.HugeFrames;
            }
        }

        pmd.Lock.Unlock();
        return changed;
    }
}
