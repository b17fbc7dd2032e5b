using Microsoft.CodeAnalysis;
using Mm.Analyzers.LockSets;

namespace Mm.Analyzers.Rules;

/// <summary>MML109: a [ValidUnder] value is used after its hold has ended.</summary>
internal static class ValueEnded
{
    public static readonly DiagnosticDescriptor Descriptor = Rule.Describe(
        "MML109", "Value is used after the lock hold that it was obtained under has ended", "{0}", DiagnosticSeverity.Error,
        "Once the lock was let go of, the object may be gone or changed; taking the lock again does not bring it back: look it up again.");

    public static readonly FlowRule Flow = new(Descriptor, Fires, Message);

    private static bool Fires(Finding finding) =>
        finding.Kind == FindingKind.Ended;

    private static string Message(Finding finding) =>
        $"'{finding.Text}' is valid only while '{finding.Lock}' stays held, and that hold ended{Phrases.At(finding.Since)}; taking the lock again does not bring it back";
}
