using Mm.PageTables;

namespace Mm;

/// <summary>How the machine answers a request for more memory than it can back (<c>vm.overcommit_memory</c>).</summary>
public enum OvercommitMode
{
    /// <summary>Refuse a single request that exceeds RAM and swap together.</summary>
    Heuristic = 0,

    /// <summary>Never refuse.</summary>
    Always = 1,

    /// <summary>Refuse what exceeds the commit limit.</summary>
    Never = 2,
}

/// <summary>Where anonymous memory gets pages of 2 MB (<c>/sys/kernel/mm/transparent_hugepage/enabled</c>).</summary>
public enum HugePageMode
{
    /// <summary>Nowhere.</summary>
    Never,

    /// <summary>Where madvise(MADV_HUGEPAGE) asked for them.</summary>
    Madvise,

    /// <summary>Wherever they fit, unless madvise(MADV_NOHUGEPAGE) asked for none.</summary>
    Always,
}

/// <summary>The simulated machine's size and its system-wide limits.</summary>
public sealed record MmSystemOptions
{
    /// <summary>Frames that can be in use at the same time. The default is 24 GB.</summary>
    public long RamPages { get; init; } = 24L << (30 - PageMath.Shift);

    /// <summary>Pages of swap, which count for overcommit only: the engine does not swap.</summary>
    public long SwapPages { get; init; }

    /// <summary>Bytes of the host's memory that frames and page tables may use.</summary>
    public long NativeMemoryLimit { get; init; } = long.MaxValue;

    /// <summary>The shape of the page tables.</summary>
    public PagingGeometry Geometry { get; init; } = PagingGeometry.FourLevel;

    /// <summary>Simulated CPUs, each with a TLB.</summary>
    public int CpuCount { get; init; } = Math.Max(2, Environment.ProcessorCount);

    /// <summary><c>vm.max_map_count</c>.</summary>
    public int MaxMapCount { get; init; } = 65530;

    /// <summary><c>vm.mmap_min_addr</c> in bytes.</summary>
    public ulong MmapMinAddr { get; init; } = PageMath.Size;

    /// <summary>Pages kept free below a stack (<c>stack_guard_gap</c>).</summary>
    public int StackGuardGapPages { get; init; } = 256;

    /// <summary><c>vm.overcommit_memory</c>.</summary>
    public OvercommitMode Overcommit { get; init; } = OvercommitMode.Heuristic;

    /// <summary><c>vm.overcommit_ratio</c> in per cent, for <see cref="OvercommitMode.Never"/>.</summary>
    public int OvercommitRatio { get; init; } = 50;

    /// <summary>Where anonymous memory gets pages of 2 MB.</summary>
    public HugePageMode TransparentHugePages { get; init; } = HugePageMode.Madvise;

    /// <summary>Huge pages of 2 MB that are set apart for hugetlbfs (<c>vm.nr_hugepages</c>); fewer if there is no room for them.</summary>
    public int HugeTlbPages { get; init; }

    /// <summary>Whether ranges may be named by prctl (CONFIG_ANON_VMA_NAME).</summary>
    public bool AnonVmaNames { get; init; } = true;
}
