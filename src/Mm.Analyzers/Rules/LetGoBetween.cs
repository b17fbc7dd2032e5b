using Microsoft.CodeAnalysis;
using Mm.Analyzers.LockSets;

namespace Mm.Analyzers.Rules;

/// <summary>MML211: a lock that the contract keeps held is let go of and taken again.</summary>
internal static class LetGoBetween
{
    public static readonly DiagnosticDescriptor Descriptor = Rule.Describe(
        "MML211", "Lock is let go of in between where the contract says that it stays held", "{0}", DiagnosticSeverity.Error,
        "The caller relies on the lock being held throughout; what it looked up before the call is stale after it. A member that lets go says so with [MayRelease].");

    public static readonly FlowRule Flow = new(Descriptor, Fires, Message);

    private static bool Fires(Finding finding) =>
        finding.Kind == FindingKind.LetGo;

    private static string Message(Finding finding) =>
        finding.Detail == "call" ? $"'{finding.Text}' may let go of '{finding.Lock}', which the contract of this member says stays held"
            : $"'{finding.Lock}' is let go of here and taken again, but the contract of this member says that it stays held";
}
