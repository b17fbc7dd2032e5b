using Xunit;

namespace Mm.Locks.Tests.RwSemaphores;

public class RwSemaphoreFairnessTests
{
    private readonly RwSemaphore _semaphore = new("fair");

    [Fact]
    public void AWriterComesInThoughReadersNeverAllLeave()
    {
        const int Writes = 200;
        bool done = false;
        long withoutReader = 0;

        // Two readers hold on to each other: neither lets go before the other has been in since, unless a writer stands in the queue.
        long[] turns = new long[2];
        void Reader(int self)
        {
            while (!Volatile.Read(ref done))
            {
                _semaphore.ReadLock();
                Interlocked.Increment(ref turns[self]);
                long other = Volatile.Read(ref turns[1 - self]);
                while (!_semaphore.HasWaiters && Volatile.Read(ref turns[1 - self]) == other && !Volatile.Read(ref done))
                {
                    Thread.Yield();
                }

                _semaphore.ReadUnlock();
            }
        }

        void Writer()
        {
            for (int i = 0; i < Writes; i++)
            {
                _semaphore.WriteLock();
                withoutReader++;
                _semaphore.WriteUnlock();
            }

            Volatile.Write(ref done, true);
        }

        TestThreads.Run(() => Reader(0), () => Reader(1), Writer);
        Assert.Equal(Writes, withoutReader);
    }

    [Fact]
    public void AReaderComesInThoughWritersKeepComing()
    {
        const int Reads = 500;
        bool done = false;
        long reads = 0;
        void Writer()
        {
            while (!Volatile.Read(ref done))
            {
                _semaphore.WriteLock();
                _semaphore.WriteUnlock();
            }
        }

        void Reader()
        {
            for (int i = 0; i < Reads; i++)
            {
                _semaphore.ReadLock();
                reads++;
                _semaphore.ReadUnlock();
            }

            Volatile.Write(ref done, true);
        }

        TestThreads.Run(Writer, Writer, Writer, Reader);
        Assert.Equal(Reads, reads);
    }

    [Fact]
    public void AQueuedWriterKeepsLaterReadersOut()
    {
        _semaphore.ReadLock();
        Thread writer = TestThreads.Start(() =>
        {
            _semaphore.WriteLock();
            _semaphore.WriteUnlock();
        });
        TestThreads.WaitUntil(() => _semaphore.TestHookQueueLength == 1, "the writer queues");
        Assert.False(_semaphore.TryReadLock());
        Assert.True(_semaphore.IsContended);
        _semaphore.ReadUnlock();
        writer.Join();
        Assert.True(_semaphore.TryReadLock());
        _semaphore.ReadUnlock();
    }

    [Fact]
    public void WaitersAreServedInTheOrderOfTheirArrival()
    {
        var order = new List<int>();
        var threads = new List<Thread>();
        _semaphore.WriteLock();
        for (int i = 0; i < 8; i++)
        {
            int self = i;
            threads.Add(TestThreads.Start(() =>
            {
                _semaphore.WriteLock();
                order.Add(self);
                _semaphore.WriteUnlock();
            }));
            TestThreads.WaitUntil(() => _semaphore.TestHookQueueLength == self + 1, "the waiter queues");
        }

        _semaphore.WriteUnlock();
        threads.ForEach(static t => t.Join());
        Assert.Equal(Enumerable.Range(0, 8), order);
    }

    [Fact]
    public void ReadersQueuedTogetherAreInTogether()
    {
        const int Readers = 4;
        using var together = new Barrier(Readers);
        _semaphore.WriteLock();
        Thread[] readers = Enumerable.Range(0, Readers).Select(_ => TestThreads.Start(() =>
        {
            _semaphore.ReadLock();

            // Opens only when all of them hold the lock.
            together.SignalAndWait();
            _semaphore.ReadUnlock();
        })).ToArray();
        TestThreads.WaitUntil(() => _semaphore.TestHookQueueLength == Readers, "the readers queue");
        _semaphore.WriteUnlock();
        Assert.All(readers, static r => Assert.True(r.Join(TimeSpan.FromSeconds(60))));
    }
}
