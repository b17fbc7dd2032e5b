using Xunit;

namespace Mm.Locks.Tests.Statistics;

public class LockStatisticsTests
{
    [Theory]
    [InlineData(StatisticsTier.Counters)]
    [InlineData(StatisticsTier.Sampled)]
    [InlineData(StatisticsTier.Full)]
    public void CountsAddUpOverThreads(StatisticsTier tier)
    {
        const int Rounds = 2000;
        var semaphore = new RwSemaphore("statistics");
        semaphore.KeepStatistics(tier);
        long tries = 0;
        void Body(int seed)
        {
            var random = new Random(seed);
            for (int i = 0; i < Rounds; i++)
            {
                using (semaphore.Read())
                {
                }

                using (WriteGuard write = semaphore.Write())
                {
                    if (i % 4 == 0)
                    {
                        using ReadGuard downgraded = write.Downgrade();
                    }
                }

                if (random.Next(2) == 0 && semaphore.TryReadLock())
                {
                    Interlocked.Increment(ref tries);
                    semaphore.ReadUnlock();
                }
            }
        }

        TestThreads.Run(() => Body(1), () => Body(2), () => Body(3));
        LockStatistics statistics = semaphore.Statistics!;
        Assert.Equal(tier, statistics.Tier);
        Assert.Equal((3 * Rounds) + tries, statistics.Read.Acquisitions);
        Assert.Equal(3 * Rounds, statistics.Write.Acquisitions);
        Assert.Equal(3 * Rounds / 4, statistics.Downgraded.Acquisitions);
        Assert.True(statistics.Read.Contended <= statistics.Read.Acquisitions);
        Assert.Equal(statistics.Write.WaitTimes.Count, statistics.Write.Contended);
        Assert.Equal(0, statistics.ReleasedElsewhere);
        foreach (ModeStatistics mode in new[] { statistics.Read, statistics.Write, statistics.Downgraded })
        {
            switch (tier)
            {
                case StatisticsTier.Counters:
                    Assert.Equal(0, mode.HoldTimes.Count);
                    break;
                case StatisticsTier.Sampled:
                    Assert.InRange(mode.HoldTimes.Count, 0, (mode.Acquisitions / 8) + 8);
                    break;
                case StatisticsTier.Full:
                    Assert.Equal(mode.Acquisitions, mode.HoldTimes.Count);
                    break;
            }

            Assert.True(mode.SumOfHolds >= mode.LongestHold);
        }

        if (tier == StatisticsTier.Sampled)
        {
            long sampled = statistics.Read.HoldTimes.Count + statistics.Write.HoldTimes.Count;
            long all = statistics.Read.Acquisitions + statistics.Write.Acquisitions;
            Assert.InRange(sampled, (all / LockStatistics.SampleInterval) - 3, (all / LockStatistics.SampleInterval) + 3);
        }
    }

    [Fact]
    public void AHoldIsAsLongAsTheClockSays()
    {
        var semaphore = new RwSemaphore("long holds");
        semaphore.KeepStatistics(StatisticsTier.Full);
        long before = System.Diagnostics.Stopwatch.GetTimestamp();
        semaphore.WriteLock();
        Thread.Sleep(20);
        semaphore.Downgrade();
        Thread.Sleep(10);
        semaphore.ReadUnlock();
        double whole = System.Diagnostics.Stopwatch.GetElapsedTime(before).TotalNanoseconds;
        LockStatistics statistics = semaphore.Statistics!;

        // Bracketed by the same clock from outside; a sleep never ends early by more than the timer's grain.
        Assert.InRange(statistics.Write.LongestHold, 15_000_000, whole);
        Assert.InRange(statistics.Downgraded.LongestHold, 5_000_000, whole);
        Assert.True(statistics.Write.SumOfHolds + statistics.Downgraded.SumOfHolds <= whole);
        Assert.Equal(0, statistics.Read.HoldTimes.Count);
    }

    [Fact]
    public void AWaitIsCountedWithItsTime()
    {
        var semaphore = new RwSemaphore("waits");
        semaphore.KeepStatistics(StatisticsTier.Counters);
        semaphore.WriteLock();
        Thread reader = TestThreads.Start(() =>
        {
            semaphore.ReadLock();
            semaphore.ReadUnlock();
        });
        TestThreads.WaitUntil(() => semaphore.HasWaiters, "the reader queues");
        Thread.Sleep(10);
        semaphore.WriteUnlock();
        reader.Join();
        Assert.Equal(1, semaphore.Statistics!.Read.Contended);
        Assert.True(semaphore.Statistics.Read.WaitTimes.Max >= 5_000_000);
        Assert.Equal(0, semaphore.Statistics.Write.Contended);
    }

    [Fact]
    public void SwitchingWhileHeldLosesNoHold()
    {
        var semaphore = new RwSemaphore("switching");
        bool done = false;
        long inside = 0;
        void Switcher()
        {
            for (int i = 0; i < 3000; i++)
            {
                semaphore.KeepStatistics((StatisticsTier)(i % 4));
                if (i % 16 == 0)
                {
                    Thread.Yield();
                }
            }

            Volatile.Write(ref done, true);
        }

        void User()
        {
            do
            {
                using (WriteGuard write = semaphore.Write())
                {
                    inside++;
                    using ReadGuard read = write.Downgrade();
                }

                using ReadGuard again = semaphore.Read();
            }
            while (!Volatile.Read(ref done));
        }

        TestThreads.Run(Switcher, User, User);
        Assert.False(semaphore.IsHeld);
        Assert.False(semaphore.HasWaiters);
        Assert.True(inside > 0);
    }

    [Fact]
    public void OffKeepsNothing()
    {
        var semaphore = new RwSemaphore("off");
        Assert.Null(semaphore.Statistics);
        semaphore.KeepStatistics(StatisticsTier.Full);
        Assert.NotNull(semaphore.Statistics);
        semaphore.KeepStatistics(StatisticsTier.Off);
        Assert.Null(semaphore.Statistics);
    }

    [Fact]
    public void SpinLocksShareTheStatisticsOfTheirClass()
    {
        LockClass lockClass = "LockStatisticsTests.Table";
        lockClass.KeepStatistics(StatisticsTier.Full);
        PageTableLock[] locks = Enumerable.Range(0, 4).Select(_ => new PageTableLock(lockClass)).ToArray();
        TestThreads.Run(Enumerable.Range(0, 4).Select(self => (Action)(() =>
        {
            for (int i = 0; i < 500; i++)
            {
                using SpinGuard guard = locks[(i + self) % 4].Enter();
            }
        })).ToArray());
        Assert.Equal(2000, lockClass.Statistics!.Write.Acquisitions);
        Assert.Equal(2000, lockClass.Statistics.Write.HoldTimes.Count);
    }

    [Fact]
    public void TheCostOfATierIsMeasured() => Assert.InRange(HoldStatistics.MeasureCost(StatisticsTier.Full), 0, double.MaxValue);
}
