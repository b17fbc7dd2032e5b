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
/// <param name="May">The strongest mode in which some path holds it.</param>
/// <param name="Place">Where it was acquired; the member's name for a lock that the contract holds.</param>
internal sealed record Hold(HoldMode Mode, HoldMode May, SyntaxNode? Place)
{
    public HoldOrigin Origin { get; init; }

    /// <summary>Where it was downgraded.</summary>
    public SyntaxNode? Downgraded { get; init; }

    /// <summary>Where another path acquired or downgraded it in another mode.</summary>
    public SyntaxNode? Other { get; init; }

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
        var mode = HoldModes.Weaker(left.Mode, right.Mode);
        var may = Stronger(left.May, right.May);
        var origin = JoinOrigin(left.Origin, right.Origin);
        // A guard's modes join to the weaker without a report, and so do read and downgraded.
        if (origin == HoldOrigin.Guard) may = mode;
        else if (may == HoldMode.Downgraded && mode != may) may = HoldMode.Read;
        var first = Places.Earlier(left.Place, right.Place);
        return new Hold(mode, may, first)
        {
            Origin = origin,
            Downgraded = Places.Earlier(left.Downgraded, right.Downgraded),
            Other = Places.Later(Differing(left, right, first), Places.Later(left.Other, right.Other)),
            Guard = ReferenceEquals(left.Guard, right.Guard) ? left.Guard : null,
            Until = ReferenceEquals(left.Until, right.Until) ? left.Until : null,
            Statement = ReferenceEquals(left.Statement, right.Statement) ? left.Statement : null,
            AnyMode = left.AnyMode && right.AnyMode,
            Ghost = left.Ghost && right.Ghost,
            Lock = left.Lock ?? right.Lock,
        };
    }

    public bool Same(Hold left, Hold right) => ReferenceEquals(left, right) || left.Equals(right);

    /// <summary>The hold of a path that meets one without it, or null where such a hold is dropped silently.</summary>
    public static Hold? OneSided(Hold hold)
    {
        if (hold.Origin is HoldOrigin.Asserted or HoldOrigin.Guard || hold.Until is not null || hold.Ghost) return null;
        if (hold.IsMaybe) return hold;
        return hold with { Mode = HoldMode.None, May = hold.May == HoldMode.Downgraded ? HoldMode.Read : hold.May };
    }

    private static HoldMode Stronger(HoldMode a, HoldMode b) => a > b ? a : b;

    private static HoldOrigin JoinOrigin(HoldOrigin a, HoldOrigin b)
    {
        if (a == b) return a;
        return a == HoldOrigin.Acquired || b == HoldOrigin.Acquired ? HoldOrigin.Acquired
            : a == HoldOrigin.Guard || b == HoldOrigin.Guard ? HoldOrigin.Guard
            : HoldOrigin.Entry;
    }

    private static SyntaxNode? Differing(Hold left, Hold right, SyntaxNode? first)
    {
        if (left.Mode == right.Mode) return null;
        var a = left.Since;
        var b = right.Since;
        var later = Places.Later(a, b);
        return ReferenceEquals(later, first) ? Places.Earlier(a, b) : later;
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
