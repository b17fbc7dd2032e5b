using Mm.Files;
using Mm.Locks;
using Mm.Tree;

namespace Mm.Operations;

/// <summary>Where a mapping goes (<c>get_unmapped_area</c>).</summary>
internal static class Placement
{
    /// <summary>Where the search from below starts when there is no room under the base: a third of the address space.</summary>
    private const ulong LegacyBase = (PageMath.TaskSize / 3 + PageMath.Size - 1) & ~(PageMath.Size - 1);

    /// <summary>An address for the mapping, or a negated error number.</summary>
    /// <param name="mm">The address space.</param>
    /// <param name="file">The file, or null for anonymous memory.</param>
    /// <param name="addr">The hint, or with <paramref name="flags"/> the fixed address; 0 for none.</param>
    /// <param name="length">Bytes, page-aligned, not 0.</param>
    /// <param name="pgOff">Offset in the file, in pages.</param>
    /// <param name="flags">The flags of mmap.</param>
    [RequiresRead("mm.MmapLock")]
    internal static long GetUnmappedArea(MmStruct mm, MmFile? file, ulong addr, ulong length, ulong pgOff, MapFlags flags)
    {
        if (length > PageMath.TaskSize)
            return -Errno.ENOMEM;
        bool isFixed = (flags & (MapFlags.Fixed | MapFlags.FixedNoReplace)) != 0;
        if (!isFixed)
        {
            bool forHugePages = file != null
                ? file.PlacesForHugePages
                : addr == 0 && (flags & MapFlags.TypeMask) != MapFlags.Shared && length % PageMath.HugeSize == 0;
            long found = forHugePages ? FindForHugePages(mm, addr, length, file == null ? 0 : pgOff << PageMath.Shift, flags) : 0;
            if (found == 0)
                found = Find(mm, addr, length, flags);
            if (found < 0)
                return found;
            addr = (ulong)found;
        }
        if (addr > PageMath.TaskSize - length)
            return -Errno.ENOMEM;
        if (!PageMath.IsAligned(addr))
            return -Errno.EINVAL;
        return addr < mm.System.Options.MmapMinAddr && !mm.Options.CapSysRawIo ? -Errno.EPERM : (long)addr;
    }

    /// <summary>The lowest address that the gap below a mapping may be used up to (<c>vm_start_gap</c>): a stack keeps its guard gap.</summary>
    [RequiresRead("mm.MmapLock")]
    internal static ulong StartGap(MmStruct mm, [OwnedBy("mm")] Vma vma)
    {
        ulong start = vma.Start;
        return start > vma.StartGap ? start - vma.StartGap : 0;
    }

    [RequiresRead("mm.MmapLock")]
    private static long Find(MmStruct mm, ulong hint, ulong length, MapFlags flags)
    {
        if (hint != 0 && hint <= PageMath.TaskSize - length)
        {
            Vma? next = mm.FindVma(hint);
            if (next == null || hint + length <= StartGap(mm, next))
                return (long)hint;
        }
        ulong low = mm.System.Options.MmapMinAddr;
        if ((flags & MapFlags.Low32Bit) != 0)
            return Search(mm, topDown: false, length, 0x4000_0000, 0x8000_0000);
        long found = Search(mm, topDown: true, length, Math.Max(low, PageMath.Size), mm.MmapBase);
        return found >= 0 ? found : Search(mm, topDown: false, length, Math.Max(low, LegacyBase), PageMath.TaskSize);
    }

    /// <summary>Searches room, around ranges that an unmap under way has claimed: waiting for them would be waiting for the whole unmap.</summary>
    [RequiresRead("mm.MmapLock")]
    private static long Search(MmStruct mm, bool topDown, ulong length, ulong low, ulong high)
    {
        while (true)
        {
            bool found = topDown
                ? mm.Tree.FindGapTopDown(length, low, high, 0, 0, out ulong addr, default(StackGuardGap))
                : mm.Tree.FindGapBottomUp(length, low, high, 0, 0, out addr, default(StackGuardGap));
            if (!found)
                return -Errno.ENOMEM;
            if (!mm.Protocol.FindClaim(mm, addr, addr + length, out ulong claimStart, out ulong claimEnd))
                return (long)addr;
            if (topDown)
                high = claimStart;
            else
                low = claimEnd;
        }
    }

    /// <summary>An address at which whole huge pages of the object fall on huge pages of memory; 0 if there is none or they would not.</summary>
    /// <remarks>Room for one huge page more is searched, and the mapping put where it is aligned inside it; if the room is aligned already, at its upper
    /// end.</remarks>
    [RequiresRead("mm.MmapLock")]
    private static long FindForHugePages(MmStruct mm, ulong hint, ulong length, ulong offset, MapFlags flags)
    {
        const ulong Size = PageMath.HugeSize;
        ulong offsetEnd = unchecked(offset + length);
        ulong offsetAligned = unchecked(offset + Size - 1) & ~(Size - 1);
        if (offsetEnd <= offsetAligned || offsetEnd - offsetAligned < Size)
            return 0;
        ulong padded = length + Size;
        if (padded > PageMath.TaskSize || unchecked(offset + padded) < offset)
            return 0;
        long found = Find(mm, hint, padded, flags);
        if (found < 0)
            return 0;
        if (hint != 0 && (ulong)found == hint)
            return found;
        ulong shift = unchecked(offset - (ulong)found) & (Size - 1);
        return found + (long)(shift == 0 ? Size : shift);
    }
}

/// <summary>Keeps the guard gap below stacks free in the search for room.</summary>
internal readonly struct StackGuardGap : IGapPolicy<Vma>
{
    /// <inheritdoc/>
    public ulong EffectiveStart(ulong start, Vma value) => start > value.StartGap ? start - value.StartGap : 0;
}
