using Mm.Frames;
using Mm.Locks;
using Mm.Tlb;

namespace Mm.PageTables;

/// <summary>Tables that have been taken out of an address space with all that is below them: only their collector reaches them.</summary>
public sealed class CollectedTables
{
    internal List<(ulong Base, PmdTable Table)> Tables { get; } = [];

    /// <summary>Whether nothing was collected.</summary>
    public bool IsEmpty => Tables.Count == 0;
}

/// <content>Taking whole tables out, to be emptied later without any lock of the mapping.</content>
public sealed partial class PageTable
{
    /// <summary>Unlinks every table above tables of pages that lies in the range as a whole. When it returns, no CPU uses a translation through them and no walk is under way
    /// in them; their pages are still counted.</summary>
    /// <remarks>The caller holds the mmap lock for write, and nothing is mapped in the range any more.</remarks>
    /// <param name="start">First address.</param>
    /// <param name="end">First address past the range.</param>
    [return: Isolated]
    public CollectedTables Collect(ulong start, ulong end)
    {
        var span = Geometry.SpanOf(2);
        var collected = new CollectedTables();
        for (var addr = (start + span - 1) & ~(span - 1); addr < end && end - addr >= span;)
        {
            if (WalkPmd(addr, out var spanEnd) is { } pmd && TryUnlink(pmd, addr))
            {
                collected.Tables.Add((addr, pmd));
            }

            addr = Math.Max(addr + span, spanEnd & ~(span - 1));
        }

        if (!collected.IsEmpty)
        {
            // Walks that found a table before it was unlinked could fill a TLB after the flush; so they are waited for first.
            Pool.Rcu.Synchronize();
            Context.Flush(start, end);
        }

        return collected;
    }

    /// <summary>Empties collected tables and frees them and their pages.</summary>
    /// <param name="collected">What <see cref="Collect"/> gave.</param>
    public void FreeCollected([Isolated, Consumes] CollectedTables collected)
    {
        ArgumentNullException.ThrowIfNull(collected);
        var gather = new MmuGather(this);
        foreach (var (start, pmd) in collected.Tables)
        {
            EmptyPmd(pmd, start, ref gather);
            gather.Batch.Add(pmd);
            CountTables(-1);
        }

        gather.Finish();
    }

    private bool TryUnlink(PmdTable pmd, ulong addr)
    {
        TableNode? node = _root;
        for (var level = Geometry.Levels - 1; level > 2 && node is not null; level--)
        {
            node = ((DirectoryTable)node).ChildFor(addr);
        }

        if (node is not DirectoryTable directory)
        {
            return false;
        }

        directory.Lock.Lock();
        var linked = directory.Covers(addr) && ReferenceEquals(directory.ChildFor(addr), pmd);
        if (linked)
        {
            pmd.Lock.LockNested();
            pmd.Unlink();
            pmd.Lock.Unlock();
            directory.SetChild(addr, null);
        }

        directory.Lock.Unlock();
        return linked;
    }

    private void EmptyPmd(PmdTable pmd, ulong start, ref MmuGather gather)
    {
        var step = Geometry.SpanOf(1);
        for (var i = 0; i < Geometry.Entries; i++)
        {
            var addr = start + ((ulong)i * step);
            if (gather.Batch.IsNearlyFull)
            {
                gather.Flush();
            }

            var batch = gather.Batch;
            if (pmd.ChildFor(addr) is { } table)
            {
                var rss = default(RssDelta);
                table.Lock.Lock();
                table.Zap(0, Geometry.Entries, ZapFlags.None, Frames, batch, ref rss);
                table.Unlink();
                table.Lock.Unlock();
                Rss.Add(rss);
                pmd.Lock.Lock();
                pmd.SetChild(addr, null);
                pmd.Lock.Unlock();
                batch.Add(table);
                CountTables(-1);
            }
            else if (pmd.MayHaveHuge)
            {
                FreeCollectedHuge(pmd, addr, batch);
            }
        }
    }

    private void FreeCollectedHuge(PmdTable pmd, ulong addr, GatherBatch batch)
    {
        PteTable? deposit = null;
        pmd.Lock.Lock();
        if (pmd.Get(addr) is { IsHuge: true } huge)
        {
            deposit = pmd.ClearHuge(addr);
            UnmapHuge(huge, batch);
        }

        pmd.Lock.Unlock();
        if (deposit is not null)
        {
            Pool.Give(deposit);
        }
    }
}
