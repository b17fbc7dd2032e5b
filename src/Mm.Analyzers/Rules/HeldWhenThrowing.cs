using Microsoft.CodeAnalysis;
using Mm.Analyzers.LockSets;

namespace Mm.Analyzers.Rules;

/// <summary>MML209: a throw leaves the body with a lock held.</summary>
internal static class HeldWhenThrowing
{
    public static readonly DiagnosticDescriptor Descriptor = Rule.Describe(
        "MML209", "Lock is not released when an exception is thrown", "{0}", DiagnosticSeverity.Info,
        "An exception that leaves the body skips the release; a guard or a finally block releases on every way out.");

    public static readonly FlowRule Flow = new(Descriptor, Fires, Message);

    private static bool Fires(Finding finding) =>
        finding.Kind == FindingKind.ThrowHolding;

    private static string Message(Finding finding) =>
        $"'{finding.Lock}' stays held when the exception{Phrases.At(finding.Also)} is thrown";
}
