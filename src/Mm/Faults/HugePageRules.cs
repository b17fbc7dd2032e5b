using Mm.Locks;

namespace Mm.Faults;

/// <summary>Where the kernel maps 2 MB at once (<c>thp_vma_allowable_orders</c>): anonymous private memory, as the machine, the process and the mapping want
/// it.</summary>
internal static class HugePageRules
{
    /// <summary>Whether a fault in the mapping may bring in a huge page.</summary>
    [RequiresReadAny("mm.MmapLock", "vma.VmLock")]
    internal static bool Allows(MmStruct mm, [OwnedBy("mm")] Vma vma)
    {
        HugePageMode mode = mm.System.Options.TransparentHugePages;
        if (mode == HugePageMode.Never || (mode == HugePageMode.Madvise && (vma.Flags & VmFlags.HugePage) == 0))
            return false;
        return IsPossible(mm, vma);
    }

    /// <summary>Whether advice may make huge pages of the mapping's small ones, whatever the machine's mode (MADV_COLLAPSE).</summary>
    [RequiresRead("mm.MmapLock")]
    internal static bool AllowsCollapse(MmStruct mm, [OwnedBy("mm")] Vma vma) =>
        IsPossible(mm, vma) && (vma.Flags & (VmFlags.Special | VmFlags.HugeTlb)) == 0 && HasRoom(mm, vma) && vma.AnonVma != null;

    /// <summary>What smaps calls THPeligible.</summary>
    [RequiresRead("mm.MmapLock")]
    internal static bool IsEligible(MmStruct mm, [OwnedBy("mm")] Vma vma) =>
        Allows(mm, vma) && (vma.Flags & (VmFlags.Special | VmFlags.HugeTlb)) == 0 && HasRoom(mm, vma);

    /// <summary>Whether the aligned 2 MB around an address lie in the mapping.</summary>
    [RequiresReadAny("mm.MmapLock", "vma.VmLock")]
    internal static bool Fits(MmStruct mm, [OwnedBy("mm")] Vma vma, ulong addr)
    {
        ulong start = addr & ~(PageMath.HugeSize - 1);
        return start >= vma.Start && vma.End - start >= PageMath.HugeSize;
    }

    [RequiresReadAny("mm.MmapLock", "vma.VmLock")]
    private static bool IsPossible(MmStruct mm, [OwnedBy("mm")] Vma vma) =>
        mm.Tables.Geometry.HasHugePages
        && vma.MappedFile == null
        && vma.Special == null
        && (vma.Flags & VmFlags.NoHugePage) == 0
        && !mm.IsThpDisabled;

    [RequiresRead("mm.MmapLock")]
    private static bool HasRoom(MmStruct mm, [OwnedBy("mm")] Vma vma) => vma.End >= PageMath.HugeSize && Fits(mm, vma, vma.End - PageMath.HugeSize);
}
