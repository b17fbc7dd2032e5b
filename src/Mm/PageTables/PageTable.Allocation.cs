using Mm.Locks;

namespace Mm.PageTables;

/// <content>Making tables.</content>
public sealed partial class PageTable
{
    /// <summary>The table of pages for an address, made if it is missing. A huge page there is split into it. The caller's lock keeps the mapping.</summary>
    /// <param name="addr">The address.</param>
    /// <returns>Null if there is no native memory; nothing has changed for the program then.</returns>
    public PteTable? GetOrAllocPte(ulong addr)
    {
        while (GetOrAllocPmd(addr) is { } pmd)
        {
            if (pmd.ChildFor(addr) is { } found)
            {
                return found;
            }

            if (pmd.MayHaveHuge)
            {
                SplitHuge(pmd, addr);
                if (pmd.ChildFor(addr) is { } split)
                {
                    return split;
                }

                if (IsHugeTlbAt(addr))
                {
                    return null;
                }
            }

            if (Pool.Take(0) is not PteTable table)
            {
                return null;
            }

            if (TryLink(pmd, table, addr))
            {
                return table;
            }

            Pool.Give(table);
        }

        return null;
    }

    /// <summary>The table above the tables of pages, made if it is missing.</summary>
    /// <param name="addr">The address.</param>
    /// <returns>Null if there is no native memory, or the tables cannot map the address.</returns>
    public PmdTable? GetOrAllocPmd(ulong addr)
    {
        if (addr >= Geometry.AddressLimit)
        {
            return null;
        }

        TableNode node = _root;
        while (node is DirectoryTable directory)
        {
            var below = directory.ChildFor(addr);
            if (below is null)
            {
                below = Pool.Take(directory.Level - 1);
                if (below is null)
                {
                    return null;
                }

                if (!TryLink(directory, below, addr))
                {
                    // Somebody else made it, or freed the one above: again from the top.
                    Pool.Give(below);
                    below = _root;
                }
            }

            node = below;
        }

        return (PmdTable)node;
    }

    private bool TryLink(DirectoryTable directory, TableNode table, ulong addr)
    {
        directory.Lock.Lock();
        var free = directory.Covers(addr) && directory.ChildFor(addr) is null;
        if (free)
        {
            table.Lock.LockNested();
            table.Link(addr);
            table.Lock.Unlock();
            directory.SetChild(addr, table);
            CountTables(1);
        }

        directory.Lock.Unlock();
        return free;
    }

    private bool TryLink(PmdTable pmd, PteTable table, ulong addr)
    {
        pmd.Lock.Lock();
        var free = pmd.Covers(addr) && pmd.Get(addr).IsNone;
        if (free)
        {
            table.Lock.LockNested();
            table.Link(addr);
            table.Lock.Unlock();
            pmd.SetChild(addr, table);
            CountTables(1);
        }

        pmd.Lock.Unlock();
        return free;
    }
}
