using Mm.Locks;

namespace Mm.Operations;

/// <summary>The walk over the mappings of a range that advice and names share (<c>madvise_walk_vmas</c>): holes are passed over, and remembered.</summary>
internal static class MadviseWalk
{
    /// <summary>The next mapping of the range; null behind the last one, which is -ENOMEM for the caller.</summary>
    /// <param name="mm">The address space.</param>
    /// <param name="at">Where to go on; afterwards the first address of the mapping that is in the range.</param>
    /// <param name="end">First address past the range.</param>
    /// <param name="hole">What the call ends with: -ENOMEM once a hole has been passed.</param>
    [RequiresRead("mm.MmapLock")]
    [return: ValidUnder("mm.MmapLock"), OwnedBy("mm")]
    internal static Vma? Next(MmStruct mm, ref ulong at, ulong end, ref long hole)
    {
        Vma? vma = mm.FindIntersection(at, end);
        if (vma != null && vma.Start > at)
        {
            hole = -Errno.ENOMEM;
            at = vma.Start;
        }
        return vma;
    }
}
