using Microsoft.CodeAnalysis;
using Mm.Analyzers.LockSets;

namespace Mm.Analyzers.Rules;

/// <summary>MML108: an argument for an [Isolated] parameter, or a result that is promised as such, is not known to be isolated.</summary>
internal static class ArgumentNotIsolated
{
    public static readonly DiagnosticDescriptor Descriptor = Rule.Describe(
        "MML108", "Argument for an isolated parameter may be reachable by other threads", "{0}", DiagnosticSeverity.Error,
        "The callee touches the object without its locks, which is only right while no other thread can reach it.");

    public static readonly FlowRule Flow = new(Descriptor, Fires, Message);

    private static bool Fires(Finding finding) =>
        finding.Kind == FindingKind.NotIsolated;

    private static string Message(Finding finding) => finding.Text.Length == 0
        ? $"'{finding.Lock}' is {finding.Detail} where the contract of '{Phrases.MemberName(finding)}' promises an isolated object, but other threads may reach it"
        : $"'{finding.Lock}' is passed for the isolated parameter '{finding.Detail}' of '{finding.Text}', but other threads may reach it";
}
