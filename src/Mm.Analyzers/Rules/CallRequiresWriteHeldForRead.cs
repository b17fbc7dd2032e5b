using Microsoft.CodeAnalysis;
using Mm.Analyzers.Contracts;
using Mm.Analyzers.LockSets;

namespace Mm.Analyzers.Rules;

/// <summary>MML102: a call needs a lock for write, or in update mode, that is held too weakly.</summary>
internal static class CallRequiresWriteHeldForRead
{
    public static readonly DiagnosticDescriptor Descriptor = Rule.Describe(
        "MML102", "Call requires a lock for write (or in update mode) that is held for read only", "{0}", DiagnosticSeverity.Error,
        "A read hold, an upgradeable or a downgraded one leaves other readers beside it: what needs the lock for write may not be done under it.");

    public static readonly FlowRule Flow = new(Descriptor, Fires, Message);

    private static bool Fires(Finding finding) =>
        finding.Kind == FindingKind.Call && finding.Needs() != NeedMode.Read && finding.HasWeak() && !finding.IsDifference() && !finding.IsUntested();

    private static string Message(Finding finding) =>
        Phrases.Call(finding);
}
