using Microsoft.CodeAnalysis;
using Mm.Analyzers.Contracts;
using Mm.Analyzers.LockSets;

namespace Mm.Analyzers.Rules;

/// <summary>MML502: a yield return while a lock is held that the iterator acquired.</summary>
internal static class HeldAcrossYield
{
    public static readonly DiagnosticDescriptor Descriptor = Rule.Describe(
        "MML502", "A lock is held across yield return", "{0}", DiagnosticSeverity.Error,
        "The caller runs, or never comes back, while the iterator holds the lock.");

    public static readonly FlowRule Flow = new(Descriptor, Fires, Message);

    private static bool Fires(Finding finding) =>
        finding.Kind == FindingKind.Yield;

    private static string Message(Finding finding) =>
        $"'{finding.Lock}' is held {finding.Held.Text()} across this yield return{Phrases.Since(finding)}";
}
