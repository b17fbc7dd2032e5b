using Mm.Faults;
using Mm.Strategies;

namespace Mm.Conformance.Engine;

/// <summary>How the engine side is set up.</summary>
public sealed record EngineSubjectOptions
{
    /// <summary>How ranges are unmapped.</summary>
    public UnmapStrategy UnmapStrategy { get; init; } = UnmapStrategies.DetachDowngrade;

    /// <summary>How faults find their VMA.</summary>
    public FaultStrategy FaultStrategy { get; init; } = FaultStrategies.PerVma;

    /// <summary>As the kernel side's: without the rights that lift memory limits.</summary>
    public bool Unprivileged { get; init; }

    /// <summary>Hard limits by number, beyond which a limit is not set; none where there is no entry.</summary>
    public IReadOnlyDictionary<ulong, ulong> HardLimits { get; init; } = new Dictionary<ulong, ulong>();

    /// <summary>Words of each present page that are summed up.</summary>
    public int WordsPerPage { get; init; } = 1;
}
