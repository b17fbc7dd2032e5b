using Microsoft.CodeAnalysis;
using Mm.Analyzers.Contracts;
using Mm.Analyzers.Flow;
using Mm.Analyzers.Paths;

namespace Mm.Analyzers.LockSets;

internal enum HoldOrigin : byte
{
    /// <summary>By a call in the body: must be released.</summary>
    Acquired,

    /// <summary>By the body's own contract.</summary>
    Entry,

    /// <summary>By a member that checks it at run time: no duty to release it.</summary>
    Asserted,

    /// <summary>By a guard: released when the guard is disposed.</summary>
    Guard,
}

/// <summary>One level of a lock's stack of modes.</summary>
/// <param name="Mode">The mode that every path holds; None if some path does not hold it.</param>
/// <param name="Strongest">The strongest mode in which some path holds it.</param>
/// <param name="Place">Where it was acquired; the member's name for a lock that the contract holds.</param>
internal sealed record Hold(HoldMode Mode, HoldMode Strongest, SyntaxNode? Place)
{
    public HoldOrigin Origin { get; init; }

    /// <summary>The strongest mode that counts as another one than <see cref="Mode"/>: a guard's modes join to the weaker without a report,
    /// and so do read and downgraded.</summary>
    public HoldMode May
    {
        get => Origin == HoldOrigin.Guard ? Mode
            : Strongest == HoldMode.Downgraded && Mode != HoldMode.Downgraded ? HoldMode.Read
            : Strongest;
        init
        {
            Strongest = value;
            Last = null;
        }
    }

    /// <summary>Where it was downgraded.</summary>
    public SyntaxNode? Downgraded { get; init; }

    /// <summary>The last place since when one of the joined paths holds it as it does; null before a join.</summary>
    public SyntaxNode? Last { get; init; }

    /// <summary>Where another path acquired or downgraded it in another mode.</summary>
    public SyntaxNode? Other => Mode != May && !ReferenceEquals(Last, Place) ? Last : null;

    /// <summary>Where a path that does not hold it any more let go of it.</summary>
    public SyntaxNode? LetGo { get; init; }

    /// <summary>The guard that holds it.</summary>
    public SymbolicValue? Guard { get; init; }

    /// <summary>The lock with whose write hold this hold ends.</summary>
    public SymbolicValue? Until { get; init; }

    /// <summary>Held by a contract that says no mode ([Releases]): any release fits.</summary>
    public bool AnyMode { get; init; }

    /// <summary>Stands for an acquisition that was refused with a report; the release paired with it is silent and has no effect.</summary>
    public bool Ghost { get; init; }

    /// <summary>
    /// The lock statement at whose end it is released. Only where the graph shows neither the acquisition nor the release: in a nullable
    /// context Roslyn lowers `lock` on a System.Threading.Lock to an invalid operation followed by the body.
    /// </summary>
    public SyntaxNode? Statement { get; init; }

    /// <summary>Taken as held after a report that its result was not tested: nothing more is said of it.</summary>
    public bool Assumed { get; init; }

    /// <summary>What is known of the lock; null for a plain object.</summary>
    public LockTypeInfo? Lock { get; init; }

    public bool IsMaybe => Mode == HoldMode.None;

    /// <summary>The place that tells since when it is held as it is.</summary>
    public SyntaxNode? Since => Mode == HoldMode.Downgraded && Downgraded is not null ? Downgraded : Place;

    public static Hold Of(HoldMode mode, SyntaxNode? place, HoldOrigin origin) => new(mode, mode, place) { Origin = origin };
}

/// <summary>Joins two levels of two stacks; see <see cref="ILattice{T}"/> for the laws.</summary>
internal sealed class HoldLattice : ILattice<Hold>
{
    public static readonly HoldLattice Instance = new();

    public Hold Join(Hold left, Hold right)
    {
        if (ReferenceEquals(left, right) || left.Equals(right)) return left;
        return new Hold(HoldModes.Weaker(left.Mode, right.Mode), Stronger(left.Strongest, right.Strongest), Places.Earlier(left.Place, right.Place))
        {
            Origin = JoinOrigin(left.Origin, right.Origin),
            Downgraded = Places.Earlier(left.Downgraded, right.Downgraded),
            Last = Places.Later(left.Last ?? left.Since, right.Last ?? right.Since),
            LetGo = Places.Earlier(left.LetGo, right.LetGo),
            Guard = ReferenceEquals(left.Guard, right.Guard) ? left.Guard : null,
            Until = ReferenceEquals(left.Until, right.Until) ? left.Until : null,
            Statement = ReferenceEquals(left.Statement, right.Statement) ? left.Statement : null,
            AnyMode = left.AnyMode && right.AnyMode,
            Ghost = left.Ghost && right.Ghost,
            Assumed = left.Assumed && right.Assumed,
            Lock = left.Lock ?? right.Lock,
        };
    }

    public bool Same(Hold left, Hold right) => ReferenceEquals(left, right) || left.Equals(right);

    /// <summary>The hold of a path that meets one without it, or null where such a hold is dropped silently.</summary>
    public static Hold? OneSided(Hold hold)
    {
        // What has been reported once stays said where paths meet.
        if (hold.Assumed) return hold;
        if (hold.Origin is HoldOrigin.Asserted or HoldOrigin.Guard || hold.Until is not null || hold.Ghost) return null;
        return hold.IsMaybe ? hold : hold with { Mode = HoldMode.None, Last = hold.Last ?? hold.Since };
    }

    private static HoldMode Stronger(HoldMode a, HoldMode b) => a > b ? a : b;

    private static HoldOrigin JoinOrigin(HoldOrigin a, HoldOrigin b)
    {
        if (a == b) return a;
        return a == HoldOrigin.Acquired || b == HoldOrigin.Acquired ? HoldOrigin.Acquired
            : a == HoldOrigin.Guard || b == HoldOrigin.Guard ? HoldOrigin.Guard
            : HoldOrigin.Entry;
    }
}

/// <summary>Orders places by where they stand, so that joins do not depend on which side comes first.</summary>
internal static class Places
{
    public static SyntaxNode? Earlier(SyntaxNode? a, SyntaxNode? b) => a is null ? b : b is null ? a : Compare(a, b) <= 0 ? a : b;

    public static SyntaxNode? Later(SyntaxNode? a, SyntaxNode? b) => a is null ? b : b is null ? a : Compare(a, b) >= 0 ? a : b;

    private static int Compare(SyntaxNode a, SyntaxNode b)
    {
        int order = a.SpanStart.CompareTo(b.SpanStart);
        return order != 0 ? order : a.Span.End.CompareTo(b.Span.End);
    }
}
