using Microsoft.CodeAnalysis;
using Mm.Analyzers.LockSets;

namespace Mm.Analyzers.Rules;

/// <summary>MML107: a reference into guarded state outlives the hold of its lock.</summary>
internal static class ReferenceLeavesLock
{
    public static readonly DiagnosticDescriptor Descriptor = Rule.Describe(
        "MML107", "Reference to a guarded member leaves its lock", "{0}", DiagnosticSeverity.Error,
        "A ref, span, enumerator, array or collection that is used after the lock was let go of reads and writes guarded state without it.");

    public static readonly FlowRule Flow = new(Descriptor, Fires, Message);

    private static bool Fires(Finding finding) =>
        finding.Kind == FindingKind.Leaves;

    private static string Message(Finding finding) =>
        Phrases.Leaves(finding);
}
