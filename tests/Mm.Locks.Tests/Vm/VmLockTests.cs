using Xunit;

namespace Mm.Locks.Tests.Vm;

public class VmLockTests
{
    private readonly RwSemaphore _mmapLock = new("mm");
    private readonly VmLock _vma = new();

    public VmLockTests()
    {
        _mmapLock.WriteLock();
        _vma.StartWrite(_mmapLock);
        _vma.MarkAttached(_mmapLock);
        _mmapLock.WriteUnlock();
    }

    [Fact]
    public void TheWriteLockEndsWithADowngrade()
    {
        _mmapLock.WriteLock();
        _vma.StartWrite(_mmapLock);
        _vma.AssertWriteLocked(_mmapLock);
        Assert.Equal(VmReadResult.Contended, _vma.TryStartRead(_mmapLock));
        _mmapLock.Downgrade();
        Assert.Throws<LockValidationException>(() => _vma.AssertWriteLocked(_mmapLock));
        Assert.Equal(VmReadResult.Locked, _vma.TryStartRead(_mmapLock));
        _vma.AssertReadLocked();
        _vma.AssertLocked(_mmapLock);
        _vma.EndRead();
        _mmapLock.ReadUnlock();
        Assert.Throws<LockValidationException>(_vma.AssertReadLocked);
        Assert.Throws<LockValidationException>(() => _vma.AssertLocked(_mmapLock));
    }

    [Fact]
    public void UnderTheMmapLockForReadAReaderComesInUnlessDetached()
    {
        _mmapLock.ReadLock();
        Assert.True(_vma.TryStartReadLocked(_mmapLock));
        _vma.EndRead();
        Assert.False(new VmLock().TryStartReadLocked(_mmapLock));
        _mmapLock.ReadUnlock();
    }

    [Fact]
    public void ANewLockIsNotWriteLockedByAnMmThatWasNeverLocked()
    {
        var mmapLock = new RwSemaphore("young mm");
        Assert.False(new VmLock().IsWriteLocked(mmapLock));
    }

    [Fact]
    public void AWriterWaitsForTheReadersInside()
    {
        bool written = false;
        Assert.Equal(VmReadResult.Locked, _vma.TryStartRead(_mmapLock));
        Assert.Equal(VmReadResult.Locked, _vma.TryStartRead(_mmapLock));
        Thread writer = TestThreads.Start(() =>
        {
            _mmapLock.WriteLock();
            _vma.StartWrite(_mmapLock);
            Volatile.Write(ref written, true);
            _mmapLock.WriteUnlock();
        });

        // While it waits, newcomers are turned away.
        TestThreads.WaitUntil(
            () =>
            {
                VmReadResult result = _vma.TryStartRead(_mmapLock);
                if (result == VmReadResult.Locked)
                {
                    _vma.EndRead();
                }

                return result == VmReadResult.Contended;
            },
            "the writer excludes readers");
        _vma.EndRead();
        Assert.False(Volatile.Read(ref written));
        Assert.Equal(VmReadResult.Contended, _vma.TryStartRead(_mmapLock));
        _vma.EndRead();
        Assert.True(writer.Join(TimeSpan.FromSeconds(60)));
        Assert.True(written);
        Assert.Equal(VmReadResult.Locked, _vma.TryStartRead(_mmapLock));
        _vma.EndRead();
    }
}
