using Microsoft.CodeAnalysis;
using Mm.Analyzers.LockSets;

namespace Mm.Analyzers.Rules;

/// <summary>MML201: a lock that the body acquired is still held at a normal exit.</summary>
internal static class LockNotReleased
{
    public static readonly DiagnosticDescriptor Descriptor = Rule.Describe(
        "MML201", "Lock is not released on every path", "{0}", DiagnosticSeverity.Error,
        "A lock that is never released blocks every other thread for good.");

    public static readonly FlowRule Flow = new(Descriptor, Fires, Message);

    private static bool Fires(Finding finding) =>
        finding.Kind == FindingKind.Leak;

    private static string Message(Finding finding) =>
        finding.Detail == "guard"
            ? $"The guard of '{finding.Lock}' is not disposed on every path: not{Phrases.At(finding.Also)}"
            : $"'{finding.Lock}' is acquired here{Phrases.Acquired(finding.Held)} and still held at the exit{Phrases.At(finding.Also)}";
}
