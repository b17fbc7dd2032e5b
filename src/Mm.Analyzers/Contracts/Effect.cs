// What a call does to locks. Built-in and external locks (Contracts/BuiltIn*.cs, Contracts/External*.cs) describe their members with these
// same effects, so that the flow analysis knows no lock by name. To add a primitive: add a kind here, and its transfer in LockSets/.
using Mm.Analyzers.Paths;

namespace Mm.Analyzers.Contracts;

internal enum EffectKind : byte
{
    Acquire,
    Release,
    Downgrade,
    Upgrade,
    Assert,
    MayRelease,
}

internal enum ResultTestKind : byte
{
    /// <summary>The effect takes place on every normal return.</summary>
    Always,

    /// <summary>Only if the result equals <see cref="ResultTest.Constant"/>.</summary>
    Equals,

    /// <summary>Only if the result is not null.</summary>
    NotNull,

    /// <summary>Only if the bool passed by reference for the parameter <see cref="ResultTest.Ordinal"/> is true afterwards (TryEnter(ref taken)).</summary>
    Taken,
}

/// <summary>When an effect takes place.</summary>
internal readonly record struct ResultTest(ResultTestKind Kind, object? Constant = null, int Ordinal = -1)
{
    public static readonly ResultTest Always = default;

    public static ResultTest Equal(object? constant) => new(ResultTestKind.Equals, constant);

    public static readonly ResultTest NotNull = new(ResultTestKind.NotNull);

    public static ResultTest Taken(int ordinal) => new(ResultTestKind.Taken, null, ordinal);

    public bool IsConditional => Kind != ResultTestKind.Always;
}

/// <summary>One effect of a call on one lock. Releases of a call take effect before its acquisitions.</summary>
internal sealed record Effect(EffectKind Kind, HoldMode Mode, LockPath Path)
{
    public ResultTest When { get; init; }

    /// <summary>The hold ends when the write hold of this other lock ends.</summary>
    public LockPath? Until { get; init; }

    /// <summary>False for a try: not checked against the order, nor for deadlock.</summary>
    public bool CanBlock { get; init; } = true;

    /// <summary>May be acquired while another lock of its type is held.</summary>
    public bool Nested { get; init; }

    /// <summary>An unconditional acquisition that also sets the bool passed for this parameter (Monitor.Enter(o, ref taken)); -1 for none.</summary>
    public int SetsTaken { get; init; } = -1;

    /// <summary>
    /// Pushes onto (acquire) or pops from (release) the stack of modes of a lock that is held already: ReaderWriterLockSlim's read or write
    /// entered from upgradeable mode. Without it a second acquisition of a lock that is not reentrant is MML204 or MML302.
    /// </summary>
    public bool Stacks { get; init; }

    /// <summary>
    /// Only where the object is known to be a lock (<see cref="ContractModel.LockOf"/>): a SemaphoreSlim is one with one permit, and WaitHandle.WaitOne
    /// acquires only a Mutex.
    /// </summary>
    public bool OnlyOfLock { get; init; }

    /// <summary>An upgrade that may start from a plain read hold (ReaderWriterLock.UpgradeToWriterLock).</summary>
    public bool FromRead { get; init; }
}

/// <summary>Locks that a caller holds: all of <see cref="Paths"/>, or any one of them.</summary>
internal sealed record Requirement(NeedMode Need, bool Any, System.Collections.Immutable.ImmutableArray<LockPath> Paths);
