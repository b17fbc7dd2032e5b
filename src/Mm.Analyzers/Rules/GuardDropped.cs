using Microsoft.CodeAnalysis;
using Mm.Analyzers.LockSets;

namespace Mm.Analyzers.Rules;

/// <summary>MML206: a guard is thrown away or never disposed.</summary>
internal static class GuardDropped
{
    public static readonly DiagnosticDescriptor Descriptor = Rule.Describe(
        "MML206", "Guard is discarded or never disposed", "{0}", DiagnosticSeverity.Error,
        "The lock stays held until the guard is disposed; a guard that nobody disposes of never lets go.");

    public static readonly FlowRule Flow = new(Descriptor, Fires, Message);

    private static bool Fires(Finding finding) =>
        finding.Kind == FindingKind.GuardDropped;

    private static string Message(Finding finding) =>
        finding.Detail == "discarded" ? $"The guard that '{finding.Text}' makes is discarded: its lock is never released"
            : $"The guard that '{finding.Text}' makes is never disposed: its lock is never released";
}
