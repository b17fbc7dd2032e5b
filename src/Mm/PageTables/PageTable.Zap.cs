using Mm.Locks;
using Mm.Tlb;

namespace Mm.PageTables;

/// <content>Taking pages out.</content>
public sealed partial class PageTable
{
    /// <summary>Takes the pages of a range out of the tables (<c>unmap_page_range</c>). Their frames are free once the gather has flushed.</summary>
    /// <param name="start">First address, page-aligned.</param>
    /// <param name="end">First address past the range, page-aligned.</param>
    /// <param name="gather">Takes the frames.</param>
    /// <param name="flags">What to leave.</param>
    /// <returns>Pages that were mapped.</returns>
    public long Zap(ulong start, ulong end, ref MmuGather gather, ZapFlags flags = ZapFlags.None)
    {
        var pages = 0L;
        end = Math.Min(end, Geometry.AddressLimit);
        while (start < end)
        {
            var pmd = WalkPmd(start, out var spanEnd);
            var stop = Math.Min(spanEnd, end);
            if (pmd is not null)
            {
                pages += ZapPmd(pmd, start, stop, ref gather, flags);
            }

            start = stop;
        }

        return pages;
    }

    private long ZapPmd(PmdTable pmd, ulong start, ulong end, ref MmuGather gather, ZapFlags flags)
    {
        var pages = 0L;
        while (start < end)
        {
            var stop = Math.Min(EndOfSpan(start, 1), end);
            if (pmd.MayHaveHuge)
            {
                pages += ZapHuge(pmd, start, stop, ref gather);
            }

            if (pmd.ChildFor(start) is { } table)
            {
                pages += ZapTable(table, start, stop, ref gather, flags);
            }

            start = stop;
        }

        return pages;
    }

    private long ZapTable(PteTable table, ulong start, ulong end, ref MmuGather gather, ZapFlags flags)
    {
        var batch = gather.Batch;
        if (batch.IsNearlyFull)
        {
            gather.Flush();
        }

        var pages = 0;
        table.Lock.Lock();
        if (table.Covers(start))
        {
            var rss = default(RssDelta);
            pages = table.Zap(table.IndexOf(start), table.IndexOf(end - 1) + 1, flags, Frames, batch, ref rss);
            Rss.Add(rss);
            if (pages != 0)
            {
                batch.MustFlush(start, end);
            }
        }

        table.Lock.Unlock();
        return pages;
    }
}
