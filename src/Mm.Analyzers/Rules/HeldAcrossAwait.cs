using Microsoft.CodeAnalysis;
using Mm.Analyzers.Contracts;
using Mm.Analyzers.LockSets;

namespace Mm.Analyzers.Rules;

/// <summary>MML501: an await while a thread-bound lock is held.</summary>
internal static class HeldAcrossAwait
{
    public static readonly DiagnosticDescriptor Descriptor = Rule.Describe(
        "MML501", "A thread-bound lock is held across await", "{0}", DiagnosticSeverity.Error,
        "The code after the await may run on another thread, which does not hold the lock and cannot release it.");

    public static readonly FlowRule Flow = new(Descriptor, Fires, Message);

    private static bool Fires(Finding finding) =>
        finding.Kind == FindingKind.Await;

    private static string Message(Finding finding) =>
        $"'{finding.Lock}', which is bound to its thread, is held {finding.Held.Text()} across this await{Phrases.Since(finding)}";
}
