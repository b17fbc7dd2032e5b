using System.Diagnostics;

namespace Mm.Benchmarks.Storage;

/// <summary>Times an action in rounds and keeps the fastest: whatever else runs on the machine only adds.</summary>
internal static class Measure
{
    internal static double NanosecondsEach(long operations, Action run, int rounds = 60, Action? prepare = null)
    {
        // Long enough for the just-in-time compiler's last tier, which waits 100 ms before it starts.
        for (var warming = Stopwatch.StartNew(); warming.ElapsedMilliseconds < 400;)
        {
            prepare?.Invoke();
            run();
        }

        var fastest = double.MaxValue;
        for (var round = 0; round < rounds; round++)
        {
            prepare?.Invoke();
            var began = Stopwatch.GetTimestamp();
            run();
            fastest = Math.Min(fastest, Stopwatch.GetElapsedTime(began).TotalNanoseconds / operations);
        }

        return fastest;
    }
}
