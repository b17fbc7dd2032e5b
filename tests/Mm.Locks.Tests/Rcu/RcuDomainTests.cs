using Xunit;

namespace Mm.Locks.Tests.Rcu;

public class RcuDomainTests
{
    private readonly RcuDomain _domain = new("test");

    [Fact]
    public void NothingIsReclaimedUnderAReaderThatCameBefore()
    {
        bool reclaimed = false;
        using var inside = new ManualResetEventSlim();
        using var leave = new ManualResetEventSlim();
        Thread reader = TestThreads.Start(() =>
        {
            using RcuGuard read = _domain.Read();
            inside.Set();
            leave.Wait();
        });
        inside.Wait();
        _domain.Retire(new object(), _ => reclaimed = true);
        for (int i = 0; i < 10; i++)
        {
            Assert.Equal(0, _domain.TryReclaim());
        }

        Assert.False(reclaimed);
        leave.Set();
        reader.Join();
        Assert.Equal(1, _domain.TryReclaim());
        Assert.True(reclaimed);
        Assert.Equal(0, _domain.PendingCount);
    }

    [Fact]
    public void AReaderThatCameAfterDoesNotHoldUpWhatWasRetiredBefore()
    {
        int reclaimed = 0;
        using var inside = new ManualResetEventSlim();
        using var leave = new ManualResetEventSlim();
        _domain.Retire(new object(), _ => reclaimed++);
        Assert.Equal(1, _domain.TryReclaim());
        Thread reader = TestThreads.Start(() =>
        {
            _domain.ReadLock();
            inside.Set();
            leave.Wait();
            _domain.ReadUnlock();
        });
        inside.Wait();
        _domain.Retire(new object(), _ => reclaimed++);
        Assert.Equal(0, _domain.TryReclaim());
        Assert.Equal(1, reclaimed);
        leave.Set();
        reader.Join();
        _domain.Synchronize();
        Assert.Equal(2, reclaimed);
    }

    [Fact]
    public void SectionsNest()
    {
        Assert.False(_domain.IsReading);
        _domain.ReadLock();
        _domain.ReadLock();
        _domain.ReadUnlock();
        Assert.True(_domain.IsReading);
        _domain.AssertReading();
        bool reclaimed = false;
        _domain.Retire(new object(), _ => reclaimed = true);
        _domain.TryReclaim();
        Assert.False(reclaimed);
        _domain.ReadUnlock();
        _domain.TryReclaim();
        Assert.True(reclaimed);
        Assert.Throws<SynchronizationLockException>(_domain.ReadUnlock);
        Assert.False(_domain.IsReading);
        Assert.Throws<LockValidationException>(_domain.AssertReading);
    }

    [Fact]
    public void DomainsAreIndependent()
    {
        var other = new RcuDomain("other");
        bool reclaimed = false;
        other.ReadLock();
        Assert.False(_domain.IsReading);
        _domain.Retire(new object(), _ => reclaimed = true);
        _domain.Synchronize();
        Assert.True(reclaimed);
        _domain.ReadLock();
        other.ReadUnlock();
        Assert.True(_domain.IsReading);
        _domain.ReadUnlock();
    }

    [Fact]
    public void SynchronizeInsideASectionIsRefused()
    {
        using RcuGuard read = _domain.Read();
        Assert.Throws<InvalidOperationException>(_domain.Synchronize);
    }

    [Fact]
    public void MoreReadersThanSlotsAtOnce()
    {
        const int Readers = 150;
        int reclaimed = 0;
        using var inside = new CountdownEvent(Readers);
        using var leave = new ManualResetEventSlim();
        Thread[] readers = Enumerable.Range(0, Readers).Select(_ => TestThreads.Start(() =>
        {
            _domain.ReadLock();
            inside.Signal();
            leave.Wait();
            _domain.ReadUnlock();
        })).ToArray();
        inside.Wait();
        _domain.Retire(new object(), _ => reclaimed++);
        _domain.TryReclaim();
        Assert.Equal(0, reclaimed);
        leave.Set();
        Array.ForEach(readers, static r => r.Join());
        _domain.Synchronize();
        Assert.Equal(1, reclaimed);
    }

    [Fact]
    public void AFailingReclamationDoesNotStopTheOthers()
    {
        int reclaimed = 0;
        _domain.Retire(new object(), static _ => throw new InvalidOperationException("the first"));
        _domain.Retire(new object(), _ => reclaimed++);
        Assert.Equal("the first", Assert.Throws<InvalidOperationException>(() => _domain.TryReclaim()).Message);
        Assert.Equal(1, reclaimed);
    }

    [Fact]
    public void RetiringFromAReclamationIsAllowed()
    {
        int reclaimed = 0;
        _domain.Retire(new object(), _ => _domain.Retire(new object(), _ => reclaimed++));
        _domain.Synchronize();
        _domain.Synchronize();
        Assert.Equal(1, reclaimed);
    }

    [Fact]
    public void SynchronizeWaitsForWhoReclaimsAlready()
    {
        int reclaimed = 0;
        using var inBatch = new ManualResetEventSlim();
        using var another = new ManualResetEventSlim();
        _domain.Retire(new object(), _ =>
        {
            inBatch.Set();
            another.Wait();
            Thread.Sleep(20);
            Interlocked.Increment(ref reclaimed);
        });
        Thread reclaimer = TestThreads.Start(() => _domain.TryReclaim());
        inBatch.Wait();

        // The other thread has looked already, and is not going to find this one.
        _domain.Retire(new object(), _ => Interlocked.Increment(ref reclaimed));
        another.Set();
        _domain.Synchronize();
        Assert.Equal(2, Volatile.Read(ref reclaimed));
        reclaimer.Join();
    }

    [Fact]
    public void RetiringAllocatesNothingOnceTheQueueHasItsSize()
    {
        object item = new();
        Action<object> nothing = static _ => { };
        _domain.ReadLock();
        _domain.ReadUnlock();
        for (int i = 0; i < 1000; i++)
        {
            _domain.Retire(item, nothing);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
        {
            using (_domain.Read())
            {
            }

            _domain.Retire(item, nothing);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
