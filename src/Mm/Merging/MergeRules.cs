using Mm.Locks;
using Mm.ReverseMap;

namespace Mm.Merging;

/// <summary>When two neighbours may become one mapping: decisions only, nothing is changed here.</summary>
internal static class MergeRules
{
    /// <summary>Whether the range can become the tail of the mapping before it.</summary>
    /// <param name="mm">The address space.</param>
    /// <param name="p">What the range is to be.</param>
    /// <param name="prev">The mapping before it.</param>
    /// <param name="middle">The mapping that the range is part of now; null if it is new.</param>
    [RequiresRead("mm.MmapLock")]
    internal static bool FitsAfter(MmStruct mm, in MergeProposal p, [OwnedBy("mm")] Vma prev, [OwnedBy("mm")] Vma? middle) =>
        prev.End == p.Start && prev.PgOff + prev.PageCount == p.PgOff && Alike(mm, in p, prev) && AnonCompatible(mm, prev, middle);

    /// <summary>Whether the range can become the head of the mapping after it.</summary>
    [RequiresRead("mm.MmapLock")]
    internal static bool FitsBefore(MmStruct mm, in MergeProposal p, [OwnedBy("mm")] Vma next, [OwnedBy("mm")] Vma? middle) =>
        next.Start == p.End && p.PgOff + p.Pages == next.PgOff && Alike(mm, in p, next) && AnonCompatible(mm, next, middle);

    /// <summary>Two mappings that both fit the range between them may still not fit each other.</summary>
    [RequiresRead("mm.MmapLock")]
    internal static bool NeighboursCompatible(MmStruct mm, [OwnedBy("mm")] Vma prev, [OwnedBy("mm")] Vma next)
    {
        AnonVma? left = prev.AnonVma;
        AnonVma? right = next.AnonVma;
        return left == null || right == null || ReferenceEquals(left, right);
    }

    /// <summary>Whether a mapping may vanish in a merge: one whose object wants to hear of its end may not. It may still grow.</summary>
    [RequiresRead("mm.MmapLock")]
    internal static bool MayBeRemoved(MmStruct mm, [OwnedBy("mm")] Vma vma) => vma.MappedFile is not { HasCloseHook: true };

    /// <summary>Whether a mapping was forked and may still share pages with its ancestors' mappings: such a one takes no stranger's pages.</summary>
    [RequiresRead("mm.MmapLock")]
    internal static bool HadUncowedParents(MmStruct mm, [OwnedBy("mm")] Vma vma) => vma.Chain is { NextOfVma: not null };

    [RequiresRead("mm.MmapLock")]
    private static bool Alike(MmStruct mm, in MergeProposal p, [OwnedBy("mm")] Vma vma) =>
        ((vma.Flags ^ p.Flags) & ~VmFlags.IgnoreMerge) == 0
        && ReferenceEquals(vma.MappedFile, p.File)
        && vma.Special == null
        && ReferenceEquals(vma.Userfaultfd, p.Userfaultfd)
        && (ReferenceEquals(vma.AnonName, p.AnonName) || vma.AnonName == p.AnonName);

    /// <summary>Equal, or one of the two has none yet and the other is not a fork child.</summary>
    [RequiresRead("mm.MmapLock")]
    private static bool AnonCompatible(MmStruct mm, [OwnedBy("mm")] Vma target, [OwnedBy("mm")] Vma? source)
    {
        AnonVma? targetAnon = target.AnonVma;
        AnonVma? sourceAnon = source?.AnonVma;
        if (ReferenceEquals(targetAnon, sourceAnon))
            return true;
        if (targetAnon == null && source != null)
            return !HadUncowedParents(mm, source);
        if (sourceAnon == null)
            return !HadUncowedParents(mm, target);
        return false;
    }
}
