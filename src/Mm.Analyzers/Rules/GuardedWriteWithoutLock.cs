using Microsoft.CodeAnalysis;
using Mm.Analyzers.LockSets;

namespace Mm.Analyzers.Rules;

/// <summary>MML104: a guarded member is written and its lock is not held at all.</summary>
internal static class GuardedWriteWithoutLock
{
    public static readonly DiagnosticDescriptor Descriptor = Rule.Describe(
        "MML104", "Guarded member is written without its lock", "{0}", DiagnosticSeverity.Error,
        "Writing state that a lock guards needs the lock for write; otherwise other threads read or write it at the same time.");

    public static readonly FlowRule Flow = new(Descriptor, Fires, Message);

    private static bool Fires(Finding finding) =>
        finding.Kind == FindingKind.Access && finding.IsWrite && !finding.HasWeak() && !finding.IsDifference() && !finding.IsUntested();

    private static string Message(Finding finding) =>
        Phrases.Access(finding);
}
