using Mm.Frames;
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
                if (pmd.MayHaveHuge && !TryCopyHuge(pmd, child, start, stop, gather.Batch))
                {
                    if (IsHugeTlbAt(start))
                    {
                        return false;
                    }

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

    /// <summary>Copies a huge entry that the range covers as a whole; both sides lose the right to store, and the first writer splits its own and copies
    /// 4 KB.</summary>
    /// <returns>False if there is a huge entry and it could not be copied: it is to be split.</returns>
    private bool TryCopyHuge(PmdTable pmd, PageTable child, ulong start, ulong end, GatherBatch batch)
    {
        if (!IsHuge(start))
        {
            return true;
        }

        if (end - start != Geometry.SpanOf(1) || child.GetOrAllocPmd(start) is not { } childPmd || Pool.Take(0) is not PteTable deposit)
        {
            return false;
        }

        pmd.Lock.Lock();
        childPmd.Lock.LockNested();
        var copied = pmd.Covers(start) && pmd.Get(start).IsHuge && childPmd.Covers(start) && childPmd.Get(start).IsNone;
        if (copied)
        {
            var entry = pmd.Get(start);
            if (!entry.IsSpecial)
            {
                Frames.ShareHuge(entry.Frame);
                child.Rss.Add(new RssDelta { Anon = Frames.IsHugeTlb(entry.Frame) ? 0 : FrameTable.HugeFrames });
            }

            if ((entry.Raw & Pte.WriteBit) != 0)
            {
                entry = entry.WriteProtected;
                pmd.SetHuge(start, entry);
                batch.MustFlush(start, end);
            }

            child.InstallHuge(childPmd, start, entry.Old, deposit);
        }

        childPmd.Lock.Unlock();
        pmd.Lock.Unlock();
        if (!copied)
        {
            Pool.Give(deposit);
        }

        return copied;
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
