using Xunit;

namespace Mm.Locks.Tests.Rcu;

public class RcuStressTests
{
    private readonly RcuDomain _domain = new("stress");
    private Node _current = new();

    [Fact]
    public void NoReaderEverSeesAReclaimedObject()
    {
        const int Updates = 60_000;
        bool done = false;
        long poisoned = 0;
        long reads = 0;
        long reclaimed = 0;
        void Updater()
        {
            for (int i = 0; i < Updates; i++)
            {
                Node old = Interlocked.Exchange(ref _current, new Node());
                _domain.Retire(old, item =>
                {
                    ((Node)item).Alive = false;
                    Interlocked.Increment(ref reclaimed);
                });
            }
        }

        void Reader()
        {
            long mine = 0;
            do
            {
                using RcuGuard read = _domain.Read();
                Node node = Volatile.Read(ref _current);
                for (int i = 0; i < 20; i++)
                {
                    if (!Volatile.Read(ref node.Alive))
                    {
                        Interlocked.Increment(ref poisoned);
                    }
                }

                if (++mine % 512 == 0)
                {
                    Thread.Yield();
                }
            }
            while (!Volatile.Read(ref done));
            Interlocked.Add(ref reads, mine);
        }

        int running = 2;
        void CountedUpdater()
        {
            Updater();
            if (Interlocked.Decrement(ref running) == 0)
            {
                Volatile.Write(ref done, true);
            }
        }

        TestThreads.Run(CountedUpdater, CountedUpdater, Reader, Reader, Reader);
        Assert.Equal(0, poisoned);
        Assert.True(reads > 0);
        Assert.True(reclaimed > 0, "Nothing was reclaimed while readers ran, so nothing was tested.");
        _domain.Synchronize();
        Assert.Equal(2 * Updates, reclaimed);
        Assert.Equal(0, _domain.PendingCount);
    }

    [Fact]
    public void SynchronizeWaitsForReadersAndReturns()
    {
        const int Rounds = 2000;
        bool done = false;
        long wrong = 0;
        void Updater()
        {
            for (int i = 0; i < Rounds; i++)
            {
                Node old = Interlocked.Exchange(ref _current, new Node());
                _domain.Synchronize();

                // Nobody can hold it any more.
                Volatile.Write(ref old.Alive, false);
            }

            Volatile.Write(ref done, true);
        }

        void Reader()
        {
            do
            {
                _domain.ReadLock();
                Node node = Volatile.Read(ref _current);
                if (!Volatile.Read(ref node.Alive))
                {
                    Interlocked.Increment(ref wrong);
                }

                _domain.ReadUnlock();
            }
            while (!Volatile.Read(ref done));
        }

        TestThreads.Run(Updater, Reader, Reader);
        Assert.Equal(0, wrong);
    }

    private sealed class Node
    {
        public bool Alive = true;
    }
}
