using System.Runtime.CompilerServices;
using Mm.Frames;
using Mm.Locks;

namespace Mm.PageTables;

/// <summary>What a range is filled with.</summary>
public enum PageKind
{
    /// <summary>A zeroed frame of its own for each page, written to.</summary>
    Own,

    /// <summary>The zero page everywhere.</summary>
    Zero,

    /// <summary>Huge pages where they fit, own frames elsewhere.</summary>
    Huge,
}

/// <content>Filling a range as faults on all its pages would, a table at a time.</content>
public sealed partial class PageTable
{
    /// <summary>Maps every page of a range that is not mapped. The caller's lock keeps the mapping, as for a fault.</summary>
    /// <param name="start">First address, page-aligned.</param>
    /// <param name="end">First address past the range, page-aligned.</param>
    /// <param name="protection">What the mapping permits.</param>
    /// <param name="kind">What the pages are.</param>
    /// <param name="mapping">Number of the anonymous mapping.</param>
    /// <param name="index">Index in it of the page at the start.</param>
    /// <param name="reached">The end, or the first address that was not dealt with because memory ran out.</param>
    /// <returns>Pages mapped.</returns>
    [SkipLocalsInit]
    public long Populate(ulong start, ulong end, PageProtection protection, PageKind kind, int mapping, ulong index, out ulong reached)
    {
        var pages = 0L;
        var entryBits = new PageProtection(protection.Bits | Pte.AccessedBit | (protection.CanWrite ? Pte.DirtyBit : 0));
        Span<uint> pfns = stackalloc uint[FrameTable.HugeFrames];
        for (reached = start; reached < end;)
        {
            var stop = Math.Min(EndOfSpan(reached, 1), end);
            var at = index + ((reached - start) >> PagingGeometry.PageShift);
            if (IsHuge(reached))
            {
                reached = stop;
                continue;
            }

            if (kind == PageKind.Huge && stop - reached == Geometry.SpanOf(1) && TryMapHuge(reached, protection, mapping, at))
            {
                pages += FrameTable.HugeFrames;
                reached = stop;
                continue;
            }

            if (GetOrAllocPte(reached) is not { } table)
            {
                return pages;
            }

            var mapped = kind == PageKind.Zero
                ? FillZero(table, reached, stop, protection)
                : FillOwn(table, reached, stop, entryBits, mapping, at, pfns);
            if (mapped < 0)
            {
                return pages;
            }

            pages += mapped;
            reached = stop;
        }

        return pages;
    }

    private int FillZero(PteTable table, ulong start, ulong end, PageProtection protection)
    {
        var mapped = 0;
        table.Lock.Lock();
        if (table.Covers(start))
        {
            mapped = table.MapEverywhere(table.IndexOf(start), table.IndexOf(end - 1) + 1, Pte.MapSpecial(Frames.ZeroPfn, protection));
        }

        table.Lock.Unlock();
        return mapped;
    }

    /// <returns>Pages mapped; -1 if frames ran out, and then nothing is.</returns>
    private int FillOwn(PteTable table, ulong start, ulong end, PageProtection entryBits, int mapping, ulong index, Span<uint> pfns)
    {
        var (first, behind) = (table.IndexOf(start), table.IndexOf(end - 1) + 1);
        table.Lock.Lock();
        var wanted = table.Covers(start) ? table.CountEmpty(first, behind) : 0;
        table.Lock.Unlock();

        // Not under the table's lock: looking for frames may wait. What others map meanwhile leaves frames over.
        pfns = pfns[..wanted];
        var got = Frames.AllocBatch(pfns);
        if (got < wanted)
        {
            Frames.PutBatch(pfns[..got]);
            return -1;
        }

        var used = 0;
        table.Lock.Lock();
        if (table.Covers(start))
        {
            pfns.Reverse();
            used = table.MapNew(first, behind, pfns, entryBits, mapping, index, Frames);
            Rss.Add(new RssDelta { Anon = used });
        }

        table.Lock.Unlock();
        Frames.PutBatch(pfns[..(wanted - used)]);
        return used;
    }
}
