using Xunit;

namespace Mm.Locks.Tests.RwSemaphores;

public class RwSemaphoreCancellationTests
{
    private readonly RwSemaphore _semaphore = new("killable");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void AKilledWaitHoldsNothing(bool write)
    {
        using var kill = new CancellationTokenSource();
        int result = 1;
        _semaphore.WriteLock();
        Thread waiter = TestThreads.Start(() => result = write ? _semaphore.WriteLockKillable(kill.Token) : _semaphore.ReadLockKillable(kill.Token));
        TestThreads.WaitUntil(() => _semaphore.TestHookQueueLength == 1, "the waiter queues");
        kill.Cancel();
        waiter.Join();
        Assert.Equal(-4, result);
        Assert.False(_semaphore.HasWaiters);
        _semaphore.WriteUnlock();
        Assert.False(_semaphore.IsHeld);
    }

    [Fact]
    public void WithoutAWaitTheTokenIsNotAsked()
    {
        var killed = new CancellationToken(canceled: true);
        Assert.Equal(0, _semaphore.WriteLockKillable(killed));
        _semaphore.WriteUnlock();
        Assert.Equal(0, _semaphore.ReadLockKillable(killed));
        _semaphore.ReadUnlock();
    }

    [Fact]
    public void ATokenCancelledBeforeTheWaitEndsItAtOnce()
    {
        _semaphore.ReadLock();
        Assert.Equal(-4, _semaphore.WriteLockKillable(new CancellationToken(canceled: true)));
        Assert.False(_semaphore.HasWaiters);
        _semaphore.ReadUnlock();
    }

    [Fact]
    public void AWriterThatGivesUpLetsTheReadersBehindItIn()
    {
        using var kill = new CancellationTokenSource();
        _semaphore.ReadLock();
        int result = 0;
        Thread writer = TestThreads.Start(() => result = _semaphore.WriteLockKillable(kill.Token));
        TestThreads.WaitUntil(() => _semaphore.TestHookQueueLength == 1, "the writer queues");
        Thread[] readers = new Thread[2];
        for (int i = 0; i < readers.Length; i++)
        {
            readers[i] = TestThreads.Start(() =>
            {
                _semaphore.ReadLock();
                _semaphore.ReadUnlock();
            });
            int expected = i + 2;
            TestThreads.WaitUntil(() => _semaphore.TestHookQueueLength == expected, "the reader queues");
        }

        // The lock stays held for read: only the queued writer kept the readers out.
        kill.Cancel();
        Assert.All(readers, static r => Assert.True(r.Join(TimeSpan.FromSeconds(60))));
        writer.Join();
        Assert.Equal(-4, result);
        Assert.False(_semaphore.HasWaiters);
        _semaphore.ReadUnlock();
        Assert.False(_semaphore.IsHeld);
    }

    [Fact]
    public void GrantAndKillAtOnceLeaveTheLockHeldOrNotAsTheResultSays()
    {
        const int Rounds = 600;
        int granted = 0;
        int killed = 0;
        for (int i = 0; i < Rounds; i++)
        {
            using var kill = new CancellationTokenSource();
            _semaphore.WriteLock();
            int result = 1;
            bool write = i % 2 == 0;
            TestThreads.Run(
                () => result = write ? _semaphore.WriteLockKillable(kill.Token) : _semaphore.ReadLockKillable(kill.Token),
                () =>
                {
                    // Now and then the kill comes first, or long after.
                    SpinFor(i % 7 * 40);
                    _semaphore.WriteUnlock();
                },
                () =>
                {
                    SpinFor(i % 5 * 40);
                    kill.Cancel();
                });
            if (result == 0)
            {
                granted++;
                Assert.True(_semaphore.IsHeld);
                if (write)
                {
                    _semaphore.WriteUnlock();
                }
                else
                {
                    _semaphore.ReadUnlock();
                }
            }
            else
            {
                killed++;
                Assert.Equal(-4, result);
            }

            Assert.False(_semaphore.IsHeld);
            Assert.False(_semaphore.HasWaiters);
        }

        Assert.Equal(Rounds, granted + killed);
    }

    [Fact]
    public void AnInterruptedWaitGoesOnAndTheInterruptionComesLater()
    {
        bool interrupted = false;
        bool held = false;
        _semaphore.WriteLock();
        Thread waiter = TestThreads.Start(() =>
        {
            _semaphore.WriteLock();
            held = true;
            _semaphore.WriteUnlock();
            try
            {
                Thread.Sleep(Timeout.Infinite);
            }
            catch (ThreadInterruptedException)
            {
                interrupted = true;
            }
        });
        TestThreads.WaitUntil(() => waiter.ThreadState.HasFlag(ThreadState.WaitSleepJoin), "the waiter sleeps");
        waiter.Interrupt();
        _semaphore.WriteUnlock();
        Assert.True(waiter.Join(TimeSpan.FromSeconds(60)));
        Assert.True(held);
        Assert.True(interrupted);
        Assert.False(_semaphore.IsHeld);
    }

    private static void SpinFor(int turns)
    {
        for (int i = 0; i < turns; i++)
        {
            Thread.SpinWait(1);
        }
    }
}
