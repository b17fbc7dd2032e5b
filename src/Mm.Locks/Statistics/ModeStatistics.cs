namespace Mm.Locks;

/// <summary>What a lock's statistics keep for one mode. Times are nanoseconds.</summary>
public sealed class ModeStatistics
{
    private readonly StripedCounter _shared = new();
    private long _exclusive;

    internal ModeStatistics(HoldMode mode)
    {
        Mode = mode;
    }

    /// <summary>The mode.</summary>
    public HoldMode Mode { get; }

    /// <summary>How often the lock was acquired in this mode; for <see cref="HoldMode.Downgraded"/>, how often it was downgraded.</summary>
    public long Acquisitions => _shared.Value + Volatile.Read(ref _exclusive);

    /// <summary>How many of the acquisitions had to wait.</summary>
    public long Contended => WaitTimes.Count;

    /// <summary>The times of the waits.</summary>
    public LogLinearHistogram WaitTimes { get; } = new();

    /// <summary>The times of the holds: of all in the full tier, of some in the sampled one.</summary>
    public LogLinearHistogram HoldTimes { get; } = new();

    /// <summary>The longest hold that was timed.</summary>
    public long LongestHold => HoldTimes.Max;

    /// <summary>The sum of the holds that were timed.</summary>
    public long SumOfHolds => HoldTimes.Sum;

    /// <summary>Counts an acquisition that others may make at the same time.</summary>
    internal void CountShared() => _shared.Increment();

    /// <summary>Counts an acquisition that excludes every other of this mode: no update needed, the lock orders the stores.</summary>
    internal void CountExclusive() => Volatile.Write(ref _exclusive, _exclusive + 1);

    internal void Reset()
    {
        _shared.Reset();
        Volatile.Write(ref _exclusive, 0);
        WaitTimes.Reset();
        HoldTimes.Reset();
    }
}
