using Microsoft.CodeAnalysis;
using Mm.Analyzers.LockSets;

namespace Mm.Analyzers.Rules;

/// <summary>MML207: a guard that gave up its lock, a copy of a guard, or a consumed value is used.</summary>
internal static class UsedAfterGivenUp
{
    public static readonly DiagnosticDescriptor Descriptor = Rule.Describe(
        "MML207", "Guard is used after it gave up its lock, or a value after it was consumed", "{0}", DiagnosticSeverity.Error,
        "A guard that was disposed or downgraded into another holds nothing any more, and a consumed object belongs to someone else.");

    public static readonly FlowRule Flow = new(Descriptor, Fires, Message);

    private static bool Fires(Finding finding) =>
        finding.Kind is FindingKind.GuardGaveUp or FindingKind.Consumed;

    private static string Message(Finding finding) =>
        Phrases.GaveUp(finding);
}
