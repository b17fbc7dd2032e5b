// What the flow analysis finds, without judging it: the rules (Rules/) decide which finding is which report, and how it reads.
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Mm.Analyzers.Contracts;
using Mm.Analyzers.Paths;

namespace Mm.Analyzers.LockSets;

internal enum FindingKind : byte
{
    /// <summary>A guarded member is read or written and locks are lacking.</summary>
    Access,

    /// <summary>A call's requirements are not met.</summary>
    Call,

    /// <summary>A call excludes a lock that is held.</summary>
    Excluded,

    /// <summary>A call may block while a spinning lock is held.</summary>
    Blocking,

    /// <summary>A reference to a guarded member outlives the hold.</summary>
    Leaves,

    /// <summary>An argument for an isolated parameter is not isolated.</summary>
    NotIsolated,

    /// <summary>A value is used after the hold that it was valid under.</summary>
    Ended,

    /// <summary>A lock is still held at a normal exit.</summary>
    Leak,

    ReleaseUnheld,

    ReleaseWrongMode,

    AcquireHeld,

    /// <summary>A release or use of a lock that only some paths hold, or in another mode.</summary>
    MaybeHeld,

    /// <summary>A guard is thrown away or never disposed.</summary>
    GuardDropped,

    /// <summary>A guard is used that gave up its lock, or a copy of a guard is disposed.</summary>
    GuardGaveUp,

    /// <summary>A value is used that was consumed.</summary>
    Consumed,

    /// <summary>The result of a conditional acquisition or release is dropped, or its lock is used before the test.</summary>
    Untested,

    /// <summary>A throw leaves the body with a lock held.</summary>
    ThrowHolding,

    /// <summary>A downgrade or upgrade of a lock that is not held in the mode it starts from.</summary>
    Convert,

    /// <summary>A lock that the contract keeps held is let go of in between.</summary>
    LetGo,

    /// <summary>An exit does not keep the contract.</summary>
    ExitContract,

    /// <summary>A write acquisition while the lock is held for read.</summary>
    Deadlock,

    /// <summary>An acquisition against the declared order.</summary>
    Order,

    Await,

    Yield,
}

internal enum LackKind : byte
{
    NotHeld,

    /// <summary>Held in a mode that is too weak.</summary>
    TooWeak,

    /// <summary>Held on some paths only, or in a mode that is strong enough on some paths only.</summary>
    Maybe,

    /// <summary>Held if a result says so that has not been tested.</summary>
    Untested,
}

/// <summary>One lock that an access or a call lacks.</summary>
internal sealed record Lack(LackKind Kind, string Lock, NeedMode Need)
{
    /// <summary>The path as an annotation of the containing member would write it; null if it cannot.</summary>
    public string? Annotation { get; init; }

    public HoldMode Held { get; init; }

    /// <summary>Where it was acquired or downgraded, or the untested acquisition.</summary>
    public SyntaxNode? Since { get; init; }

    /// <summary>Whether <see cref="Since"/> is a downgrade.</summary>
    public bool Downgraded { get; init; }

    /// <summary>Held only as one of several locks of which at least one is.</summary>
    public bool OneOfSeveral { get; init; }

    /// <summary>The other place of a lock that is held on some paths only.</summary>
    public SyntaxNode? Other { get; init; }

    /// <summary>Where a path that does not hold it any more let go of it.</summary>
    public SyntaxNode? LetGo { get; init; }

    /// <summary>The same lock of another object that is held.</summary>
    public string? NearMiss { get; init; }

    /// <summary>Where the object, which the body had for itself until then, came within the reach of others.</summary>
    public SyntaxNode? Published { get; init; }
}

internal sealed record Finding(FindingKind Kind, SyntaxNode Node)
{
    /// <summary>The member that is accessed or called.</summary>
    public ISymbol? Member { get; init; }

    /// <summary>The object whose member it is.</summary>
    public SymbolicValue? Object { get; init; }

    /// <summary>How the user wrote the access: "vma.Flags".</summary>
    public string Text { get; init; } = "";

    public bool IsWrite { get; init; }

    public ImmutableArray<Lack> Lacks { get; init; } = [];

    /// <summary>Alternatives of an any-of: one of the lacks would be enough.</summary>
    public bool Any { get; init; }

    public string Lock { get; init; } = "";

    public string? Annotation { get; init; }

    public HoldMode Held { get; init; }

    public HoldMode Wanted { get; init; }

    /// <summary>Where the lock was acquired or downgraded, the value obtained, the guard made.</summary>
    public SyntaxNode? Since { get; init; }

    public bool Downgraded { get; init; }

    /// <summary>Where a path that does not hold the lock any more let go of it.</summary>
    public SyntaxNode? LetGo { get; init; }

    /// <summary>Further places, in the order in which the message names them.</summary>
    public ImmutableArray<SyntaxNode> Also { get; init; } = [];

    /// <summary>A second lock, a reason, or which of several situations it is; see the rule.</summary>
    public string Detail { get; init; } = "";

    /// <summary>Found while a finally block was run for an exception.</summary>
    public bool Exceptional { get; init; }
}
