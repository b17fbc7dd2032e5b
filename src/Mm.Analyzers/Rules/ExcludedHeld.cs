using Microsoft.CodeAnalysis;
using Mm.Analyzers.Contracts;
using Mm.Analyzers.LockSets;

namespace Mm.Analyzers.Rules;

/// <summary>MML301: a call excludes a lock that is held, or may block while a spinning lock is held.</summary>
internal static class ExcludedHeld
{
    public static readonly DiagnosticDescriptor Descriptor = Rule.Describe(
        "MML301", "Call excludes a lock that is held, or may block while a spinning lock is held", "{0}", DiagnosticSeverity.Error,
        "The callee takes the lock itself, which deadlocks; and nothing may wait while a lock that spins is held.");

    public static readonly FlowRule Flow = new(Descriptor, Fires, Message);

    private static bool Fires(Finding finding) =>
        finding.Kind is FindingKind.Excluded or FindingKind.Blocking;

    private static string Message(Finding finding) =>
        finding.Kind == FindingKind.Excluded ? $"'{finding.Text}' excludes '{finding.Lock}', which is {Phrases.Held(finding)}"
            : $"{(finding.Detail == "acquired" ? "Acquiring " : "")}'{finding.Text}' may block, and '{finding.Lock}', which spins, is held{Phrases.Since(finding)}";
}
