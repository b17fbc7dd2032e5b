using Mm.Frames;
using Mm.Locks;
using Mm.Tlb;

namespace Mm.PageTables;

/// <content>Huge pages: entries of the table above that map 512 frames at once. They are anonymous, or the huge zero page.</content>
public sealed partial class PageTable
{
    private bool _hasHuge;

    /// <summary>Whether there ever was a huge page, so that a fault must look for one.</summary>
    /// <remarks>Pairs with the store in InstallHuge. A fault that does not see it meets the huge entry in the walk for its small one, which splits it: right,
    /// and no more than a huge page less.</remarks>
    internal bool HasHuge => Volatile.Read(ref _hasHuge);

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
            InstallHuge(pmd, addr, protection.CanWrite ? entry.Dirty : entry.Accessed, deposit);
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

    /// <summary>Maps the huge zero page at an address whose entry is empty.</summary>
    /// <param name="addr">The address, aligned to the huge page.</param>
    /// <param name="protection">What it permits; never a store.</param>
    /// <returns>False if there is no huge zero page or no native memory, or something is mapped there: the caller maps small pages.</returns>
    public bool TryMapHugeZero(ulong addr, PageProtection protection)
    {
        if (!Geometry.HasHugePages || !Frames.TryGetHugeZero(out var zero) || GetOrAllocPmd(addr) is not { } pmd || Pool.Take(0) is not PteTable deposit)
        {
            return false;
        }

        pmd.Lock.Lock();
        var free = pmd.Covers(addr) && pmd.Get(addr).IsNone;
        if (free)
        {
            InstallHuge(pmd, addr, Pte.MapSpecial(zero, protection).Accessed, deposit);
        }

        pmd.Lock.Unlock();
        if (!free)
        {
            Pool.Give(deposit);
        }

        return free;
    }

    /// <summary>The first store to the huge zero page: a huge page of the mapping's own takes its place.</summary>
    /// <param name="addr">An address in it.</param>
    /// <param name="protection">What the new page permits.</param>
    /// <param name="mapping">Number of the anonymous mapping.</param>
    /// <param name="index">Index of its first page in it.</param>
    /// <returns>False if there is no huge frame, or something else is mapped there: the caller splits and copies small pages.</returns>
    public bool TryReplaceHugeZero(ulong addr, PageProtection protection, int mapping, ulong index)
    {
        if (WalkPmd(addr) is not { } pmd || !Frames.TryAllocHuge(out var head))
        {
            return false;
        }

        Frames.MapNewAnon(head, mapping, index);
        var start = addr & ~(Geometry.SpanOf(1) - 1);
        pmd.Lock.Lock();
        var replaced = pmd.Covers(addr) && pmd.Get(addr) is { IsHuge: true, IsSpecial: true };
        if (replaced)
        {
            // Under the lock nobody reads the entry anew; no CPU may read zeros through the old one once the new one can be written.
            Context.Flush(start, start + Geometry.SpanOf(1));
            pmd.SetHuge(addr, Pte.Map(head, protection).Dirty);
            Rss.Add(new RssDelta { Anon = FrameTable.HugeFrames });
        }

        pmd.Lock.Unlock();
        if (!replaced)
        {
            Frames.Put(head);
        }

        return replaced;
    }

    /// <summary>The huge entry that maps an address; the empty entry if there is none.</summary>
    /// <param name="addr">The address.</param>
    public Pte GetHuge(ulong addr)
    {
        if (WalkPmd(addr) is not { MayHaveHuge: true } pmd)
        {
            return Pte.None;
        }

        pmd.Lock.Lock();
        var entry = pmd.Covers(addr) ? pmd.Get(addr) : Pte.None;
        pmd.Lock.Unlock();
        return entry.IsHuge ? entry : Pte.None;
    }

    /// <summary>Whether a huge page is mapped at an address.</summary>
    /// <param name="addr">The address.</param>
    public bool IsHuge(ulong addr) => GetHuge(addr).IsHuge;

    /// <summary>Splits a huge page that reaches across an address, if there is one (<c>split_huge_pmd_if_needed</c>): a mapping is about to end there.</summary>
    /// <param name="addr">The address.</param>
    public void SplitHugeAcross(ulong addr)
    {
        if ((addr & (Geometry.SpanOf(1) - 1)) != 0 && WalkPmd(addr) is { MayHaveHuge: true } pmd)
        {
            SplitHuge(pmd, addr);
        }
    }

    /// <summary>Turns a huge entry into a table of small ones that maps the same frames. Cannot fail; does nothing if there is no huge entry, or one of
    /// hugetlbfs, which its users never split.</summary>
    /// <param name="pmd">The table with the entry.</param>
    /// <param name="addr">An address in the huge page.</param>
    internal void SplitHuge(PmdTable pmd, ulong addr)
    {
        var start = addr & ~(Geometry.SpanOf(1) - 1);
        pmd.Lock.Lock();
        if (pmd.Covers(addr) && pmd.Get(addr) is { IsHuge: true } huge && (huge.IsSpecial || !Frames.IsHugeTlb(huge.Frame)))
        {
            var table = pmd.ClearHuge(addr);
            if (!huge.IsSpecial)
            {
                Frames.BreakShared(huge.Frame);
            }

            // The translation of the huge page has to go before small entries can change: a CPU must not see both. Under the lock nobody reads it anew.
            Context.Flush(start, start + Geometry.SpanOf(1));
            table.Lock.LockNested();
            table.Link(addr);
            for (var i = 0; i < FrameTable.HugeFrames; i++)
            {
                var frame = huge.IsSpecial ? Frames.ZeroPfn : huge.Frame.Plus(i);
                table.Set(i, new Pte((huge.Raw & ~(Pte.FrameMask | Pte.HugeBit)) | ((ulong)frame.Number << Pte.FrameShift)));
            }

            table.Lock.Unlock();
            pmd.SetChild(addr, table);
            CountTables(1);
        }

        pmd.Lock.Unlock();
    }

    /// <summary>Marks a huge page that the range covers as a whole as free for the taking, and clean; splits one that it covers in part.</summary>
    /// <returns>Whether there is a huge page, and it was dealt with.</returns>
    internal bool MarkHugeLazyFree(ulong start, ulong end, ref MmuGather gather)
    {
        if (WalkPmd(start) is not { MayHaveHuge: true } pmd)
        {
            return false;
        }

        if (end - start != Geometry.SpanOf(1))
        {
            SplitHuge(pmd, start);
            return false;
        }

        pmd.Lock.Lock();
        var huge = pmd.Covers(start) ? pmd.Get(start) : Pte.None;
        if (huge is { IsHuge: true, IsSpecial: false } && Frames.IsWhole(huge.Frame))
        {
            Frames.ClearFlags(huge.Frame, FrameFlags.Dirty);
            Frames.SetFlags(huge.Frame, FrameFlags.LazyFree);
            pmd.SetHuge(start, huge.CleanAndOld);
            gather.Batch.MustFlush(start, end);
        }

        pmd.Lock.Unlock();
        return huge.IsHuge;
    }

    [RequiresWrite("pmd.Lock")]
    private void InstallHuge(PmdTable pmd, ulong addr, Pte entry, PteTable deposit)
    {
        // Pairs with the load in HasHuge.
        Volatile.Write(ref _hasHuge, true);
        pmd.InstallHuge(addr, entry, deposit);
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
            UnmapHuge(huge, batch);
            batch.MustFlush(start, end);
        }

        pmd.Lock.Unlock();
        if (deposit is null)
        {
            return 0;
        }

        Pool.Give(deposit);
        return FrameTable.HugeFrames;
    }

    /// <summary>Counts the frames of a huge entry out that was cleared under its table's lock, and gathers them: as one if nobody shares them.</summary>
    private void UnmapHuge(Pte huge, GatherBatch batch)
    {
        if (huge.IsSpecial)
        {
            return;
        }

        var room = batch.Room;
        var pooled = Frames.IsHugeTlb(huge.Frame);
        if (!pooled)
        {
            Rss.Add(new RssDelta { Anon = -FrameTable.HugeFrames });
        }

        if (pooled || Frames.IsWhole(huge.Frame))
        {
            Frames.Unmap(huge.Frame, huge.Harvest);
            room[0] = huge.Frame.Number;
            batch.Added(1);
            return;
        }

        Frames.BreakShared(huge.Frame);
        for (var i = 0; i < FrameTable.HugeFrames; i++)
        {
            var frame = huge.Frame.Plus(i);
            Frames.Unmap(frame, huge.Harvest);
            room[i] = frame.Number;
        }

        batch.Added(FrameTable.HugeFrames);
    }
}
