using System.Diagnostics;

namespace Mm.Locks;

/// <summary>Settings of hold statistics, and what they cost.</summary>
public static class HoldStatistics
{
    private const int PairsPerRound = 500;
    private const int Rounds = 31;
    private const int MostWarmUps = 50;
    private const int EnoughWithoutGain = 8;

    private static int s_defaultTier;

    /// <summary>The tier that an <see cref="RwSemaphore"/> is created with.</summary>
    public static StatisticsTier DefaultTier
    {
        get => (StatisticsTier)Volatile.Read(ref s_defaultTier);
        set => Volatile.Write(ref s_defaultTier, (int)value);
    }

    /// <summary>Measures, on this machine and now, what a tier adds to an uncontended acquisition and release for write together.</summary>
    /// <param name="tier">The tier.</param>
    /// <remarks>Takes about half a second, most of it for the just-in-time compiler to finish; up to three on a busy machine.</remarks>
    /// <returns>Nanoseconds: the difference of the fastest rounds with and without, which alternate, so that others on the machine disturb it least; not below
    /// 0.</returns>
    public static double MeasureCost(StatisticsTier tier)
    {
        var plain = new RwSemaphore("cost without statistics");
        plain.KeepStatistics(StatisticsTier.Off);
        var kept = new RwSemaphore("cost with statistics");
        kept.KeepStatistics(tier);
        WarmUp(plain, kept);
        (double without, double with) = Fastest(plain, kept);
        return Math.Max(0, with - without);
    }

    // The runtime compiles a method again, optimised, some 100 ms after it has been called 30 times, or much later on a busy machine: until nothing gets faster.
    private static void WarmUp(RwSemaphore plain, RwSemaphore kept)
    {
        double best = double.MaxValue;
        int withoutGain = 0;
        for (int i = 0; i < MostWarmUps && withoutGain < EnoughWithoutGain; i++)
        {
            (double without, double with) = Fastest(plain, kept);
            withoutGain = without + with < best * 0.95 ? 0 : withoutGain + 1;
            best = Math.Min(best, without + with);
            Thread.Sleep(50);
        }
    }

    private static (double Without, double With) Fastest(RwSemaphore plain, RwSemaphore kept)
    {
        double without = double.MaxValue;
        double with = double.MaxValue;
        for (int i = 0; i < Rounds; i++)
        {
            without = Math.Min(without, TimePairs(plain));
            with = Math.Min(with, TimePairs(kept));
        }

        return (without, with);
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
