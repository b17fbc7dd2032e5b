namespace Mm.Locks;

/// <summary>How a thread polls a word: a bounded spin, then it gives its processor away, since the one it waits for may have none.</summary>
internal struct Backoff
{
    // Ten doublings up to 64 pauses are about a microsecond or two: as long as a short critical section, and far less than a time slice.
    private const int SpinLimit = 10;
    private const int LongestPause = 64;

    // After so many yields the holder is not merely preempted: stop burning a processor that others need.
    private const int YieldLimit = 2000;

    private int _round;

    /// <summary>Waits a little before the word is tested again.</summary>
    /// <param name="target">The object that has the word.</param>
    /// <param name="location">The word.</param>
    internal void Once(object target, int location)
    {
        if (SchedulePoints.Enabled && SchedulePoints.Installed is { } scheduler)
        {
            scheduler.Await(target, location);
            return;
        }

        int round = _round++;
        if (round < SpinLimit && Waiter.MaySpin)
        {
            Thread.SpinWait(Math.Min(1 << round, LongestPause));
        }
        else if (round < YieldLimit)
        {
            Thread.Yield();
        }
        else
        {
            Thread.Sleep(1);
        }
    }
}
