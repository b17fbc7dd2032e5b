namespace Mm.Locks;

/// <summary>How much a lock's statistics keep; each tier keeps all that the one before does. <see cref="HoldStatistics.MeasureCost"/> says what a tier
/// costs here.</summary>
public enum StatisticsTier
{
    /// <summary>Nothing, at no cost.</summary>
    Off,

    /// <summary>Counts of acquisitions and of those that waited, and the times of the waits (a waiter has the time to read a clock).</summary>
    Counters,

    /// <summary>Also hold times of one acquisition in <see cref="LockStatistics.SampleInterval"/> of a thread. The longest hold is the longest of those
    /// sampled.</summary>
    Sampled,

    /// <summary>Also the time of every hold.</summary>
    Full,
}
