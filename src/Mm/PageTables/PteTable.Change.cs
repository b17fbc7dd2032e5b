using System.Runtime.CompilerServices;
using Mm.Frames;
using Mm.Locks;

namespace Mm.PageTables;

/// <content>Changing the entries of a range of one table.</content>
public sealed partial class PteTable
{
    /// <summary>Gives mapped entries other rights.</summary>
    /// <param name="first">First index.</param>
    /// <param name="end">Index past the last.</param>
    /// <param name="protection">The new rights.</param>
    /// <param name="frames">The machine's frames.</param>
    /// <param name="exclusiveWritable">Whether entries with a frame of their own become writable although the rights say no: a private mapping that may be
    /// written.</param>
    /// <returns>How many entries changed.</returns>
    [RequiresWrite("Lock")]
    internal int Protect(int first, int end, PageProtection protection, FrameTable frames, bool exclusiveWritable)
    {
        var changed = 0;
        for (var index = NextUsed(first, end); index < end; index = NextUsed(index + 1, end))
        {
            var entry = Get(index);
            if (!entry.IsMapped)
            {
                continue;
            }

            var after = entry.With(protection);
            if (entry.IsUffdWriteProtected || (entry.IsSpecial && entry.Frame == frames.ZeroPfn))
            {
                after = after.WriteProtected;
            }
            else if (!entry.IsSpecial && exclusiveWritable && after.IsPresent && frames.IsExclusive(entry.Frame))
            {
                after = after.Writable;
            }

            if (after != entry)
            {
                Set(index, after);
                changed++;
            }
        }

        return changed;
    }

    /// <summary>Maps new frames at the empty entries of a range.</summary>
    /// <param name="first">First index.</param>
    /// <param name="end">Index past the last.</param>
    /// <param name="pfns">New frames, as many as there are places; those that are left over come first afterwards.</param>
    /// <param name="entryBits">The entry without its frame.</param>
    /// <param name="mapping">Number of the anonymous mapping.</param>
    /// <param name="pageIndex">Index in it of the page at the first place.</param>
    /// <param name="frames">The machine's frames.</param>
    /// <returns>How many were used: the last ones.</returns>
    [RequiresWrite("Lock")]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal int MapNew(int first, int end, ReadOnlySpan<uint> pfns, PageProtection entryBits, int mapping, ulong pageIndex, FrameTable frames)
    {
        var left = pfns.Length;
        for (var index = first; index < end && left > 0; index++)
        {
            if (Get(index).IsNone)
            {
                var pfn = new Pfn(pfns[--left]);
                frames.MapNewAnon(pfn, mapping, pageIndex + (ulong)(index - first));
                Set(index, Pte.Map(pfn, entryBits));
            }
        }

        return pfns.Length - left;
    }

    /// <summary>Maps one frame, which is not counted, at every empty entry of a range.</summary>
    /// <returns>How many were empty.</returns>
    [RequiresWrite("Lock")]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal int MapEverywhere(int first, int end, Pte entry)
    {
        var mapped = 0;
        for (var index = first; index < end; index++)
        {
            if (Get(index).IsNone)
            {
                Set(index, entry);
                mapped++;
            }
        }

        return mapped;
    }

    /// <summary>Empty entries of a range.</summary>
    [RequiresRead("Lock")]
    internal int CountEmpty(int first, int end)
    {
        var empty = end - first;
        for (var index = NextUsed(first, end); index < end; index = NextUsed(index + 1, end))
        {
            empty--;
        }

        return empty;
    }

    /// <summary>Copies the entries of a range to the table of a child address space. Frames of private memory are shared from then on and copied by the first
    /// writer.</summary>
    /// <param name="first">First index.</param>
    /// <param name="end">Index past the last.</param>
    /// <param name="child">The child's table.</param>
    /// <param name="copyOnWrite">Whether the mapping is private.</param>
    /// <param name="frames">The machine's frames.</param>
    /// <param name="rss">Counts what the child gets.</param>
    /// <returns>Whether an entry of this table lost the right to store.</returns>
    [RequiresWrite("Lock", "child.Lock")]
    internal bool CopyTo(int first, int end, PteTable child, bool copyOnWrite, FrameTable frames, ref RssDelta rss)
    {
        var protectedAny = false;
        for (var index = NextUsed(first, end); index < end; index = NextUsed(index + 1, end))
        {
            var entry = Get(index);
            if (entry.IsMapped && !entry.IsSpecial)
            {
                var kind = frames.Flags(entry.Frame);
                rss.Count(kind, 1);
                if ((kind & FrameFlags.Anon) != 0)
                {
                    frames.ShareForFork(entry.Frame);
                }
                else
                {
                    frames.MapShared(entry.Frame);
                }

                if (copyOnWrite && (entry.Raw & Pte.WriteBit) != 0)
                {
                    entry = entry.WriteProtected;
                    Set(index, entry);
                    protectedAny = true;
                }

                entry = copyOnWrite ? entry.Old : entry.CleanAndOld;
            }

            child.Set(index, entry);
        }

        return protectedAny;
    }

    /// <summary>Moves the entries of a range to empty places of another table, or of this one.</summary>
    /// <param name="first">First index.</param>
    /// <param name="end">Index past the last.</param>
    /// <param name="target">The other table.</param>
    /// <param name="targetFirst">First index there.</param>
    /// <returns>How many entries that mapped something were moved.</returns>
    [RequiresWrite("Lock", "target.Lock")]
    internal int MoveTo(int first, int end, PteTable target, int targetFirst)
    {
        var moved = 0;
        for (var index = NextUsed(first, end); index < end; index = NextUsed(index + 1, end))
        {
            var entry = Clear(index);
            target.Set(targetFirst + (index - first), entry);
            moved += entry.IsMapped ? 1 : 0;
        }

        return moved;
    }
}
