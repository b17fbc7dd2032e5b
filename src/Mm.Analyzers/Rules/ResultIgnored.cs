using Microsoft.CodeAnalysis;
using Mm.Analyzers.LockSets;

namespace Mm.Analyzers.Rules;

/// <summary>MML208: the result of a conditional acquisition or release is dropped, or its lock is used before the test.</summary>
internal static class ResultIgnored
{
    public static readonly DiagnosticDescriptor Descriptor = Rule.Describe(
        "MML208", "Result of a conditional acquisition is ignored", "{0}", DiagnosticSeverity.Error,
        "Only the result tells whether the lock is held; without the test the code goes on as if it always were.");

    public static readonly FlowRule Flow = new(Descriptor, Fires, Message);

    private static bool Fires(Finding finding) =>
        finding.Kind == FindingKind.Untested || (finding.Kind is FindingKind.Access or FindingKind.Call && finding.IsUntested());

    private static string Message(Finding finding) =>
        Phrases.Untested(finding);
}
