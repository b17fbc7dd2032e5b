using Mm.Faults;
using Mm.Strategies;
using MunmapLab.CommandLine;

namespace MunmapLab.Compare;

/// <summary>What is to be compared.</summary>
internal sealed record CompareOptions
{
    public required ulong SizeBytes { get; init; }

    public required PageKind Page { get; init; }

    public required IReadOnlyList<UnmapStrategy> Strategies { get; init; }

    public required FaultStrategy Fault { get; init; }

    /// <summary>The waiters of each comparison: one set, or one set for all of them and then one for each alone.</summary>
    public required IReadOnlyList<IReadOnlyList<string>> WaiterSets { get; init; }

    /// <summary>Measured unmappings for each strategy and set of waiters.</summary>
    public required int Runs { get; init; }

    /// <summary>Where the JSON goes, if anywhere.</summary>
    public OutputFile? Json { get; init; }
}
