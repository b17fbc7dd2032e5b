using Mm.Locks;
using Mm.Tlb;

namespace Mm.PageTables;

/// <content>Copying a range to a child, for fork.</content>
public sealed partial class PageTable
{
    /// <summary>Copies the entries of a range to a child's tables (<c>copy_page_range</c>). The caller holds both mmap locks for write and finishes the
    /// gather before it
    /// lets go of them: until the parent's TLBs are flushed it can write to what the child reads.</summary>
    /// <param name="child">The child's tables, in which nobody runs yet.</param>
    /// <param name="start">First address, page-aligned.</param>
    /// <param name="end">First address past the range, page-aligned.</param>
    /// <param name="copyOnWrite">Whether the mapping is private: both sides lose the right to store, and the first writer copies.</param>
    /// <param name="gather">Takes what has to be flushed of the parent.</param>
    /// <returns>False if there was no native memory; the child has a part of the pages then.</returns>
    public bool TryCopyTo(PageTable child, ulong start, ulong end, bool copyOnWrite, ref MmuGather gather)
    {
        ArgumentNullException.ThrowIfNull(child);
        end = Math.Min(end, Geometry.AddressLimit);
        while (start < end)
        {
            var pmd = WalkPmd(start, out var spanEnd);
            var pmdStop = Math.Min(spanEnd, end);
            while (pmd is not null && start < pmdStop)
            {
                var stop = Math.Min(EndOfSpan(start, 1), pmdStop);
                if (pmd.MayHaveHuge)
                {
                    SplitHuge(pmd, start);
                }

                if (pmd.ChildFor(start) is { } table)
                {
                    if (child.GetOrAllocPte(start) is not { } childTable)
                    {
                        return false;
                    }

                    CopyTable(table, child, childTable, start, stop, copyOnWrite, gather.Batch);
                }

                start = stop;
            }

            start = pmdStop;
        }

        return true;
    }

    private void CopyTable(PteTable table, PageTable child, PteTable childTable, ulong start, ulong end, bool copyOnWrite, GatherBatch batch)
    {
        table.Lock.Lock();
        childTable.Lock.LockNested();
        if (table.Covers(start) && childTable.Covers(start))
        {
            var rss = default(RssDelta);
            if (table.CopyTo(table.IndexOf(start), table.IndexOf(end - 1) + 1, childTable, copyOnWrite, Frames, ref rss))
            {
                batch.MustFlush(start, end);
            }

            child.Rss.Add(rss);
        }

        childTable.Lock.Unlock();
        table.Lock.Unlock();
    }
}
