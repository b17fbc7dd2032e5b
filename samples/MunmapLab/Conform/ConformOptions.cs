using Mm.Conformance;
using Mm.Faults;
using Mm.Strategies;
using MunmapLab.Traces;

namespace MunmapLab.Conform;

/// <summary>What <c>mmlab conform</c> compares.</summary>
internal sealed record ConformOptions
{
    /// <summary>Operations, seed, whether a difference is made shorter and whether another kernel is compared with.</summary>
    public required ConformanceOptions Random { get; init; }

    /// <summary>How the engine unmaps.</summary>
    public required UnmapStrategy Strategy { get; init; }

    /// <summary>How the engine's faults find their VMA.</summary>
    public required FaultStrategy Fault { get; init; }

    /// <summary>Both sides run without the rights that lift memory limits.</summary>
    public bool Unprivileged { get; init; }

    /// <summary>The file of scripts to run instead of random sequences, as the user named it, and its text.</summary>
    public (string Name, string Text)? From { get; init; }
}
