using Xunit;

namespace Mm.Locks.Tests.RwSemaphores;

/// <summary>Many threads, bounded loops. A lost wake-up or a starved thread shows as a hang, which the thread helper turns into a failure.</summary>
public class RwSemaphoreStressTests
{
    private const int Rounds = 2000;

    private readonly RwSemaphore _semaphore = new("stress");

    // Plain on purpose: only the lock keeps them together.
    private long _first;
    private long _second;

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(6, 2)]
    [InlineData(2, 6)]
    public void WritersAreAloneAndReadersSeeWholeWrites(int readers, int writers)
    {
        long torn = 0;
        Action reader = () =>
        {
            for (int i = 0; i < Rounds; i++)
            {
                using ReadGuard read = _semaphore.Read();
                if (_first != _second)
                {
                    Interlocked.Increment(ref torn);
                }
            }
        };
        Action writer = () =>
        {
            for (int i = 0; i < Rounds; i++)
            {
                using WriteGuard write = _semaphore.Write();
                _first++;
                YieldNowAndThen(i);
                _second++;
            }
        };
        TestThreads.Run([.. Enumerable.Repeat(reader, readers), .. Enumerable.Repeat(writer, writers)]);
        Assert.Equal(0, torn);
        Assert.Equal((long)writers * Rounds, _first);
        Assert.Equal(_first, _second);
        AssertFree();
    }

    [Fact]
    public void EveryWayInAndOutTogether()
    {
        int inside = 0;
        int downgraded = 0;
        long wrong = 0;
        void Exclusive(int i)
        {
            if (Interlocked.Increment(ref inside) != 1)
            {
                Interlocked.Increment(ref wrong);
            }

            YieldNowAndThen(i);
            Interlocked.Decrement(ref inside);
        }

        void Shared()
        {
            if (Volatile.Read(ref inside) != 0)
            {
                Interlocked.Increment(ref wrong);
            }
        }

        void Body(int seed)
        {
            var random = new Random(seed);
            for (int i = 0; i < Rounds; i++)
            {
                switch (random.Next(7))
                {
                    case 0:
                        _semaphore.ReadLock();
                        Shared();
                        _semaphore.ReadUnlock();
                        break;
                    case 1:
                        _semaphore.WriteLock();
                        Exclusive(i);
                        _semaphore.WriteUnlock();
                        break;
                    case 2:
                        _semaphore.WriteLock();
                        Exclusive(i);
                        _semaphore.Downgrade();
                        if (Interlocked.Increment(ref downgraded) != 1)
                        {
                            Interlocked.Increment(ref wrong);
                        }

                        Shared();
                        YieldNowAndThen(i);
                        Interlocked.Decrement(ref downgraded);
                        _semaphore.ReadUnlock();
                        break;
                    case 3 when _semaphore.TryReadLock():
                        Shared();
                        _semaphore.ReadUnlock();
                        break;
                    case 4 when _semaphore.TryWriteLock():
                        Exclusive(i);
                        _semaphore.WriteUnlock();
                        break;
                    case 5:
                        using (var kill = new CancellationTokenSource(random.Next(2)))
                        {
                            if (_semaphore.WriteLockKillable(kill.Token) == 0)
                            {
                                Exclusive(i);
                                _semaphore.WriteUnlock();
                            }
                        }

                        break;
                    case 6:
                        using (var kill = new CancellationTokenSource(random.Next(2)))
                        {
                            if (_semaphore.ReadLockKillable(kill.Token) == 0)
                            {
                                Shared();
                                _semaphore.ReadUnlock();
                            }
                        }

                        break;
                }
            }
        }

        TestThreads.Run(Enumerable.Range(1, 6).Select(seed => (Action)(() => Body(seed))).ToArray());
        Assert.Equal(0, wrong);
        AssertFree();
    }

    [Fact]
    public void SpeculativeReadersNeverAcceptATornPair()
    {
        bool done = false;
        long torn = 0;
        long accepted = 0;
        Action writer = () =>
        {
            // On a busy machine it goes on until the reader has had its share.
            for (int i = 0; i < 20 * Rounds || Volatile.Read(ref accepted) < 100; i++)
            {
                _semaphore.WriteLock();
                Volatile.Write(ref _first, _first + 1);
                YieldNowAndThen(i + 32);
                Volatile.Write(ref _second, _second + 1);
                _semaphore.WriteUnlock();
                YieldNowAndThen(i);
            }

            Volatile.Write(ref done, true);
        };
        Action reader = () =>
        {
            do
            {
                if (_semaphore.TrySpeculate(out long sequence))
                {
                    long first = Volatile.Read(ref _first);
                    long second = Volatile.Read(ref _second);
                    if (_semaphore.ValidateSpeculation(sequence))
                    {
                        Volatile.Write(ref accepted, accepted + 1);
                        torn += first == second ? 0 : 1;
                    }
                }
            }
            while (!Volatile.Read(ref done));
        };
        TestThreads.Run(writer, reader);
        Assert.True(_semaphore.TrySpeculate(out _));
        Assert.Equal(0, torn);
    }

    private static void YieldNowAndThen(int i)
    {
        if (i % 64 == 0)
        {
            Thread.Yield();
        }
    }

    private void AssertFree()
    {
        Assert.False(_semaphore.IsHeld);
        Assert.False(_semaphore.HasWaiters);
        Assert.Equal(0, _semaphore.TestHookQueueLength);
        Assert.True(_semaphore.TryWriteLock());
        _semaphore.WriteUnlock();
    }
}
