namespace Mm.Conformance.Sequences;

/// <summary>Groups of operations that a run may use.</summary>
[Flags]
public enum Features
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Private anonymous mmap, munmap, mprotect, madvise(DONTNEED), loads and stores.</summary>
    Basic = 1 << 0,

    /// <summary>Shared anonymous memory.</summary>
    SharedAnonymous = 1 << 1,

    /// <summary>mmap without a usable address: placement below the mmap base.</summary>
    Placement = 1 << 2,

    /// <summary>Growing mappings.</summary>
    Growsdown = 1 << 3,

    /// <summary>mremap.</summary>
    Remap = 1 << 4,

    /// <summary>The mlock family, MAP_LOCKED and MAP_POPULATE.</summary>
    Lock = 1 << 5,

    /// <summary>brk.</summary>
    Brk = 1 << 6,

    /// <summary>fork and exit, copy on write, access to another process.</summary>
    Fork = 1 << 7,

    /// <summary>File mappings, reading, writing and truncating files, msync.</summary>
    Files = 1 << 8,

    /// <summary>The advices that set flags, and those that populate, free or age pages.</summary>
    Advice = 1 << 9,

    /// <summary>mseal.</summary>
    Seal = 1 << 10,

    /// <summary>Guard regions.</summary>
    Guard = 1 << 11,

    /// <summary>mincore.</summary>
    Residency = 1 << 12,

    /// <summary>Resource limits.</summary>
    Limits = 1 << 13,

    /// <summary>MAP_DROPPABLE.</summary>
    Droppable = 1 << 14,

    /// <summary>Everything.</summary>
    All = (1 << 15) - 1,
}
