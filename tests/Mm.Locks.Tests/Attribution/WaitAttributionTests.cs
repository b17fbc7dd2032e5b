using Xunit;

namespace Mm.Locks.Tests.Attribution;

/// <summary>Queues are built step by step; what the marked thread burned is bracketed by its own clock, so that nothing depends on how fast the machine
/// is.</summary>
public class WaitAttributionTests
{
    private readonly RwSemaphore _semaphore = new("attributed");
    private readonly WaitAttribution _attribution = new();

    public WaitAttributionTests() => _semaphore.AttributeWaits(_attribution);

    [Fact]
    public void AReaderBehindAMapperBehindTheUnmapperIsChargedLikeTheMapper()
    {
        AttributedWait mapper = default;
        AttributedWait reader = default;
        long burned;
        long whole;
        using (_attribution.Mark())
        {
            ThreadCpuClock clock = ThreadCpuClock.OfCurrentThread();
            long began = clock.Nanoseconds;
            _semaphore.WriteLock();
            _semaphore.Downgrade();
            Thread mapping = Queue(write: true, 1, result => mapper = result);
            Thread reading = Queue(write: false, 2, result => reader = result);
            burned = Burn(clock);

            // The mapper is what the reader waits for; the downgraded hold would let it in.
            Assert.Equal(2, _semaphore.TestHookQueueLength);
            _semaphore.ReadUnlock();
            whole = clock.Nanoseconds - began;
            mapping.Join();
            reading.Join();
        }

        Assert.Equal(1, mapper.Waits);
        Assert.Equal(1, reader.Waits);
        Assert.InRange(mapper.BlockedNanoseconds, burned, whole);
        Assert.InRange(reader.BlockedNanoseconds, burned, whole);
    }

    [Fact]
    public void AHoldWithoutAMarkIsNobodysFault()
    {
        AttributedWait waiter = default;
        _semaphore.WriteLock();
        Thread waiting = Queue(write: true, 1, result => waiter = result);
        Burn(ThreadCpuClock.OfCurrentThread());
        _semaphore.WriteUnlock();
        waiting.Join();
        Assert.Equal(1, waiter.Waits);
        Assert.True(waiter.WaitNanoseconds > 0);
        Assert.Equal(0, waiter.BlockedNanoseconds);
    }

    [Fact]
    public void WhatTheMarkedThreadDoesOutsideTheLockIsNotCharged()
    {
        AttributedWait waiter = default;
        using var holding = new ManualResetEventSlim();
        using var release = new ManualResetEventSlim();
        Thread holder = TestThreads.Start(() =>
        {
            _semaphore.WriteLock();
            holding.Set();
            release.Wait();
            _semaphore.WriteUnlock();
        });
        holding.Wait();
        using (_attribution.Mark())
        {
            Thread waiting = Queue(write: false, 1, result => waiter = result);
            Burn(ThreadCpuClock.OfCurrentThread());
            release.Set();
            waiting.Join();
        }

        holder.Join();
        Assert.Equal(1, waiter.Waits);
        Assert.Equal(0, waiter.BlockedNanoseconds);
    }

    [Fact]
    public void AWaitThatBeginsLateIsChargedForTheRestOnly()
    {
        AttributedWait waiter = default;
        long second;
        long whole;
        using (_attribution.Mark())
        {
            ThreadCpuClock clock = ThreadCpuClock.OfCurrentThread();
            _semaphore.WriteLock();
            Burn(clock);
            long late = clock.Nanoseconds;
            Thread waiting = Queue(write: true, 1, result => waiter = result);
            second = Burn(clock);
            _semaphore.WriteUnlock();
            whole = clock.Nanoseconds - late;
            waiting.Join();
        }

        Assert.InRange(waiter.BlockedNanoseconds, second, whole);
    }

    [Fact]
    public void StandingBehindTheWaiterIsNotCharged()
    {
        AttributedWait waiter = default;
        using var holding = new ManualResetEventSlim();
        using var release = new ManualResetEventSlim();
        using var waiterIn = new ManualResetEventSlim();
        using var waiterOut = new ManualResetEventSlim();
        Thread holder = TestThreads.Start(() =>
        {
            _semaphore.WriteLock();
            holding.Set();
            release.Wait();
            _semaphore.WriteUnlock();
        });
        holding.Wait();
        Thread waiting = TestThreads.Start(() =>
        {
            _attribution.Collect();
            _semaphore.WriteLock();
            waiter = _attribution.Collect();
            waiterIn.Set();
            waiterOut.Wait();
            _semaphore.WriteUnlock();
        });
        TestThreads.WaitUntil(() => _semaphore.TestHookQueueLength == 1, "the waiter queues");
        Thread unmapper = TestThreads.Start(() =>
        {
            using (_attribution.Mark())
            {
                _semaphore.WriteLock();
                Burn(ThreadCpuClock.OfCurrentThread());
                _semaphore.WriteUnlock();
            }
        });
        TestThreads.WaitUntil(() => _semaphore.TestHookQueueLength == 2, "the unmapper queues behind it");
        release.Set();
        waiterIn.Wait();
        Assert.Equal(0, waiter.BlockedNanoseconds);
        waiterOut.Set();
        unmapper.Join();
        waiting.Join();
        holder.Join();
    }

    [Fact]
    public void StandingBeforeTheWaiterIsChargedAndSoIsTheHoldThatFollows()
    {
        AttributedWait waiter = default;
        long burned = 0;
        long whole = 0;
        using var holding = new ManualResetEventSlim();
        using var release = new ManualResetEventSlim();
        Thread holder = TestThreads.Start(() =>
        {
            _semaphore.ReadLock();
            holding.Set();
            release.Wait();
            _semaphore.ReadUnlock();
        });
        holding.Wait();
        Thread unmapper = TestThreads.Start(() =>
        {
            using (_attribution.Mark())
            {
                ThreadCpuClock clock = ThreadCpuClock.OfCurrentThread();
                long began = clock.Nanoseconds;
                _semaphore.WriteLock();
                burned = Burn(clock);
                _semaphore.WriteUnlock();
                whole = clock.Nanoseconds - began;
            }
        });
        TestThreads.WaitUntil(() => _semaphore.TestHookQueueLength == 1, "the unmapper queues");
        Thread waiting = Queue(write: false, 2, result => waiter = result);
        release.Set();
        unmapper.Join();
        waiting.Join();
        holder.Join();
        Assert.InRange(waiter.BlockedNanoseconds, burned, whole);
    }

    [Fact]
    public void AKilledWaitIsChargedToo()
    {
        AttributedWait waiter = default;
        using var kill = new CancellationTokenSource();
        using (_attribution.Mark())
        {
            ThreadCpuClock clock = ThreadCpuClock.OfCurrentThread();
            _semaphore.WriteLock();
            Thread waiting = TestThreads.Start(() =>
            {
                Assert.Equal(-4, _semaphore.WriteLockKillable(kill.Token));
                waiter = _attribution.Collect();
            });
            TestThreads.WaitUntil(() => _semaphore.TestHookQueueLength == 1, "the waiter queues");
            long burned = Burn(clock);
            kill.Cancel();
            waiting.Join();
            _semaphore.WriteUnlock();
            Assert.True(waiter.BlockedNanoseconds >= burned);
        }
    }

    [Fact]
    public void OneThreadIsMarkedAtATime()
    {
        WaitAttribution.Marking mark = _attribution.Mark();
        Assert.True(_attribution.IsMarked);
        Assert.Throws<InvalidOperationException>(() => _attribution.Mark());
        mark.Dispose();
        mark.Dispose();
        Assert.False(_attribution.IsMarked);
        using (_attribution.Mark())
        {
            mark.Dispose();
            Assert.True(_attribution.IsMarked);
        }
    }

    [Fact]
    public void CollectingStartsAgainFromZero()
    {
        AttributedWait first = default;
        AttributedWait second = new(1, 1, 1);
        _semaphore.WriteLock();
        Thread waiting = TestThreads.Start(() =>
        {
            _semaphore.ReadLock();
            _semaphore.ReadUnlock();
            first = _attribution.Collect();
            second = _attribution.Collect();
        });
        TestThreads.WaitUntil(() => _semaphore.TestHookQueueLength == 1, "the waiter queues");
        _semaphore.WriteUnlock();
        waiting.Join();
        Assert.Equal(1, first.Waits);
        Assert.Equal(0, second.Waits);
        Assert.Equal(0, second.WaitNanoseconds);
    }

    // Uses some processor time; returns how much at least was used between entry and exit.
    private static long Burn(ThreadCpuClock clock)
    {
        long began = clock.Nanoseconds;
        long used;
        do
        {
            Thread.SpinWait(100);
            used = clock.Nanoseconds - began;
        }
        while (used < 3_000_000);
        return used;
    }

    private Thread Queue(bool write, int length, Action<AttributedWait> collected)
    {
        Thread thread = TestThreads.Start(() =>
        {
            _attribution.Collect();
            if (write)
            {
                _semaphore.WriteLock();
                _semaphore.WriteUnlock();
            }
            else
            {
                _semaphore.ReadLock();
                _semaphore.ReadUnlock();
            }

            collected(_attribution.Collect());
        });
        TestThreads.WaitUntil(() => _semaphore.TestHookQueueLength == length, "the waiter queues");
        return thread;
    }
}
