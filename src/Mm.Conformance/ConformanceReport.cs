using Mm.Conformance.Sequences;

namespace Mm.Conformance;

/// <summary>The result of a run.</summary>
/// <param name="Exposure">What was compared.</param>
/// <param name="Compared">Operations of the random sequences that were compared; the search for a shorter sequence comes on top in the exposure.</param>
/// <param name="Elapsed">How long they took.</param>
/// <param name="Features">What was used.</param>
/// <param name="Skipped">What was left out, with the reasons.</param>
/// <param name="Difference">The first difference, minimised if that was asked for; null if there was none.</param>
/// <param name="Sequence">The number of the sequence that showed it.</param>
public sealed record ConformanceReport(
    Exposure Exposure, long Compared, TimeSpan Elapsed, Features Features, IReadOnlyList<string> Skipped, Difference? Difference, int Sequence);
