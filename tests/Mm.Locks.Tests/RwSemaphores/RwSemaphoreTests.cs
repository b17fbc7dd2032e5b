using Xunit;

namespace Mm.Locks.Tests;

public class RwSemaphoreTests
{
    private readonly RwSemaphore _semaphore = new("test");

    [Fact]
    public void ReadersShareTheLock()
    {
        _semaphore.ReadLock();
        Assert.True(OnAnotherThread(_semaphore.TryReadLock));
        Assert.False(OnAnotherThread(_semaphore.TryWriteLock));
        _semaphore.ReadUnlock();
        Assert.False(_semaphore.TryWriteLock());
        _semaphore.ReadUnlock();
        Assert.True(_semaphore.TryWriteLock());
        _semaphore.WriteUnlock();
    }

    [Fact]
    public void AWriterIsAlone()
    {
        _semaphore.WriteLock();
        Assert.True(_semaphore.IsHeldForWrite);
        Assert.False(OnAnotherThread(_semaphore.TryReadLock));
        Assert.False(OnAnotherThread(_semaphore.TryWriteLock));
        _semaphore.WriteUnlock();
        Assert.False(_semaphore.IsHeld);
    }

    [Fact]
    public void ADowngradedHoldLetsReadersInAndWritersNot()
    {
        _semaphore.WriteLock();
        _semaphore.Downgrade();
        Assert.False(_semaphore.IsHeldForWrite);
        Assert.True(OnAnotherThread(_semaphore.TryReadLock));
        Assert.False(OnAnotherThread(_semaphore.TryWriteLock));
        _semaphore.ReadUnlock();
        _semaphore.ReadUnlock();
        Assert.False(_semaphore.IsHeld);
    }

    [Fact]
    public void AWriteGuardHandsItsHoldOverToTheReadGuard()
    {
        using (WriteGuard write = _semaphore.Write())
        {
            Assert.True(_semaphore.IsHeldForWrite);
            using (ReadGuard read = write.Downgrade())
            {
                Assert.False(_semaphore.IsHeldForWrite);
                Assert.True(_semaphore.IsHeld);
            }

            Assert.False(_semaphore.IsHeld);
        }

        Assert.False(_semaphore.IsHeld);
    }

    [Fact]
    public void TheDefaultGuardAndASecondDisposalAreHarmless()
    {
        default(ReadGuard).Dispose();
        default(WriteGuard).Dispose();
        ReadGuard read = _semaphore.Read();
        read.Dispose();
        read.Dispose();
        WriteGuard write = _semaphore.Write();
        write.Dispose();
        write.Dispose();
        Assert.False(_semaphore.IsHeld);
        Assert.True(_semaphore.TryWriteLock());
        _semaphore.WriteUnlock();
    }

    [Fact]
    public void DowngradingAnEmptyGuardThrows() => Assert.Throws<SynchronizationLockException>(static () => default(WriteGuard).Downgrade());

    [Fact]
    public void AReleaseWithoutAHoldThrowsAndChangesNothing()
    {
        Assert.Throws<SynchronizationLockException>(_semaphore.ReadUnlock);
        Assert.Throws<SynchronizationLockException>(_semaphore.WriteUnlock);
        Assert.Throws<SynchronizationLockException>(_semaphore.Downgrade);
        _semaphore.ReadLock();
        Assert.Throws<SynchronizationLockException>(_semaphore.WriteUnlock);
        _semaphore.ReadUnlock();
        _semaphore.WriteLock();
        Assert.Throws<SynchronizationLockException>(_semaphore.ReadUnlock);
        Assert.True(_semaphore.IsHeldForWrite);
        _semaphore.WriteUnlock();
        Assert.False(_semaphore.IsHeld);
    }

    [Fact]
    public void AnotherThreadMayRelease()
    {
        _semaphore.WriteLock();
        OnAnotherThread(() =>
        {
            _semaphore.WriteUnlock();
            return true;
        });
        Assert.False(_semaphore.IsHeld);
    }

    [Fact]
    public void TheWriteSequenceIsOddWhileHeldForWrite()
    {
        long free = _semaphore.WriteSequence;
        Assert.Equal(0, free & 1);
        _semaphore.WriteLock();
        Assert.Equal(free + 1, _semaphore.WriteSequence);
        _semaphore.Downgrade();
        Assert.Equal(free + 2, _semaphore.WriteSequence);
        _semaphore.ReadUnlock();
        Assert.Equal(free + 2, _semaphore.WriteSequence);
        Assert.True(_semaphore.TryWriteLock());
        _semaphore.WriteUnlock();
        Assert.Equal(free + 4, _semaphore.WriteSequence);
    }

    [Fact]
    public void SpeculationFailsWhenAWriterCameBetween()
    {
        Assert.True(_semaphore.TrySpeculate(out long sequence));
        Assert.True(_semaphore.ValidateSpeculation(sequence));
        _semaphore.WriteLock();
        Assert.False(_semaphore.TrySpeculate(out _));
        Assert.False(_semaphore.ValidateSpeculation(sequence));
        _semaphore.WriteUnlock();
        Assert.False(_semaphore.ValidateSpeculation(sequence));
    }

    [Fact]
    public void AssertionsThrowWhenTheStateGivesThemTheLie()
    {
        Assert.Throws<LockValidationException>(_semaphore.AssertHeld);
        _semaphore.ReadLock();
        _semaphore.AssertHeld();
        Assert.Throws<LockValidationException>(_semaphore.AssertHeldForWrite);
        _semaphore.ReadUnlock();
        _semaphore.WriteLock();
        _semaphore.AssertHeldForWrite();
        _semaphore.WriteUnlock();
    }

    private static bool OnAnotherThread(Func<bool> action)
    {
        bool result = false;
        var thread = new Thread(() => result = action());
        thread.Start();
        thread.Join();
        return result;
    }
}
