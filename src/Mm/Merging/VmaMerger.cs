using Mm.Locks;

namespace Mm.Merging;

/// <summary>Merges a range into its neighbours (<c>vma_merge_new_range</c>, <c>vma_merge_existing_range</c>).</summary>
/// <remarks>
/// P is the mapping before, C the current one, N the one after, * the range.
/// <code>
/// new range:        existing range:
///   PPPP****NNNN      PPPPCCCCNNNN   PPPPCCCCNNNN   PPPPCCCCNNNN   PPPPCCCCNNNN
///                         ****           ****         (P differs)        **           **
/// 1 PPPPPPPPPPPP    6 PPPPPPPPPPPP 7 PPPPPPPPNNNN 8 PPPPNNNNNNNN 5 PPPPPPCCNNNN 4 PPPPCCNNNNNN
/// 2 PPPPPPPP
/// 3     NNNNNNNN
/// </code>
/// Left is tried first; where all three become one, the one before stays.
/// </remarks>
internal static class VmaMerger
{
    /// <summary>Merges a range that nothing is mapped in; null if no neighbour takes it. The result is write-locked.</summary>
    /// <param name="mm">The address space.</param>
    /// <param name="p">What the range is to be.</param>
    /// <param name="prev">The mapping before it.</param>
    /// <param name="next">The mapping after it; null also where a merge with it is not wanted.</param>
    /// <param name="outOfMemory">Whether a merge was possible and memory for it was not to be had.</param>
    [RequiresWrite("mm.MmapLock")]
    [return: ValidUnder("mm.MmapLock"), OwnedBy("mm")]
    internal static Vma? MergeNew(MmStruct mm, in MergeProposal p, [OwnedBy("mm")] Vma? prev, [OwnedBy("mm")] Vma? next, out bool outOfMemory) =>
        MergeCopy(mm, in p, prev, next, null, out outOfMemory);

    /// <summary>Merges a range that nothing is mapped in, and that will hold the pages of a mapping elsewhere (mremap).</summary>
    /// <param name="mm">The address space.</param>
    /// <param name="p">What the range is to be.</param>
    /// <param name="prev">The mapping before it.</param>
    /// <param name="next">The mapping after it.</param>
    /// <param name="source">The mapping whose pages it will hold; null if it starts empty.</param>
    /// <param name="outOfMemory">Whether a merge was possible and memory for it was not to be had.</param>
    [RequiresWrite("mm.MmapLock")]
    [return: ValidUnder("mm.MmapLock"), OwnedBy("mm")]
    internal static Vma? MergeCopy(
        MmStruct mm, in MergeProposal p, [OwnedBy("mm")] Vma? prev, [OwnedBy("mm")] Vma? next, [OwnedBy("mm")] Vma? source, out bool outOfMemory)
    {
        outOfMemory = false;
        if ((p.Flags & VmFlags.Special) != 0)
            return null;
        bool left = prev != null && MergeRules.FitsAfter(mm, in p, prev, source);
        bool right = next != null && MergeRules.FitsBefore(mm, in p, next, source);
        if (left && right && (!MergeRules.NeighboursCompatible(mm, prev!, next!) || !MergeRules.MayBeRemoved(mm, next!)))
            right = false;
        if (left && prev != null)
        {
            ulong end = right ? next!.End : p.End;
            outOfMemory = mm.Expand(prev, prev.Start, end, prev.PgOff, p.Flags, right ? next : null, source) != 0;
            return outOfMemory ? null : prev;
        }
        if (right && next != null)
        {
            outOfMemory = mm.Expand(next, p.Start, next.End, p.PgOff, p.Flags, null, source) != 0;
            return outOfMemory ? null : next;
        }
        return null;
    }

    /// <summary>Merges a part of a mapping, with the attributes that it is to get, into its neighbours; null if none takes it. The result is
    /// write-locked.</summary>
    /// <param name="mm">The address space.</param>
    /// <param name="p">What the range is to be.</param>
    /// <param name="prev">The mapping before <paramref name="middle"/>.</param>
    /// <param name="middle">The mapping that the range is a part of.</param>
    /// <param name="outOfMemory">Whether a merge was possible and memory for it was not to be had.</param>
    [RequiresWrite("mm.MmapLock")]
    [return: ValidUnder("mm.MmapLock"), OwnedBy("mm")]
    internal static Vma? MergeExisting(MmStruct mm, in MergeProposal p, [OwnedBy("mm")] Vma? prev, [OwnedBy("mm")] Vma middle, out bool outOfMemory)
    {
        outOfMemory = false;
        bool atStart = middle.Start == p.Start;
        bool atEnd = middle.End == p.End;
        if ((p.Flags & VmFlags.Special) != 0 || !(atStart || atEnd))
            return null;
        Vma? next = mm.NextVma(middle);
        bool left = atStart && prev != null && MergeRules.FitsAfter(mm, in p, prev, middle);
        bool right = atEnd && next != null && MergeRules.FitsBefore(mm, in p, next, middle);
        if (left && right && (!MergeRules.NeighboursCompatible(mm, prev!, next!) || !MergeRules.MayBeRemoved(mm, next!)))
            right = false;
        bool whole = atStart && atEnd;
        if (!(left || right) || (whole && !MergeRules.MayBeRemoved(mm, middle)))
            return null;

        if (left && right && prev != null && next != null)
        {
            outOfMemory = mm.ExpandOverTwo(prev, next.End, p.Flags, middle, next) != 0;
            return outOfMemory ? null : prev;
        }
        if (left && prev != null)
        {
            outOfMemory = whole
                ? mm.Expand(prev, prev.Start, p.End, prev.PgOff, p.Flags, middle, null) != 0
                : mm.MoveBoundary(prev, middle, p.End, p.Flags, growsLower: true) != 0;
            return outOfMemory ? null : prev;
        }
        if (right && next != null)
        {
            outOfMemory = whole
                ? mm.Expand(next, p.Start, next.End, p.PgOff, p.Flags, middle, null) != 0
                : mm.MoveBoundary(middle, next, p.Start, p.Flags, growsLower: false) != 0;
            return outOfMemory ? null : next;
        }
        return null;
    }

    /// <summary>Gives a range of a mapping a mapping of its own, merged where possible, split otherwise (<c>vma_modify</c>).</summary>
    /// <returns>The mapping that covers exactly the range, or more after a merge, write-locked; null with <paramref name="error"/> set otherwise. Splits
    /// that were made before a failure stay.</returns>
    [RequiresWrite("mm.MmapLock")]
    [return: ValidUnder("mm.MmapLock"), OwnedBy("mm")]
    internal static Vma? Modify(MmStruct mm, in MergeProposal p, [OwnedBy("mm")] Vma? prev, [OwnedBy("mm")] Vma vma, out long error)
    {
        Vma? merged = MergeExisting(mm, in p, prev, vma, out bool outOfMemory);
        error = outOfMemory ? -Errno.ENOMEM : 0;
        if (merged != null || outOfMemory)
            return merged;
        if (vma.Start < p.Start)
        {
            error = mm.Split(vma, p.Start, newBelow: true);
            if (error != 0)
                return null;
        }
        if (vma.End > p.End)
        {
            error = mm.Split(vma, p.End, newBelow: false);
            if (error != 0)
                return null;
        }
        vma.StartWrite();
        return vma;
    }
}
