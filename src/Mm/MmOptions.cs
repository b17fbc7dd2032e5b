using Mm.Protocols;
using Mm.Strategies;
using Mm.Faults;

namespace Mm;

/// <summary>Resource limits of a process, in bytes; <see cref="ulong.MaxValue"/> is RLIM_INFINITY.</summary>
public sealed record Rlimits
{
    /// <summary>RLIMIT_AS.</summary>
    public ulong AddressSpace { get; init; } = ulong.MaxValue;

    /// <summary>RLIMIT_DATA.</summary>
    public ulong Data { get; init; } = ulong.MaxValue;

    /// <summary>RLIMIT_STACK.</summary>
    public ulong Stack { get; init; } = 8UL << 20;

    /// <summary>RLIMIT_MEMLOCK.</summary>
    public ulong MemLock { get; init; } = 8UL << 20;
}

/// <summary>What one address space starts with.</summary>
public sealed record MmOptions
{
    /// <summary>What <c>ps</c> would call the process; used in reports.</summary>
    public string Name { get; init; } = "mm";

    /// <summary>How ranges are unmapped.</summary>
    public UnmapStrategy UnmapStrategy { get; init; } = UnmapStrategies.DetachDowngrade;

    /// <summary>How faults find their VMA.</summary>
    public FaultStrategy FaultStrategy { get; init; } = FaultStrategies.PerVma;

    /// <summary>How operations get exclusive use of a range; null takes the one that the strategy asks for.</summary>
    public MmProtocol? Protocol { get; init; }

    /// <summary>Where top-down placement starts (<c>mmap_base</c>).</summary>
    public ulong MmapBase { get; init; } = PageMath.TaskSize - (128UL << 20);

    /// <summary>Where the heap starts (<c>start_brk</c>).</summary>
    public ulong StartBrk { get; init; } = 0x5555_5555_a000;

    /// <summary>Resource limits.</summary>
    public Rlimits Rlimits { get; init; } = new();

    /// <summary>CAP_IPC_LOCK: RLIMIT_MEMLOCK does not apply.</summary>
    public bool CapIpcLock { get; init; }

    /// <summary>CAP_SYS_RAWIO: addresses below <see cref="MmSystemOptions.MmapMinAddr"/> may be mapped.</summary>
    public bool CapSysRawIo { get; init; }

    /// <summary>CAP_SYS_PTRACE: userfaultfd may tell of forks.</summary>
    public bool CapSysPtrace { get; init; }

    /// <summary>Whether maps ends with the line of the vsyscall page, as on x86-64.</summary>
    public bool ShowVsyscall { get; init; } = true;

    /// <summary>Cancelled when the process gets a fatal signal: killable waits end with -EINTR.</summary>
    public CancellationToken FatalSignal { get; init; }
}
