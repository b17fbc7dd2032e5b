using System.Diagnostics;

namespace Mm.Locks;

/// <summary>The clock of hold and wait times: monotonic wall time.</summary>
internal static class MonotonicClock
{
    private static readonly double s_nanosecondsPerTick = 1e9 / Stopwatch.Frequency;

    /// <summary>Now; never 0.</summary>
    internal static long Ticks => Stopwatch.GetTimestamp() | 1;

    internal static long ToNanoseconds(long ticks) => (long)(ticks * s_nanosecondsPerTick);
}
