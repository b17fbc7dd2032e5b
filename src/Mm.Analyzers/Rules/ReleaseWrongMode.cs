using Microsoft.CodeAnalysis;
using Mm.Analyzers.Contracts;
using Mm.Analyzers.LockSets;

namespace Mm.Analyzers.Rules;

/// <summary>MML203: a lock is released in another mode than it is held in.</summary>
internal static class ReleaseWrongMode
{
    public static readonly DiagnosticDescriptor Descriptor = Rule.Describe(
        "MML203", "Lock is released in the wrong mode", "{0}", DiagnosticSeverity.Error,
        "A lock must be released in the mode it is held in; a downgraded lock is released as a read.");

    public static readonly FlowRule Flow = new(Descriptor, Fires, Message);

    private static bool Fires(Finding finding) =>
        finding.Kind == FindingKind.ReleaseWrongMode;

    private static string Message(Finding finding) =>
        $"'{finding.Lock}' is released{Phrases.Mode(finding.Wanted)}, but it is {Phrases.Held(finding)}";
}
