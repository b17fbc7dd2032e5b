using System.Diagnostics;

namespace Mm.Benchmarks.Storage;

/// <summary>Times an action in rounds and keeps the fastest: whatever else runs on the machine only adds.</summary>
internal static class Measure
{
    internal static double NanosecondsEach(long operations, Action run, int rounds = 60, Action? prepare = null)
    {
        var fastest = double.MaxValue;
        for (var round = -2; round < rounds; round++)
        {
            prepare?.Invoke();
            var began = Stopwatch.GetTimestamp();
            run();
            if (round >= 0)
            {
                fastest = Math.Min(fastest, Stopwatch.GetElapsedTime(began).TotalNanoseconds / operations);
            }
        }

        return fastest;
    }
}
