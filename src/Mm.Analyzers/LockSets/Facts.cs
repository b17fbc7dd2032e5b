// The kinds of facts beside holds that a lock state keeps of values. Each knows how to rename the values it mentions and how to join.
using Microsoft.CodeAnalysis;
using Mm.Analyzers.Contracts;
using Mm.Analyzers.Paths;

namespace Mm.Analyzers.LockSets;

/// <summary>What is known of a value's own value.</summary>
internal sealed record Fact(SymbolicValue? EqualTo, ValueSet NotEqual)
{
    private const int MaxAmong = 4;

    /// <summary>The few constants of which it is one; empty if that is not known.</summary>
    public ValueSet Among { get; init; } = ValueSet.Empty;

    public static Fact Is(SymbolicValue constant) => new(constant, ValueSet.Empty);

    public static Fact IsNot(SymbolicValue constant) => new(null, ValueSet.Empty.Add(constant));

    /// <summary>True, false or unknown: whether the value equals the constant.</summary>
    public bool? Equal(SymbolicValue constant)
    {
        if (EqualTo is not null) return ReferenceEquals(EqualTo, constant);
        return NotEqual.Contains(constant) || (Among.Count > 0 && !Among.Contains(constant)) ? false : null;
    }

    /// <summary>What is known once the value has turned out not to be the constant.</summary>
    public Fact Without(SymbolicValue constant)
    {
        var rest = Among.Remove(constant);
        return rest.Count == 1 ? Is(rest[0]) : new Fact(null, NotEqual.Add(constant)) { Among = rest };
    }

    public static Fact? Join(Fact a, Fact b)
    {
        if (a.Equals(b)) return a;
        var notEqual = Excluded(a, b).Union(Excluded(b, a));
        var among = OneOf(a, b);
        return notEqual.Count == 0 && among.Count == 0 ? null : new Fact(null, notEqual) { Among = among };
    }

    private static ValueSet OneOf(Fact a, Fact b)
    {
        if (a.Single.Count == 0 || b.Single.Count == 0) return ValueSet.Empty;
        var all = a.Single.Union(b.Single);
        if (all.Count > MaxAmong) return ValueSet.Empty;
        int booleans = 0;
        for (int i = 0; i < all.Count; i++)
        {
            if (all[i].Key is bool) booleans++;
        }
        // True on one path and false on the other says nothing.
        return booleans == 2 ? ValueSet.Empty : all;
    }

    private ValueSet Single => EqualTo is null ? Among : ValueSet.Empty.Add(EqualTo);

    /// <summary>What a excludes that b excludes too.</summary>
    private static ValueSet Excluded(Fact a, Fact b)
    {
        var result = ValueSet.Empty;
        for (int i = 0; i < a.NotEqual.Count; i++)
        {
            if (b.Equal(a.NotEqual[i]) == false) result = result.Add(a.NotEqual[i]);
        }
        return result;
    }
}

/// <summary>An effect that has taken place if a result passes a test that has not been made yet.</summary>
internal sealed record Pending(SymbolicValue Lock, EffectKind Kind, HoldMode Mode, SymbolicValue? Constant, bool NotNull, SyntaxNode Place)
{
    public SymbolicValue? Until { get; init; }

    /// <summary>Takes place, with any result, when the task that is the value has been awaited.</summary>
    public bool Awaits { get; init; }

    public LockTypeInfo? LockType { get; init; }

    public SymbolicValue? Guard { get; init; }

    /// <summary>Pushes onto a lock that is held already.</summary>
    public bool Stacks { get; init; }
}

/// <summary>The conditional effects that hang on one result.</summary>
internal sealed class PendingList(Pending[] items) : IEquatable<PendingList>
{
    public int Count => items.Length;

    public Pending this[int index] => items[index];

    public PendingList Add(Pending item) => new([.. items, item]);

    public PendingList Select(Func<Pending, Pending> change)
    {
        var changed = new Pending[items.Length];
        bool same = true;
        for (int i = 0; i < items.Length; i++)
        {
            changed[i] = change(items[i]);
            same &= ReferenceEquals(changed[i], items[i]);
        }
        return same ? this : new PendingList(changed);
    }

    /// <summary>The same effects, which other calls may have promised: a try in the head of a loop and the next one at its end.</summary>
    public static PendingList? Join(PendingList a, PendingList b)
    {
        if (a.Equals(b)) return a;
        if (a.Count != b.Count) return null;
        var joined = new Pending[a.Count];
        for (int i = 0; i < joined.Length; i++)
        {
            joined[i] = a[i] with { Place = Places.Earlier(a[i].Place, b[i].Place)! };
            if (!joined[i].Equals(b[i] with { Place = joined[i].Place })) return null;
        }
        return new PendingList(joined);
    }

    public bool Equals(PendingList? other)
    {
        if (ReferenceEquals(this, other)) return true;
        if (other is null || items.Length != other.Count) return false;
        for (int i = 0; i < items.Length; i++)
        {
            if (!items[i].Equals(other[i])) return false;
        }
        return true;
    }

    public override bool Equals(object? obj) => Equals(obj as PendingList);

    public override int GetHashCode() => items.Length;
}

internal enum GuardState : byte
{
    /// <summary>Holds its locks.</summary>
    Live,

    /// <summary>Holds them on some paths.</summary>
    Maybe,

    /// <summary>Disposed, or its hold was handed over.</summary>
    GaveUp,

    /// <summary>A parameter: its holder disposes of it.</summary>
    Borrowed,

    /// <summary>Returned, or stored where it outlives the body.</summary>
    HandedOn,
}

/// <param name="State">Whether it still holds its locks.</param>
/// <param name="Locks">What it holds.</param>
/// <param name="Made">The expression that made it.</param>
internal sealed record GuardToken(GuardState State, ValueSet Locks, SyntaxNode Made)
{
    /// <summary>Where it gave up its lock.</summary>
    public SyntaxNode? GaveUpAt { get; init; }

    /// <summary>The variable that it was first stored in; a struct guard may only be disposed through this one.</summary>
    public Slot? Owner { get; init; }

    public static GuardToken Join(GuardToken a, GuardToken b)
    {
        if (a.Equals(b)) return a;
        var state = a.State == b.State ? a.State
            : a.State is GuardState.HandedOn || b.State is GuardState.HandedOn ? GuardState.HandedOn
            : GuardState.Maybe;
        return new GuardToken(state, a.Locks.Union(b.Locks), Places.Earlier(a.Made, b.Made)!)
        {
            GaveUpAt = Places.Earlier(a.GaveUpAt, b.GaveUpAt),
            Owner = ReferenceEquals(a.Owner, b.Owner) ? a.Owner : null,
        };
    }
}

/// <summary>How long a value may be used.</summary>
/// <param name="Declared">The locks that it was declared valid under.</param>
/// <param name="Live">Those of them that have been held at every point since; when none is left the value has ended.</param>
internal sealed record Validity(ValueSet Declared, ValueSet Live)
{
    /// <summary>It is a collection, and this is said of what it holds: the collection itself may be used.</summary>
    public bool OfElements { get; init; }

    public SyntaxNode? EndedAt { get; init; }

    public SymbolicValue? EndedBy { get; init; }

    public bool HasEnded => EndedAt is not null;

    public static Validity Join(Validity a, Validity b)
    {
        if (a.Equals(b)) return a;
        if (a.HasEnded || b.HasEnded)
        {
            var ended = !b.HasEnded ? a : !a.HasEnded ? b : ReferenceEquals(Places.Earlier(a.EndedAt, b.EndedAt), a.EndedAt) ? a : b;
            return ended with { Declared = a.Declared.Union(b.Declared), Live = ValueSet.Empty, OfElements = a.OfElements || b.OfElements };
        }
        var live = a.Live.Intersect(b.Live);
        return new Validity(a.Declared.Union(b.Declared), live.Count > 0 ? live : a.Live.Union(b.Live)) { OfElements = a.OfElements || b.OfElements };
    }
}

/// <param name="Elements">It is a collection, and what it holds is isolated with it.</param>
/// <param name="Container">The isolated object that it was put into; published with that.</param>
internal sealed record Isolation(bool Elements, SymbolicValue? Container = null);

/// <summary>A lock that the contract keeps held was let go of.</summary>
internal sealed record Lapse(SyntaxNode Place, bool ByCall);

/// <summary>At least one of the locks is held for read.</summary>
internal sealed record AnyOf(ValueSet Locks, SyntaxNode Place);
