using Microsoft.CodeAnalysis;
using Mm.Analyzers.LockSets;

namespace Mm.Analyzers.Rules;

/// <summary>MML205: a use or release meets paths of which only some hold the lock, or in another mode.</summary>
internal static class HeldOnSomePaths
{
    public static readonly DiagnosticDescriptor Descriptor = Rule.Describe(
        "MML205", "Lock is held on some of the joining paths only", "{0}", DiagnosticSeverity.Warning,
        "Whether the lock is held here depends on how the place was reached; on the other paths the use or release is wrong.");

    public static readonly FlowRule Flow = new(Descriptor, Fires, Message);

    private static bool Fires(Finding finding) =>
        finding.Kind == FindingKind.MaybeHeld || (finding.Kind is FindingKind.Access or FindingKind.Call && finding.IsDifference() && !finding.IsUntested());

    private static string Message(Finding finding) =>
        Phrases.Difference(finding);
}
