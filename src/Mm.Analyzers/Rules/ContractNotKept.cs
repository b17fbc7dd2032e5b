using Microsoft.CodeAnalysis;
using Mm.Analyzers.LockSets;

namespace Mm.Analyzers.Rules;

/// <summary>MML212: an exit at which a promised lock is not held, a required one was released, or one is held more or in another mode than promised.</summary>
internal static class ContractNotKept
{
    public static readonly DiagnosticDescriptor Descriptor = Rule.Describe(
        "MML212", "Body does not keep its contract", "{0}", DiagnosticSeverity.Error,
        "Callers rely on what the contract says of the locks after the call.");

    public static readonly FlowRule Flow = new(Descriptor, Fires, Message);

    private static bool Fires(Finding finding) =>
        finding.Kind == FindingKind.ExitContract;

    private static string Message(Finding finding) =>
        Phrases.Exit(finding);
}
