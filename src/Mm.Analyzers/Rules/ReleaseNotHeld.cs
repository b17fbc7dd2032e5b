using Microsoft.CodeAnalysis;
using Mm.Analyzers.LockSets;

namespace Mm.Analyzers.Rules;

/// <summary>MML202: a lock is released that no path holds.</summary>
internal static class ReleaseNotHeld
{
    public static readonly DiagnosticDescriptor Descriptor = Rule.Describe(
        "MML202", "Lock is released that is not held", "{0}", DiagnosticSeverity.Error,
        "Releasing a lock that is not held throws, or lets go of somebody else's hold.");

    public static readonly FlowRule Flow = new(Descriptor, Fires, Message);

    private static bool Fires(Finding finding) =>
        finding.Kind == FindingKind.ReleaseUnheld;

    private static string Message(Finding finding) =>
        finding.LetGo is { } place ? $"'{finding.Lock}' is released, but it is not held: it was let go of{Phrases.At(place)}"
            : $"'{finding.Lock}' is released, but it is not held{Phrases.NearMiss(finding.Detail)}";
}
