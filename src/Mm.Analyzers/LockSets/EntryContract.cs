using System.Collections.Immutable;
using Mm.Analyzers.Contracts;
using Mm.Analyzers.Paths;

namespace Mm.Analyzers.LockSets;

internal enum PromiseKind : byte
{
    /// <summary>Required at the entry, and held all the time.</summary>
    Keep,
    Acquire,
    Release,

    /// <summary>Downgraded or upgraded, and held all the time.</summary>
    Change,

    /// <summary>May be let go of in between.</summary>
    MayLapse,
}

/// <param name="Lock">The lock in the body's own terms; for a lock of the returned value whatever stands for it.</param>
/// <param name="Mode">The mode in which it is held at the exit.</param>
/// <param name="Effect">The effect that promises it; null for a requirement.</param>
internal sealed record Promise(PromiseKind Kind, SymbolicValue Lock, HoldMode Mode, Effect? Effect)
{
    /// <summary>For a lock of the returned value: the path that starts at it. The lock is known at each exit only.</summary>
    public LockPath? OfResult { get; init; }
}

/// <summary>What a body's own contract promises at its exits, in the body's own terms.</summary>
internal sealed record EntryContract(ImmutableArray<Promise> Promises)
{
    public static readonly EntryContract None = new(ImmutableArray<Promise>.Empty);

    /// <summary>The member implements an acquisition, release or change of mode of a lock type.</summary>
    public bool IsPrimitive { get; init; }
}
