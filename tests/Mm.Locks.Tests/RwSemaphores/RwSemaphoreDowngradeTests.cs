using Xunit;

namespace Mm.Locks.Tests.RwSemaphores;

public class RwSemaphoreDowngradeTests
{
    private readonly RwSemaphore _semaphore = new("downgrade");
    private long _sentinel;

    [Fact]
    public void NoWriterComesBetweenDowngradeAndRelease()
    {
        const int Rounds = 3000;
        long changed = 0;
        void Body(int self)
        {
            for (int i = 0; i < Rounds; i++)
            {
                long mine = ((long)self << 32) + i;
                _semaphore.WriteLock();
                Volatile.Write(ref _sentinel, mine);
                _semaphore.Downgrade();
                for (int j = 0; j < 10; j++)
                {
                    if (Volatile.Read(ref _sentinel) != mine)
                    {
                        Interlocked.Increment(ref changed);
                    }

                    if (j == 5 && i % 32 == 0)
                    {
                        Thread.Yield();
                    }
                }

                _semaphore.ReadUnlock();
            }
        }

        TestThreads.Run(() => Body(1), () => Body(2), () => Body(3), () => Body(4));
        Assert.Equal(0, changed);
        Assert.False(_semaphore.IsHeld);
    }

    [Fact]
    public void TheQueuedWriterWaitsForTheDowngradedHoldToo()
    {
        _semaphore.WriteLock();
        Thread writer = TestThreads.Start(() =>
        {
            _semaphore.WriteLock();
            _sentinel = 1;
            _semaphore.WriteUnlock();
        });
        TestThreads.WaitUntil(() => _semaphore.TestHookQueueLength == 1, "the writer queues");
        _semaphore.Downgrade();
        Assert.Equal(1, _semaphore.TestHookQueueLength);
        Assert.Equal(0, Volatile.Read(ref _sentinel));
        Assert.Equal(1, _semaphore.TestHookReaders);
        _semaphore.ReadUnlock();
        writer.Join();
        Assert.Equal(1, _sentinel);
    }

    [Fact]
    public void ADowngradeWakesTheReadersAtTheHeadOnly()
    {
        using var release = new ManualResetEventSlim();
        _semaphore.WriteLock();
        void Enqueue(Action body, int length)
        {
            TestThreads.Start(body);
            TestThreads.WaitUntil(() => _semaphore.TestHookQueueLength == length, "the waiter queues");
        }

        int readersIn = 0;
        int lateReaderIn = 0;
        using var finished = new CountdownEvent(4);
        void Reader(ref int counter)
        {
            _semaphore.ReadLock();
            Interlocked.Increment(ref counter);
            release.Wait();
            _semaphore.ReadUnlock();
            finished.Signal();
        }

        Enqueue(() => Reader(ref readersIn), 1);
        Enqueue(() => Reader(ref readersIn), 2);
        Enqueue(
            () =>
            {
                _semaphore.WriteLock();
                _semaphore.WriteUnlock();
                finished.Signal();
            },
            3);
        Enqueue(() => Reader(ref lateReaderIn), 4);

        _semaphore.Downgrade();
        TestThreads.WaitUntil(() => Volatile.Read(ref readersIn) == 2, "the readers at the head come in");
        Assert.Equal(3, _semaphore.TestHookReaders);
        Assert.Equal(2, _semaphore.TestHookQueueLength);
        Assert.Equal(0, Volatile.Read(ref lateReaderIn));

        _semaphore.ReadUnlock();
        release.Set();
        Assert.True(finished.Wait(TimeSpan.FromSeconds(60)));
        Assert.Equal(1, lateReaderIn);
        TestThreads.WaitUntil(() => !_semaphore.IsHeld, "all are out");
    }
}
