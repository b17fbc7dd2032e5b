namespace Mm.Tree;

/// <summary>How much room below a range a search for gaps must leave free: a stack that grows down keeps its guard gap.</summary>
/// <typeparam name="T">What the tree maps ranges to.</typeparam>
public interface IGapPolicy<in T>
{
    /// <summary>The address below which the gap before a range may be used; at most <paramref name="start"/>.</summary>
    /// <param name="start">The range's start as the tree has it.</param>
    /// <param name="value">The range's value.</param>
    ulong EffectiveStart(ulong start, T value);
}

/// <summary>Every range may be touched from below.</summary>
/// <typeparam name="T">What the tree maps ranges to.</typeparam>
public readonly struct NoGuardGap<T> : IGapPolicy<T>
{
    /// <inheritdoc/>
    public ulong EffectiveStart(ulong start, T value) => start;
}
