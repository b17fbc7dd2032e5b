using Microsoft.CodeAnalysis;
using Mm.Analyzers.LockSets;

namespace Mm.Analyzers.Rules;

/// <summary>MML106: a guarded member is read and none of its locks is held.</summary>
internal static class GuardedReadWithoutLock
{
    public static readonly DiagnosticDescriptor Descriptor = Rule.Describe(
        "MML106", "Guarded member is read without its lock", "{0}", DiagnosticSeverity.Error,
        "Reading state that a lock guards needs one of its locks; otherwise a writer may change it at the same time.");

    public static readonly FlowRule Flow = new(Descriptor, Fires, Message);

    private static bool Fires(Finding finding) =>
        finding.Kind == FindingKind.Access && !finding.IsWrite && !finding.IsDifference() && !finding.IsUntested();

    private static string Message(Finding finding) =>
        Phrases.Access(finding);
}
