using Microsoft.CodeAnalysis;
using Mm.Analyzers.Contracts;
using Mm.Analyzers.LockSets;

namespace Mm.Analyzers.Rules;

/// <summary>MML204: a lock that is not reentrant is acquired while it is held.</summary>
internal static class AcquireHeld
{
    public static readonly DiagnosticDescriptor Descriptor = Rule.Describe(
        "MML204", "Lock is acquired that is already held", "{0}", DiagnosticSeverity.Error,
        "A lock that is not reentrant blocks its own holder for good, or throws.");

    public static readonly FlowRule Flow = new(Descriptor, Fires, Message);

    private static bool Fires(Finding finding) =>
        finding.Kind == FindingKind.AcquireHeld;

    private static string Message(Finding finding) =>
        $"'{finding.Lock}' is acquired{Phrases.Mode(finding.Wanted)}, but it is already {Phrases.Held(finding)}, and it is not reentrant";
}
