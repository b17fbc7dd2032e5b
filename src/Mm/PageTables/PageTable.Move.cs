using Mm.Locks;

namespace Mm.PageTables;

/// <content>Moving a range, for mremap.</content>
public sealed partial class PageTable
{
    /// <summary>Moves the pages of a range to another one that is empty (<c>move_page_tables</c>). No CPU uses the old addresses any more when it
    /// returns.</summary>
    /// <remarks>The caller holds the mmap lock and both mappings for write, and the rmap locks if the mappings are of one object in falling order.</remarks>
    /// <param name="from">First address, page-aligned.</param>
    /// <param name="to">Where it goes, page-aligned; the ranges do not overlap.</param>
    /// <param name="length">Bytes, a multiple of the page size.</param>
    /// <returns>Bytes moved; less than the length if there was no native memory for a table. What was moved can be moved back.</returns>
    public ulong Move(ulong from, ulong to, ulong length)
    {
        for (var done = 0UL; done < length;)
        {
            var (source, target) = (from + done, to + done);
            var step = Math.Min(length - done, Math.Min(EndOfSpan(source, 1) - source, EndOfSpan(target, 1) - target));
            var pmd = WalkPmd(source, out var spanEnd);
            if (pmd is null)
            {
                done = Math.Min(length, done + (spanEnd - source));
                continue;
            }

            if (pmd.MayHaveHuge && !(step == Geometry.SpanOf(1) && TryMoveHuge(pmd, source, target)))
            {
                if (IsHugeTlbAt(source))
                {
                    return done;
                }

                SplitHuge(pmd, source);
            }

            if (pmd.ChildFor(source) is { } table)
            {
                if (!(step == Geometry.SpanOf(1) && TryMoveTable(pmd, table, source, target)) && !TryMoveEntries(table, source, target, step))
                {
                    return done;
                }
            }

            done += step;
        }

        return length;
    }

    private bool TryMoveEntries(PteTable source, ulong from, ulong to, ulong step)
    {
        if (GetOrAllocPte(to) is not { } target)
        {
            return false;
        }

        var (first, end) = (source.IndexOf(from), source.IndexOf(from + step - 1) + 1);
        source.Lock.Lock();
        if (ReferenceEquals(source, target))
        {
            if (source.Covers(from) && source.MoveTo(first, end, source, source.IndexOf(to)) != 0)
            {
                Context.Flush(from, from + step);
            }
        }
        else
        {
            target.Lock.LockNested();

            // Flushed before either lock is dropped: through the old address a CPU could write to a page that the new one is already used for, or freed from.
            if (source.Covers(from) && target.Covers(to) && source.MoveTo(first, end, target, target.IndexOf(to)) != 0)
            {
                Context.Flush(from, from + step);
            }

            target.Lock.Unlock();
        }

        source.Lock.Unlock();
        return true;
    }

    /// <summary>Moves a whole table instead of its entries, if the target has none.</summary>
    private bool TryMoveTable(PmdTable sourcePmd, PteTable table, ulong from, ulong to)
    {
        if (GetOrAllocPmd(to) is not { } targetPmd)
        {
            return false;
        }

        sourcePmd.Lock.Lock();
        var two = !ReferenceEquals(sourcePmd, targetPmd);
        if (two)
        {
            targetPmd.Lock.LockNested();
            var moved = sourcePmd.Covers(from) && ReferenceEquals(sourcePmd.ChildFor(from), table) && targetPmd.Covers(to) && targetPmd.Get(to).IsNone;
            if (moved)
            {
                sourcePmd.SetChild(from, null);
                Relink(table, from, to);
                targetPmd.SetChild(to, table);
            }

            targetPmd.Lock.Unlock();
            sourcePmd.Lock.Unlock();
            return moved;
        }

        var movedWithin = sourcePmd.Covers(from) && ReferenceEquals(sourcePmd.ChildFor(from), table) && sourcePmd.Get(to).IsNone;
        if (movedWithin)
        {
            sourcePmd.SetChild(from, null);
            Relink(table, from, to);
            sourcePmd.SetChild(to, table);
        }

        sourcePmd.Lock.Unlock();
        return movedWithin;
    }

    /// <summary>Moves a huge entry whole, if the target has nothing (<c>move_huge_pmd</c>).</summary>
    private bool TryMoveHuge(PmdTable sourcePmd, ulong from, ulong to)
    {
        if (GetOrAllocPmd(to) is not { } targetPmd)
        {
            return false;
        }

        sourcePmd.Lock.Lock();
        var two = !ReferenceEquals(sourcePmd, targetPmd);
        if (two)
        {
            targetPmd.Lock.LockNested();
            var moved = sourcePmd.Covers(from) && targetPmd.Covers(to) && targetPmd.Get(to).IsNone && sourcePmd.Get(from).IsHuge;
            if (moved)
            {
                var entry = sourcePmd.Get(from);
                var deposit = sourcePmd.ClearHuge(from);
                Context.Flush(from, from + Geometry.SpanOf(1));
                InstallHuge(targetPmd, to, entry, deposit);
            }

            targetPmd.Lock.Unlock();
            sourcePmd.Lock.Unlock();
            return moved;
        }

        var movedWithin = sourcePmd.Covers(from) && sourcePmd.Get(to).IsNone && sourcePmd.Get(from).IsHuge;
        if (movedWithin)
        {
            var entry = sourcePmd.Get(from);
            var deposit = sourcePmd.ClearHuge(from);
            Context.Flush(from, from + Geometry.SpanOf(1));
            InstallHuge(sourcePmd, to, entry, deposit);
        }

        sourcePmd.Lock.Unlock();
        return movedWithin;
    }

    /// <summary>The table maps other addresses from now on; who found it at the old ones is refused under its lock.</summary>
    private void Relink(PteTable table, ulong from, ulong to)
    {
        table.Lock.LockNested();
        table.Link(to);
        Context.Flush(from, from + Geometry.SpanOf(1));
        table.Lock.Unlock();
    }
}
