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
        CallRequiresWrite.Descriptor,
        CallRequiresWriteHeldForRead.Descriptor,
        CallRequiresRead.Descriptor,
        GuardedWriteWithoutLock.Descriptor,
        GuardedWriteUnderRead.Descriptor,
        GuardedReadWithoutLock.Descriptor,
        ReferenceLeavesLock.Descriptor,
        ArgumentNotIsolated.Descriptor,
        ValueEnded.Descriptor,
        LockNotReleased.Descriptor,
        ReleaseNotHeld.Descriptor,
        ReleaseWrongMode.Descriptor,
        AcquireHeld.Descriptor,
        HeldOnSomePaths.Descriptor,
        GuardDropped.Descriptor,
        UsedAfterGivenUp.Descriptor,
        ResultIgnored.Descriptor,
        HeldWhenThrowing.Descriptor,
        ConvertWrongMode.Descriptor,
        LetGoBetween.Descriptor,
        ContractNotKept.Descriptor,
        ExcludedHeld.Descriptor,
        WriteWhileReading.Descriptor,
        AgainstOrder.Descriptor,
        BothOrders.Descriptor,
        OverrideAsksForMore.Descriptor,
        LostDelegateContract.Descriptor,
        MissingReason.Descriptor,
        HeldAcrossAwait.Descriptor,
        HeldAcrossYield.Descriptor,
        AnnotateMember.Descriptor,
        AnnotateField.Descriptor,
    ];

    /// <summary>The rules about flow. A finding is reported by the first of them that fires.</summary>
    public static readonly ImmutableArray<FlowRule> Flow =
    [
        UsedAfterGivenUp.Flow,
        ValueEnded.Flow,
        ResultIgnored.Flow,
        HeldOnSomePaths.Flow,
        CallRequiresWrite.Flow,
        CallRequiresWriteHeldForRead.Flow,
        CallRequiresRead.Flow,
        GuardedWriteWithoutLock.Flow,
        GuardedWriteUnderRead.Flow,
        GuardedReadWithoutLock.Flow,
        ReferenceLeavesLock.Flow,
        ArgumentNotIsolated.Flow,
        LockNotReleased.Flow,
        ReleaseNotHeld.Flow,
        ReleaseWrongMode.Flow,
        AcquireHeld.Flow,
        GuardDropped.Flow,
        HeldWhenThrowing.Flow,
        ConvertWrongMode.Flow,
        LetGoBetween.Flow,
        ContractNotKept.Flow,
        ExcludedHeld.Flow,
        WriteWhileReading.Flow,
        AgainstOrder.Flow,
        HeldAcrossAwait.Flow,
        HeldAcrossYield.Flow,
    ];
}
