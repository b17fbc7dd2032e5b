using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Mm.Analyzers.Flow;
using Mm.Analyzers.Paths;

namespace Mm.Analyzers.LockSets;

/// <summary>
/// All that is known at a program point on one group of paths. Immutable; unchanged parts are shared. Locks, guards and facts are keyed by
/// the value that they are about, not by the variable through which it is named, so an assignment renames nothing.
/// </summary>
internal sealed record LockState
{
    public static readonly LockState Empty = new();

    /// <summary>The values of locals, parameters and captures.</summary>
    public SmallMap<Slot, SymbolicValue> Env { get; init; } = SmallMap<Slot, SymbolicValue>.Empty;

    /// <summary>What was assigned to members since the entry; a member that is not listed has its own value.</summary>
    public SmallMap<SymbolicValue, SymbolicValue> Heap { get; init; } = SmallMap<SymbolicValue, SymbolicValue>.Empty;

    public SmallMap<SymbolicValue, Fact> Facts { get; init; } = SmallMap<SymbolicValue, Fact>.Empty;

    public SmallMap<SymbolicValue, HoldStack> Holds { get; init; } = SmallMap<SymbolicValue, HoldStack>.Empty;

    /// <summary>What few statements change: one reference to copy for those that do not.</summary>
    public RareState Rare { get; init; } = RareState.Empty;

    /// <summary>Values that are known to be the same object as another.</summary>
    public SmallMap<SymbolicValue, SymbolicValue> Equal
    {
        get => Rare.Equal;
        init => Rare = ReferenceEquals(value, Rare.Equal) ? Rare : Rare with { Equal = value };
    }

    /// <summary>By the result on which the effects depend.</summary>
    public SmallMap<SymbolicValue, PendingList> Pending
    {
        get => Rare.Pending;
        init => Rare = ReferenceEquals(value, Rare.Pending) ? Rare : Rare with { Pending = value };
    }

    public SmallMap<SymbolicValue, GuardToken> Guards
    {
        get => Rare.Guards;
        init => Rare = ReferenceEquals(value, Rare.Guards) ? Rare : Rare with { Guards = value };
    }

    public SmallMap<SymbolicValue, Validity> Valid
    {
        get => Rare.Valid;
        init => Rare = ReferenceEquals(value, Rare.Valid) ? Rare : Rare with { Valid = value };
    }

    public SmallMap<SymbolicValue, Isolation> Isolated
    {
        get => Rare.Isolated;
        init => Rare = ReferenceEquals(value, Rare.Isolated) ? Rare : Rare with { Isolated = value };
    }

    /// <summary>Where values were consumed.</summary>
    public SmallMap<SymbolicValue, SyntaxNode> Consumed
    {
        get => Rare.Consumed;
        init => Rare = ReferenceEquals(value, Rare.Consumed) ? Rare : Rare with { Consumed = value };
    }

    /// <summary>Locks of the body's contract that were let go of, and where.</summary>
    public SmallMap<SymbolicValue, Lapse> Lapsed
    {
        get => Rare.Lapsed;
        init => Rare = ReferenceEquals(value, Rare.Lapsed) ? Rare : Rare with { Lapsed = value };
    }

    public ImmutableArray<AnyOf> AnyOf
    {
        get => Rare.AnyOf;
        init => Rare = value.Equals(Rare.AnyOf) ? Rare : Rare with { AnyOf = value };
    }

    /// <summary>Where locks that are not held any more were let go of, for messages.</summary>
    public SmallMap<SymbolicValue, SyntaxNode> LetGo
    {
        get => Rare.LetGo;
        init => Rare = ReferenceEquals(value, Rare.LetGo) ? Rare : Rare with { LetGo = value };
    }

    /// <summary>
    /// The path runs through code that does not compile. What that would do to the locks cannot be told: nothing is reported on the path from there on.
    /// </summary>
    public bool Broken { get; init; }

    public LockState With(Slot slot, SymbolicValue value)
    {
        var env = Env.Set(slot, value);
        return ReferenceEquals(env, Env) ? this : this with { Env = env };
    }

    public bool Same(LockState other) => ReferenceEquals(this, other)
        || (Broken == other.Broken && Env.Same(other.Env) && Heap.Same(other.Heap) && Facts.Same(other.Facts) && Holds.Same(other.Holds) && SameRare(other));

    private bool SameRare(LockState other) => ReferenceEquals(Rare, other.Rare)
        || (Equal.Same(other.Equal) && Pending.Same(other.Pending) && Guards.Same(other.Guards) && Valid.Same(other.Valid) && Isolated.Same(other.Isolated)
            && Consumed.Same(other.Consumed) && LetGo.Same(other.LetGo) && Lapsed.Same(other.Lapsed) && SameAnyOf(AnyOf, other.AnyOf));

    /// <summary>Whether the locks are held alike; what is known beside them may differ.</summary>
    public bool SameLocks(LockState other)
    {
        if (ReferenceEquals(this, other)) return true;
        if (Broken != other.Broken || Holds.Count != other.Holds.Count || !Pending.Same(other.Pending) || !Guards.Same(other.Guards) || !Valid.Same(other.Valid)
            || !Consumed.Same(other.Consumed) || Lapsed.Count != other.Lapsed.Count)
        {
            return false;
        }
        for (int i = 0; i < Holds.Count; i++)
        {
            if (!ReferenceEquals(Holds.KeyAt(i), other.Holds.KeyAt(i)) || !Holds.ValueAt(i).SameModes(other.Holds.ValueAt(i))) return false;
        }
        return SameAnyOf(AnyOf, other.AnyOf);
    }

    private static bool SameAnyOf(ImmutableArray<AnyOf> a, ImmutableArray<AnyOf> b)
    {
        if (a.Length != b.Length) return false;
        for (int i = 0; i < a.Length; i++)
        {
            if (!a[i].Equals(b[i])) return false;
        }
        return true;
    }
}

/// <summary>The parts of a state that most statements leave as they are; see <see cref="LockState"/>.</summary>
internal sealed record RareState
{
    public static readonly RareState Empty = new();

    public SmallMap<SymbolicValue, SymbolicValue> Equal { get; init; } = SmallMap<SymbolicValue, SymbolicValue>.Empty;

    public SmallMap<SymbolicValue, PendingList> Pending { get; init; } = SmallMap<SymbolicValue, PendingList>.Empty;

    public SmallMap<SymbolicValue, GuardToken> Guards { get; init; } = SmallMap<SymbolicValue, GuardToken>.Empty;

    public SmallMap<SymbolicValue, Validity> Valid { get; init; } = SmallMap<SymbolicValue, Validity>.Empty;

    public SmallMap<SymbolicValue, Isolation> Isolated { get; init; } = SmallMap<SymbolicValue, Isolation>.Empty;

    public SmallMap<SymbolicValue, SyntaxNode> Consumed { get; init; } = SmallMap<SymbolicValue, SyntaxNode>.Empty;

    public SmallMap<SymbolicValue, Lapse> Lapsed { get; init; } = SmallMap<SymbolicValue, Lapse>.Empty;

    public ImmutableArray<AnyOf> AnyOf { get; init; } = [];

    public SmallMap<SymbolicValue, SyntaxNode> LetGo { get; init; } = SmallMap<SymbolicValue, SyntaxNode>.Empty;
}
