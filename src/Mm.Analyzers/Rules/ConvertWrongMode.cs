using Microsoft.CodeAnalysis;
using Mm.Analyzers.Contracts;
using Mm.Analyzers.LockSets;

namespace Mm.Analyzers.Rules;

/// <summary>MML210: a downgrade does not start from write, or an upgrade not from upgradeable.</summary>
internal static class ConvertWrongMode
{
    public static readonly DiagnosticDescriptor Descriptor = Rule.Describe(
        "MML210", "Downgrade or upgrade of a lock not held in the mode it starts from", "{0}", DiagnosticSeverity.Error,
        "A downgrade starts from a write hold, an upgrade from an upgradeable one that is not yet for write.");

    public static readonly FlowRule Flow = new(Descriptor, Fires, Message);

    private static bool Fires(Finding finding) =>
        finding.Kind == FindingKind.Convert;

    private static string Message(Finding finding) =>
        $"'{finding.Lock}' is {(finding.Wanted == HoldMode.Write ? "upgraded" : "downgraded")}, but it is {(finding.Held == HoldMode.None ? "not held" : Phrases.Held(finding))}{Phrases.NearMiss(finding.Detail)}";
}
