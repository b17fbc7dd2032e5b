using Mm.Locks;
using Mm.Tlb;

namespace Mm.PageTables;

/// <content>Freeing tables.</content>
public sealed partial class PageTable
{
    /// <summary>Frees the tables that only the range used (<c>free_pgtables</c>): those that map part of it and nothing outside of floor and ceiling.</summary>
    /// <remarks>The caller keeps everybody from mapping between floor and ceiling: a table that has entries all the same is freed with them, and
    /// reported.</remarks>
    /// <param name="start">First address.</param>
    /// <param name="end">First address past the range.</param>
    /// <param name="floor">End of the mapping below.</param>
    /// <param name="ceiling">Start of the mapping above.</param>
    /// <param name="gather">Takes the tables.</param>
    public void FreeTables(ulong start, ulong end, ulong floor, ulong ceiling, ref MmuGather gather)
    {
        end = Math.Min(end, Geometry.AddressLimit);
        if (start < end)
        {
            FreeBelow(_root, start, end, floor, ceiling, gather.Batch);
        }
    }

    private void FreeBelow(DirectoryTable directory, ulong start, ulong end, ulong floor, ulong ceiling, GatherBatch batch)
    {
        var span = Geometry.SpanOf(directory.Level);
        for (var addr = start & ~(span - 1); addr < end; addr += span)
        {
            var child = directory.ChildFor(addr);
            if (child is null)
            {
                continue;
            }

            var (from, to) = (Math.Max(addr, start), Math.Min(addr + span, end));
            if (child is PmdTable pmd)
            {
                FreeBelow(pmd, from, to, floor, ceiling, batch);
            }
            else
            {
                FreeBelow((DirectoryTable)child, from, to, floor, ceiling, batch);
            }

            if (addr >= floor && addr + span <= ceiling)
            {
                FreeDirectory(directory, child, addr, batch);
            }
        }
    }

    private void FreeBelow(PmdTable pmd, ulong start, ulong end, ulong floor, ulong ceiling, GatherBatch batch)
    {
        var span = Geometry.SpanOf(1);
        for (var addr = start & ~(span - 1); addr < end; addr += span)
        {
            if (addr >= floor && addr + span <= ceiling && pmd.ChildFor(addr) is not null)
            {
                FreePages(pmd, addr, batch);
            }
        }
    }

    private void FreePages(PmdTable pmd, ulong addr, GatherBatch batch)
    {
        var live = 0;
        pmd.Lock.Lock();
        var table = pmd.Covers(addr) ? pmd.ChildFor(addr) : null;
        if (table is not null)
        {
            table.Lock.LockNested();
            live = table.Live;
            table.Unlink();
            table.Lock.Unlock();
            pmd.SetChild(addr, null);
            CountTables(-1);
        }

        pmd.Lock.Unlock();
        if (table is null)
        {
            return;
        }

        if (live != 0)
        {
            Pool.Violations.Report(StorageViolation.LiveTableFreed, addr, $"a table of pages with {live} entries");
            table.Wipe();
        }

        batch.MustFlush(addr, addr + Geometry.SpanOf(1));
        batch.Add(table);
    }

    /// <summary>Frees a table of tables if it is empty. One that is not is in use by a neighbour, which is possible only above floor and below ceiling if
    /// somebody maps there.</summary>
    private void FreeDirectory(DirectoryTable directory, TableNode child, ulong addr, GatherBatch batch)
    {
        directory.Lock.Lock();
        child.Lock.LockNested();
        var live = child.Live;
        var free = live == 0 && child.Covers(addr) && directory.Covers(addr);
        if (free)
        {
            child.Unlink();
        }

        child.Lock.Unlock();
        if (free)
        {
            directory.SetChild(addr, null);
            CountTables(-1);
        }

        directory.Lock.Unlock();
        if (free)
        {
            // The flush waits for walks under way, too (MayPermit).
            batch.MustFlush(addr, addr + Geometry.SpanOf(0));
            batch.Add(child);
        }
        else if (live != 0)
        {
            Pool.Violations.Report(StorageViolation.LiveTableFreed, addr, $"a table of level {child.Level} with {live} entries; it stays");
        }
    }
}
