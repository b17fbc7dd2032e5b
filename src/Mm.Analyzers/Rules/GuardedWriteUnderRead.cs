using Microsoft.CodeAnalysis;
using Mm.Analyzers.LockSets;

namespace Mm.Analyzers.Rules;

/// <summary>MML105: a guarded member is written and its lock is held too weakly.</summary>
internal static class GuardedWriteUnderRead
{
    public static readonly DiagnosticDescriptor Descriptor = Rule.Describe(
        "MML105", "Guarded member is written under a read lock", "{0}", DiagnosticSeverity.Error,
        "Readers may be beside a read hold, an upgradeable or a downgraded one: a write under it is a race with them.");

    public static readonly FlowRule Flow = new(Descriptor, Fires, Message);

    private static bool Fires(Finding finding) =>
        finding.Kind == FindingKind.Access && finding.IsWrite && finding.HasWeak() && !finding.IsDifference() && !finding.IsUntested();

    private static string Message(Finding finding) =>
        Phrases.Access(finding);
}
