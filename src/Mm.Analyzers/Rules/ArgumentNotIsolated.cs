using Microsoft.CodeAnalysis;
using Mm.Analyzers.LockSets;

namespace Mm.Analyzers.Rules;

/// <summary>MML108: an argument for an [Isolated] parameter is not known to be isolated.</summary>
internal static class ArgumentNotIsolated
{
    public static readonly DiagnosticDescriptor Descriptor = Rule.Describe(
        "MML108", "Argument for an isolated parameter may be reachable by other threads", "{0}", DiagnosticSeverity.Error,
        "The callee touches the object without its locks, which is only right while no other thread can reach it.");

    public static readonly FlowRule Flow = new(Descriptor, Fires, Message);

    private static bool Fires(Finding finding) =>
        finding.Kind == FindingKind.NotIsolated;

    private static string Message(Finding finding) =>
        $"'{finding.Lock}' is passed for the isolated parameter '{finding.Detail}' of '{finding.Text}', but other threads may reach it";
}
