using Mm.Conformance.Sequences;

namespace Mm.Conformance;

/// <summary>What a run compares.</summary>
public sealed record ConformanceOptions
{
    /// <summary>Operations to compare.</summary>
    public long Operations { get; init; } = 20_000;

    /// <summary>The seed of the sequences.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>Operations of a sequence.</summary>
    public int SequenceLength { get; init; } = 200;

    /// <summary>What sequences may use.</summary>
    public Features Features { get; init; } = Features.All;

    /// <summary>Shortens the sequence that shows the first difference.</summary>
    public bool Minimize { get; init; } = true;

    /// <summary>Compares on a kernel whose behaviour is known to differ, too.</summary>
    public bool Force { get; init; }
}
