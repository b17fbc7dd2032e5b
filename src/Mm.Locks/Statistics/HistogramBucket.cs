namespace Mm.Locks;

/// <summary>One bucket of a <see cref="LogLinearHistogram"/>.</summary>
public readonly struct HistogramBucket
{
    internal HistogramBucket(long lowest, long highest, long count)
    {
        Lowest = lowest;
        Highest = highest;
        Count = count;
    }

    /// <summary>The smallest number that falls into it.</summary>
    public long Lowest { get; }

    /// <summary>The largest number that falls into it.</summary>
    public long Highest { get; }

    /// <summary>How many did.</summary>
    public long Count { get; }
}
