// Every rule of the analyzer. SupportedDiagnostics comes from here; a new rule adds one line to its series.
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Mm.Analyzers.Rules;

internal static class RuleTable
{
    public static readonly ImmutableArray<DiagnosticDescriptor> Descriptors =
    [
        UnresolvedPath.Descriptor,
        ContradictoryAnnotation.Descriptor,
        ReassignableLock.Descriptor,
        MissingDefaultLock.Descriptor,
        UnsuitableLock.Descriptor,
        GuardedWriteWithoutLock.Descriptor,
        OverrideAsksForMore.Descriptor,
        LostDelegateContract.Descriptor,
        MissingReason.Descriptor,
    ];
}
