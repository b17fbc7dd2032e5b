// The modes of a hold, and what a hold in one mode is good for. Extend here only if LANGUAGE.md section 1 gains a mode.
namespace Mm.Analyzers.Contracts;

/// <summary>How a lock is held. Downgraded and Upgradeable are the two kinds of update mode.</summary>
internal enum HoldMode : byte
{
    None,
    Read,
    Downgraded,
    Upgradeable,
    Write,
}

/// <summary>How a lock is needed.</summary>
internal enum NeedMode : byte
{
    Read,
    Update,
    Write,
}

internal static class HoldModes
{
    /// <summary>A stronger mode satisfies a weaker need.</summary>
    public static bool Satisfies(this HoldMode held, NeedMode need) => need switch
    {
        NeedMode.Read => held != HoldMode.None,
        NeedMode.Update => held >= HoldMode.Downgraded,
        _ => held == HoldMode.Write,
    };

    /// <summary>The strongest mode that both are at least as strong as: the meet of the diamond Read &lt; {Downgraded, Upgradeable} &lt; Write.</summary>
    public static HoldMode Weaker(HoldMode a, HoldMode b)
    {
        if (a == b) return a;
        if (a == HoldMode.None || b == HoldMode.None) return HoldMode.None;
        if (a == HoldMode.Write) return b;
        if (b == HoldMode.Write) return a;
        return HoldMode.Read;
    }

    /// <summary>The mode a body starts with when its contract needs the lock in this mode.</summary>
    public static HoldMode AsHeld(this NeedMode need) => need switch
    {
        NeedMode.Read => HoldMode.Read,
        NeedMode.Update => HoldMode.Downgraded,
        _ => HoldMode.Write,
    };

    public static string Text(this NeedMode need) => need switch
    {
        NeedMode.Read => "for read",
        NeedMode.Update => "in update mode",
        _ => "for write",
    };

    public static string Text(this HoldMode mode) => mode switch
    {
        HoldMode.None => "not",
        HoldMode.Read => "for read",
        HoldMode.Downgraded => "downgraded",
        HoldMode.Upgradeable => "upgradeable",
        _ => "for write",
    };
}
