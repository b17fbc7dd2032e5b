namespace MunmapLab.Compare;

/// <summary>One unmapping of one range under one strategy. Times are nanoseconds of wall time.</summary>
internal sealed record RunResult
{
    public required string Strategy { get; init; }

    public required string Fault { get; init; }

    public required ulong SizeBytes { get; init; }

    public required PageKind Page { get; init; }

    /// <summary>Pages that were mapped.</summary>
    public required long Pages { get; init; }

    /// <summary>The number of the run, from 1.</summary>
    public required int Run { get; init; }

    public required bool Sound { get; init; }

    /// <summary>The unmapping, from the call to its return.</summary>
    public required long TotalNs { get; init; }

    /// <summary>The unmapper's longest hold of the mmap lock for write.</summary>
    public required long ExclusiveHoldMaxNs { get; init; }

    /// <summary>All its holds for write together.</summary>
    public required long ExclusiveHoldSumNs { get; init; }

    /// <summary>All its other holds together, for read or downgraded.</summary>
    public required long SharedHoldNs { get; init; }

    /// <summary>Collections during the unmapping.</summary>
    public required int GcPauses { get; init; }

    /// <summary>Methods that were compiled during the unmapping.</summary>
    public required int JittedMethods { get; init; }

    public required IReadOnlyList<WaiterResult> Waiters { get; init; }

    public double NsPerPage => Pages == 0 ? 0 : (double)TotalNs / Pages;

    /// <summary>Something of the runtime's own fell into the unmapping: its times are not to be trusted.</summary>
    public bool Noisy => GcPauses > 0 || JittedMethods > 0;
}
