using Mm.Frames;
using Mm.Locks;
using Mm.Tlb;

namespace Mm.PageTables;

/// <content>Huge pages: entries of the table above that map 512 frames at once. They are exclusive and anonymous; whoever would share one splits it.</content>
public sealed partial class PageTable
{
    /// <summary>Maps a huge page at an address whose entry is empty.</summary>
    /// <param name="addr">The address, aligned to the huge page.</param>
    /// <param name="protection">What it permits.</param>
    /// <param name="mapping">Number of the anonymous mapping.</param>
    /// <param name="index">Index of its first page in it.</param>
    /// <returns>False if there is no huge frame or no native memory, or something is mapped there: the caller maps small pages.</returns>
    public bool TryMapHuge(ulong addr, PageProtection protection, int mapping, ulong index)
    {
        if (!Geometry.HasHugePages || GetOrAllocPmd(addr) is not { } pmd || Pool.Take(0) is not PteTable deposit)
        {
            return false;
        }

        if (!Frames.TryAllocHuge(out var head))
        {
            Pool.Give(deposit);
            return false;
        }

        Frames.MapNewAnon(head, mapping, index);
        pmd.Lock.Lock();
        var free = pmd.Covers(addr) && pmd.Get(addr).IsNone;
        if (free)
        {
            var entry = Pte.Map(head, protection);
            pmd.InstallHuge(addr, protection.CanWrite ? entry.Dirty : entry.Accessed, deposit);
            Rss.Add(new RssDelta { Anon = FrameTable.HugeFrames });
        }

        pmd.Lock.Unlock();
        if (!free)
        {
            Pool.Give(deposit);
            Frames.Put(head);
        }

        return free;
    }

    /// <summary>Whether a huge page is mapped at an address.</summary>
    /// <param name="addr">The address.</param>
    public bool IsHuge(ulong addr)
    {
        if (WalkPmd(addr) is not { MayHaveHuge: true } pmd)
        {
            return false;
        }

        pmd.Lock.Lock();
        var huge = pmd.Covers(addr) && pmd.Get(addr).IsHuge;
        pmd.Lock.Unlock();
        return huge;
    }

    /// <summary>Turns a huge entry into a table of small ones that maps the same frames. Cannot fail; does nothing if there is no huge entry.</summary>
    /// <param name="pmd">The table with the entry.</param>
    /// <param name="addr">An address in the huge page.</param>
    internal void SplitHuge(PmdTable pmd, ulong addr)
    {
        var start = addr & ~(Geometry.SpanOf(1) - 1);
        pmd.Lock.Lock();
        if (pmd.Covers(addr) && pmd.Get(addr) is { IsHuge: true } huge)
        {
            var table = pmd.ClearHuge(addr);
            Frames.BreakHuge(huge.Frame);

            // The translation of the huge page has to go before small entries can change: a CPU must not see both. Under the lock nobody reads it anew.
            Context.Flush(start, start + Geometry.SpanOf(1));
            table.Lock.LockNested();
            table.Link(addr);
            for (var i = 0; i < FrameTable.HugeFrames; i++)
            {
                table.Set(i, new Pte((huge.Raw & ~(Pte.FrameMask | Pte.HugeBit)) | ((ulong)huge.Frame.Plus(i).Number << Pte.FrameShift)));
            }

            table.Lock.Unlock();
            pmd.SetChild(addr, table);
            CountTables(1);
        }

        pmd.Lock.Unlock();
    }

    /// <summary>Takes out a huge page that lies in the range as a whole; splits one that lies in it in part.</summary>
    private long ZapHuge(PmdTable pmd, ulong start, ulong end, ref MmuGather gather)
    {
        if (end - start != Geometry.SpanOf(1))
        {
            SplitHuge(pmd, start);
            return 0;
        }

        var batch = gather.Batch;
        if (batch.IsNearlyFull)
        {
            gather.Flush();
        }

        PteTable? deposit = null;
        pmd.Lock.Lock();
        if (pmd.Covers(start) && pmd.Get(start) is { IsHuge: true } huge)
        {
            deposit = pmd.ClearHuge(start);
            Frames.Unmap(huge.Frame, huge.Harvest);
            batch.Room[0] = huge.Frame.Number;
            batch.Added(1);
            batch.MustFlush(start, end);
            Rss.Add(new RssDelta { Anon = -FrameTable.HugeFrames });
        }

        pmd.Lock.Unlock();
        if (deposit is null)
        {
            return 0;
        }

        Pool.Give(deposit);
        return FrameTable.HugeFrames;
    }
}
