using System.Diagnostics;

namespace Mm.Locks;

/// <summary>Settings of hold statistics, and what they cost.</summary>
public static class HoldStatistics
{
    private const int PairsPerRound = 500;
    private const int Rounds = 31;

    private static int s_defaultTier;

    /// <summary>The tier that an <see cref="RwSemaphore"/> is created with.</summary>
    public static StatisticsTier DefaultTier
    {
        get => (StatisticsTier)Volatile.Read(ref s_defaultTier);
        set => Volatile.Write(ref s_defaultTier, (int)value);
    }

    /// <summary>Measures, on this machine and now, what a tier adds to an uncontended acquisition and release for write together.</summary>
    /// <param name="tier">The tier.</param>
    /// <remarks>Takes about half a second, most of it for the just-in-time compiler to finish.</remarks>
    /// <returns>Nanoseconds: the median over rounds that alternate between a lock with and one without statistics; not below 0.</returns>
    public static double MeasureCost(StatisticsTier tier)
    {
        var plain = new RwSemaphore("cost without statistics");
        plain.KeepStatistics(StatisticsTier.Off);
        var kept = new RwSemaphore("cost with statistics");
        kept.KeepStatistics(tier);
        WarmUp(plain, kept);
        var differences = new double[Rounds];
        for (int i = 0; i < Rounds; i++)
        {
            double without = TimePairs(plain);
            differences[i] = TimePairs(kept) - without;
        }

        Array.Sort(differences);
        return Math.Max(0, differences[Rounds / 2]);
    }

    // The runtime compiles a method again, optimised, some 100 ms after it has been called 30 times.
    private static void WarmUp(RwSemaphore plain, RwSemaphore kept)
    {
        for (int i = 0; i < 3; i++)
        {
            for (int j = 0; j < 40; j++)
            {
                TimePairs(plain);
                TimePairs(kept);
            }

            Thread.Sleep(150);
        }
    }

    private static double TimePairs(RwSemaphore semaphore)
    {
        long began = Stopwatch.GetTimestamp();
        for (int i = 0; i < PairsPerRound; i++)
        {
            semaphore.WriteLock();
            semaphore.WriteUnlock();
        }

        return MonotonicClock.ToNanoseconds(Stopwatch.GetTimestamp() - began) / (double)PairsPerRound;
    }
}
