namespace Mm.Locks;

/// <summary>A chunk of announcement slots: a word for each reader, 0 when free, else the epoch that its section began in. Chunks are added when all are
/// taken, and stay.</summary>
internal sealed class RcuSlots
{
    internal const int Count = 64;

    // A slot has a cache line of its own, and the first is kept away from the array's header.
    private const int Stride = 8;

    private readonly long[] _words = new long[(Count + 1) * Stride];

    /// <summary>The next chunk; set once.</summary>
    internal RcuSlots? Next;

    /// <summary>The word of a slot.</summary>
    /// <param name="slot">From 0 to <see cref="Count"/> - 1.</param>
    internal ref long this[int slot] => ref _words[(slot + 1) * Stride];
}
