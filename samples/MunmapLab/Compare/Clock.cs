using System.Diagnostics;

namespace MunmapLab.Compare;

/// <summary>Monotonic wall time in nanoseconds.</summary>
internal static class Clock
{
    private static readonly double s_nanosecondsPerTick = 1e9 / Stopwatch.Frequency;

    public static long Now => (long)(Stopwatch.GetTimestamp() * s_nanosecondsPerTick);
}
