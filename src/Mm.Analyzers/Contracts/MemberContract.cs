// The one model that attributes, built-in locks and external declarations are turned into. The flow analysis reads nothing else.
using System.Collections.Immutable;
using Mm.Analyzers.Paths;

namespace Mm.Analyzers.Contracts;

/// <summary>What a parameter of a guard type says: the guard holds this lock in this mode.</summary>
internal sealed record GuardHold(NeedMode Need, LockPath Path);

/// <summary>What is known of a parameter beside its type.</summary>
internal sealed record ParameterFacts
{
    public static readonly ParameterFacts None = new();

    public bool Isolated { get; init; }

    public bool Isolates { get; init; }

    public bool NoEscape { get; init; }

    public bool Consumes { get; init; }

    public bool InvokedInline { get; init; }

    public ImmutableArray<LockPath> ValidUnder { get; init; } = [];

    public LockPath? OwnedBy { get; init; }

    public ImmutableArray<GuardHold> GuardHolds { get; init; } = [];

    /// <summary>Passing an object here does not publish it.</summary>
    public bool KeepsIsolation => Isolated || Isolates || NoEscape || Consumes;
}

/// <summary>What is known of a returned value beside its type.</summary>
internal sealed record ReturnFacts
{
    public static readonly ReturnFacts None = new();

    public bool Isolated { get; init; }

    public ImmutableArray<LockPath> ValidUnder { get; init; } = [];

    public LockPath? OwnedBy { get; init; }

    /// <summary>[ReturnsLock]: the result is this lock.</summary>
    public LockPath? Lock { get; init; }
}

/// <summary>The whole contract of a method, accessor, constructor, operator, delegate, lambda or local function.</summary>
internal sealed record MemberContract
{
    public static readonly MemberContract None = new();

    public ImmutableArray<Requirement> Requirements { get; init; } = [];

    public ImmutableArray<LockPath> Excludes { get; init; } = [];

    /// <summary>In the order of declaration; releases are applied before acquisitions.</summary>
    public ImmutableArray<Effect> Effects { get; init; } = [];

    /// <summary>By ordinal; empty when no parameter has facts.</summary>
    public ImmutableArray<ParameterFacts> Parameters { get; init; } = [];

    public ReturnFacts Return { get; init; } = ReturnFacts.None;

    /// <summary>After the call the receiver is isolated.</summary>
    public bool IsolatesReceiver { get; init; }

    public bool Mutates { get; init; }

    public bool Blocks { get; init; }

    /// <summary>[Nested]: the acquisition is allowed beside another lock of its type.</summary>
    public bool Nested { get; init; }

    /// <summary>The body is not checked.</summary>
    public bool NoLockAnalysis { get; init; }

    /// <summary>
    /// An annotation does not compile, or names a lock that is not found, which is reported there: what the contract is meant to say is not known.
    /// </summary>
    public bool IsUnknown { get; init; }

    /// <summary>Anything that a caller can notice of locks.</summary>
    public bool HasLockContract => Requirements.Length > 0 || Excludes.Length > 0 || Effects.Length > 0;

    /// <summary>Nothing at all to be checked at a call, or to be learnt from it.</summary>
    public bool IsNone => ReferenceEquals(this, None)
        || (!HasLockContract && Parameters.IsEmpty && ReferenceEquals(Return, ReturnFacts.None) && !IsolatesReceiver && !Mutates && !Blocks && !NoLockAnalysis && !IsUnknown);

    public ParameterFacts Parameter(int ordinal) =>
        (uint)ordinal < (uint)Parameters.Length ? Parameters[ordinal] : ParameterFacts.None;
}
