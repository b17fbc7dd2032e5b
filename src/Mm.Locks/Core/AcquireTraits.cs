namespace Mm.Locks;

/// <summary>What the validator must know of an acquisition beside its mode.</summary>
[Flags]
internal enum AcquireTraits
{
    None = 0,

    /// <summary>It does not wait, so it cannot deadlock.</summary>
    Try = 1,

    /// <summary>Another lock of its type may be held.</summary>
    Nested = 2,

    /// <summary>The same lock may be held already.</summary>
    Reentrant = 4,

    /// <summary>The lock spins: nothing that sleeps may be acquired under it.</summary>
    Spins = 8,

    /// <summary>The hold ends with another lock's write hold.</summary>
    Until = 16,
}
