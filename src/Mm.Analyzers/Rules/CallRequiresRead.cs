using Microsoft.CodeAnalysis;
using Mm.Analyzers.Contracts;
using Mm.Analyzers.LockSets;

namespace Mm.Analyzers.Rules;

/// <summary>MML103: a call needs a lock for read that is not held.</summary>
internal static class CallRequiresRead
{
    public static readonly DiagnosticDescriptor Descriptor = Rule.Describe(
        "MML103", "Call requires a lock for read that is not held", "{0}", DiagnosticSeverity.Error,
        "A member that requires a lock for read looks at what the lock guards; without the lock it may see it half changed.");

    public static readonly FlowRule Flow = new(Descriptor, Fires, Message);

    private static bool Fires(Finding finding) =>
        finding.Kind == FindingKind.Call && finding.Needs() == NeedMode.Read && !finding.IsDifference() && !finding.IsUntested();

    private static string Message(Finding finding) =>
        Phrases.Call(finding);
}
