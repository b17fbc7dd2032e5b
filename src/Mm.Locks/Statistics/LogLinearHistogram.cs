namespace Mm.Locks;

/// <summary>A histogram of non-negative numbers with a relative error of at most one part in 16: every power of two is cut into 16 equal buckets.</summary>
/// <remarks>Any number of threads may record; sums and counts are exact. Reading beside writers gives a state that may be short of the latest
/// records.</remarks>
public sealed class LogLinearHistogram
{
    private const int SubBits = 4;
    private const int SubCount = 1 << SubBits;

    // Numbers below 16 have a bucket each; each of the 59 powers of two from 2^4 to 2^62 has 16.
    private readonly long[] _buckets = new long[SubCount * (64 - SubBits)];
    private long _count;
    private long _sum;
    private long _max;

    /// <summary>How many numbers were recorded.</summary>
    public long Count => Volatile.Read(ref _count);

    /// <summary>Their sum.</summary>
    public long Sum => Volatile.Read(ref _sum);

    /// <summary>The largest of them, exactly; 0 if there is none.</summary>
    public long Max => Volatile.Read(ref _max);

    /// <summary>Their mean; 0 if there is none.</summary>
    public double Mean => Count == 0 ? 0 : (double)Sum / Count;

    /// <summary>The buckets that are not empty, in rising order.</summary>
    public IEnumerable<HistogramBucket> Buckets
    {
        get
        {
            for (int i = 0; i < _buckets.Length; i++)
            {
                long count = Volatile.Read(ref _buckets[i]);
                if (count != 0)
                {
                    yield return new HistogramBucket(LowestOf(i), HighestOf(i), count);
                }
            }
        }
    }

    /// <summary>Records a number; a negative one counts as 0.</summary>
    /// <param name="value">The number.</param>
    public void Record(long value)
    {
        long v = Math.Max(0, value);

        // Updates that do not pair with anything but each other: threads record side by side, and a plain increment would lose counts.
        Interlocked.Increment(ref _buckets[IndexOf(v)]);
        Interlocked.Increment(ref _count);
        Interlocked.Add(ref _sum, v);
        RaiseMax(v);
    }

    /// <summary>Adds all that another histogram holds.</summary>
    /// <param name="other">The other.</param>
    public void Add(LogLinearHistogram other)
    {
        // As in Record: they pair only with each other.
        for (int i = 0; i < _buckets.Length; i++)
        {
            Interlocked.Add(ref _buckets[i], Volatile.Read(ref other._buckets[i]));
        }

        Interlocked.Add(ref _count, other.Count);
        Interlocked.Add(ref _sum, other.Sum);
        RaiseMax(other.Max);
    }

    /// <summary>The number that the given share of those recorded does not exceed: the upper end of its bucket, or the exact maximum.</summary>
    /// <param name="share">From 0 to 1: 0.99 for the 99th percentile.</param>
    /// <exception cref="ArgumentOutOfRangeException">The share is not from 0 to 1.</exception>
    public long Percentile(double share)
    {
        if (!(share >= 0 && share <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(share), share, "A share is from 0 to 1.");
        }

        long wanted = (long)Math.Ceiling(share * Count);
        long seen = 0;
        for (int i = 0; i < _buckets.Length; i++)
        {
            seen += Volatile.Read(ref _buckets[i]);
            if (seen >= wanted && seen > 0)
            {
                return Math.Min(HighestOf(i), Max);
            }
        }

        return Max;
    }

    /// <summary>Forgets everything. No other thread may record meanwhile.</summary>
    public void Reset()
    {
        Array.Clear(_buckets, 0, _buckets.Length);
        _count = 0;
        _sum = 0;
        _max = 0;
    }

    /// <summary>The bucket of a number.</summary>
    internal static int IndexOf(long value)
    {
        if (value < SubCount)
        {
            return (int)value;
        }

        int shift = HighestBit(value) - SubBits;
        return ((shift + 1) << SubBits) + (int)(value >> shift) - SubCount;
    }

    /// <summary>The smallest number of a bucket.</summary>
    internal static long LowestOf(int index) =>
        index < SubCount ? index : (long)((index & (SubCount - 1)) + SubCount) << ((index >> SubBits) - 1);

    /// <summary>The largest number of a bucket.</summary>
    internal static long HighestOf(int index) => index < SubCount ? index : LowestOf(index) + (1L << ((index >> SubBits) - 1)) - 1;

    private static int HighestBit(long value)
    {
#if NET10_0_OR_GREATER
        return System.Numerics.BitOperations.Log2((ulong)value);
#else
        int bit = 0;
        while ((value >>= 1) != 0)
        {
            bit++;
        }

        return bit;
#endif
    }

    private void RaiseMax(long value)
    {
        long seen = Volatile.Read(ref _max);
        while (value > seen)
        {
            // A larger maximum that came between must not be overwritten; pairs with nothing else.
            long before = Interlocked.CompareExchange(ref _max, value, seen);
            if (before == seen)
            {
                return;
            }

            seen = before;
        }
    }
}
