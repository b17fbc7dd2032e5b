namespace Mm.Locks;

/// <summary>How long marked threads have held the locks of an attribution, apart from what all others did with them. Times are nanoseconds of wall time: what a
/// holder spends off the processor keeps the others out too.</summary>
public sealed class MarkedHolds
{
    private long _longestExclusive;
    private long _exclusive;
    private long _shared;

    /// <summary>The longest hold for write; a downgrade ends it.</summary>
    public long LongestExclusiveNanoseconds => Volatile.Read(ref _longestExclusive);

    /// <summary>The sum of the holds for write.</summary>
    public long ExclusiveNanoseconds => Volatile.Read(ref _exclusive);

    /// <summary>The sum of the holds for read and of the downgraded ones.</summary>
    public long SharedNanoseconds => Volatile.Read(ref _shared);

    // Only the marked thread writes, and there is one at a time, so plain sums lose nothing; the volatile stores are for whoever reads beside it.
    internal void Add(bool exclusive, long nanoseconds)
    {
        if (!exclusive)
        {
            Volatile.Write(ref _shared, _shared + nanoseconds);
            return;
        }

        Volatile.Write(ref _exclusive, _exclusive + nanoseconds);
        Volatile.Write(ref _longestExclusive, Math.Max(_longestExclusive, nanoseconds));
    }
}
