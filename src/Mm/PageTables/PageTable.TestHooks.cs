using Mm.Frames;
using Mm.Locks;
using Mm.Tlb;

namespace Mm.PageTables;

/// <content>Checks of debug builds and tests. Nobody may change the tables meanwhile.</content>
public sealed partial class PageTable
{
    /// <summary>Tests what must hold of the tables, their counts, the frames that they map, and the translations that CPUs have.</summary>
    /// <exception cref="InvalidOperationException">Something does not hold; the text says what.</exception>
    internal void CheckTables()
    {
        var rss = default(RssDelta);
        var tables = CheckTable(_root, 0, ref rss);
        Require(tables * Geometry.Entries * sizeof(ulong) == TableBytes, $"{tables} tables, but {TableBytes} bytes are counted");
        Require(
            (rss.Anon, rss.File, rss.Shmem) == (Rss.Anon, Rss.File, Rss.Shmem),
            $"mapped are {rss.Anon} anonymous, {rss.File} file and {rss.Shmem} shared pages, counted {Rss.Anon}, {Rss.File} and {Rss.Shmem}");
        for (var cpu = 0; cpu < Pool.Cpus.Count; cpu++)
        {
            Pool.Cpus[cpu].TestHookVisit(Context, CheckTranslation);
        }
    }

    /// <summary>The entry for a page; an entry of a huge page is given for the page itself.</summary>
    internal Pte TestHookGet(ulong addr)
    {
        if (WalkPmd(addr) is not { } pmd)
        {
            return Pte.None;
        }

        if (pmd.ChildFor(addr) is { } table)
        {
            table.Lock.Lock();
            var entry = table.Get(table.IndexOf(addr));
            table.Lock.Unlock();
            return entry;
        }

        pmd.Lock.Lock();
        var huge = pmd.Get(addr);
        pmd.Lock.Unlock();
        var inside = (int)(addr >> PagingGeometry.PageShift) & (FrameTable.HugeFrames - 1);
        return huge.IsHuge ? new Pte((huge.Raw & ~Pte.FrameMask) | ((ulong)huge.Frame.Plus(inside).Number << Pte.FrameShift)) : Pte.None;
    }

    private long CheckTable(TableNode node, ulong addr, ref RssDelta rss)
    {
        node.Lock.Lock();
        var (live, covers) = (node.Live, node.Covers(addr) && node.Base == addr);
        node.Lock.Unlock();
        Require(covers, $"a table of level {node.Level} is linked at {addr:x}, but does not know it");
        var (found, tables) = (0, 1L);
        for (var i = 0; i < Geometry.Entries; i++)
        {
            var at = addr + ((ulong)i << Geometry.ShiftOf(node.Level));
            var child = node switch
            {
                DirectoryTable directory => directory.ChildFor(at),
                PmdTable pmd => pmd.ChildFor(at),
                _ => null,
            };
            if (child is not null)
            {
                found++;
                tables += CheckTable(child, at, ref rss);
            }
            else if (node is PteTable || (node is PmdTable huge && IsHugeAt(huge, at)))
            {
                found += CheckEntry(TestHookGet(at), at, ref rss);
            }
        }

        Require(found == live, $"a table of level {node.Level} at {addr:x} has {found} entries and counts {live}");
        return tables;
    }

    private static bool IsHugeAt(PmdTable pmd, ulong addr)
    {
        pmd.Lock.Lock();
        var huge = pmd.Get(addr).IsHuge;
        pmd.Lock.Unlock();
        return huge;
    }

    private int CheckEntry(Pte entry, ulong addr, ref RssDelta rss)
    {
        if (entry.IsMapped && !entry.IsSpecial)
        {
            var flags = Frames.Flags(entry.Frame);
            rss.Count(flags, entry.IsHuge ? FrameTable.HugeFrames : 1);
            Require(Frames.MapCount(entry.Frame) > 0, $"{entry.Frame} is mapped at {addr:x} and counts no entry");
            Require(Frames.RefCount(entry.Frame) >= Frames.MapCount(entry.Frame), $"{entry.Frame} at {addr:x} has fewer references than entries");
            var (anon, exclusive) = ((flags & FrameFlags.Anon) != 0, (flags & FrameFlags.Exclusive) != 0);
            Require(!exclusive || Frames.MapCount(entry.Frame) == 1, $"{entry.Frame} at {addr:x} is exclusive and mapped more than once");
            Require(!anon || exclusive || !entry.IsWritable, $"{entry.Frame} at {addr:x} is shared and writable");
        }

        return entry.IsNone ? 0 : 1;
    }

    private void CheckTranslation(ulong addr, Pfn frame, bool huge)
    {
        var entry = TestHookGet(addr);
        Require(entry.IsPresent && entry.Frame == frame && (!huge || entry.IsHuge), $"a CPU translates {addr:x} to {frame}, the tables say {entry}");
    }

    private static void Require(bool holds, string what)
    {
        if (!holds)
        {
            throw new InvalidOperationException("The page tables are broken: " + what + ".");
        }
    }
}
