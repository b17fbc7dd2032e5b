using Microsoft.CodeAnalysis;
using Mm.Analyzers.Contracts;
using Mm.Analyzers.LockSets;

namespace Mm.Analyzers.Rules;

/// <summary>MML101: a call needs a lock for write, or in update mode, that is not held at all.</summary>
internal static class CallRequiresWrite
{
    public static readonly DiagnosticDescriptor Descriptor = Rule.Describe(
        "MML101", "Call requires a lock for write (or in update mode) that is not held", "{0}", DiagnosticSeverity.Error,
        "A member that requires a lock for write may change what the lock guards; without the lock other threads read or write it at the same time.");

    public static readonly FlowRule Flow = new(Descriptor, Fires, Message);

    private static bool Fires(Finding finding) =>
        finding.Kind == FindingKind.Call && finding.Needs() != NeedMode.Read && !finding.HasWeak() && !finding.IsDifference() && !finding.IsUntested();

    private static string Message(Finding finding) =>
        Phrases.Call(finding);
}
