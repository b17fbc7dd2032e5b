namespace Mm.Conformance.Observations;

/// <summary>What was observed of one process after an operation.</summary>
/// <param name="Process">Its number.</param>
/// <param name="Vmas">Its VMAs apart from those of the executor itself.</param>
/// <param name="Pages">A pagemap entry for each page of the plan's regions.</param>
/// <param name="Words">The first word (or a sum of words) of each present page that can be read.</param>
public sealed record ProcessView(int Process, IReadOnlyList<VmaView> Vmas, ulong[] Pages, ulong[] Words);

/// <summary>An operation's outcome, and every living process after it.</summary>
/// <param name="Outcome">The outcome.</param>
/// <param name="Processes">The processes, by number.</param>
public sealed record Step(Outcome Outcome, IReadOnlyList<ProcessView> Processes);
