using Microsoft.CodeAnalysis;
using Mm.Analyzers.LockSets;

namespace Mm.Analyzers.Rules;

/// <summary>MML302: a lock is acquired for write while it is held for read.</summary>
internal static class WriteWhileReading
{
    public static readonly DiagnosticDescriptor Descriptor = Rule.Describe(
        "MML302", "Write acquisition while holding the lock for read deadlocks", "{0}", DiagnosticSeverity.Error,
        "The write acquisition waits for all readers to leave, the caller included.");

    public static readonly FlowRule Flow = new(Descriptor, Fires, Message);

    private static bool Fires(Finding finding) =>
        finding.Kind == FindingKind.Deadlock;

    private static string Message(Finding finding) =>
        $"'{finding.Lock}' is acquired for write while it is held for read{Phrases.Since(finding)}: it waits for itself";
}
