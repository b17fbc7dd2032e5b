using Microsoft.CodeAnalysis;
using Mm.Analyzers.LockSets;

namespace Mm.Analyzers.Rules;

/// <summary>MML303: a lock is acquired while one that comes after it is held.</summary>
internal static class AgainstOrder
{
    public static readonly DiagnosticDescriptor Descriptor = Rule.Describe(
        "MML303", "Locks are acquired against their declared order", "{0}", DiagnosticSeverity.Error,
        "Two threads that acquire two locks in different orders wait for each other for good.");

    public static readonly FlowRule Flow = new(Descriptor, Fires, Message);

    private static bool Fires(Finding finding) =>
        finding.Kind == FindingKind.Order;

    private static string Message(Finding finding) =>
        finding.Any ? $"'{finding.Lock}' is acquired while another lock of its type, '{finding.Detail}', is held{Phrases.Since(finding)}; locks of this type nest only through a [Nested] member" : $"'{finding.Lock}' is acquired while '{finding.Detail}' is held{Phrases.Since(finding)}; the declared order is the other way round";
}
