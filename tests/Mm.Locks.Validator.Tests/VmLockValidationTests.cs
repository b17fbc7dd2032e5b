using Xunit;

namespace Mm.Locks.Validator.Tests;

public class VmLockValidationTests : ValidatorTestBase
{
    private readonly RwSemaphore _mmapLock = new("mmap_lock", "MmStruct.MmapLock");
    private readonly VmLock _first = new();
    private readonly VmLock _second = new();

    public VmLockValidationTests()
    {
        using WriteGuard write = _mmapLock.Write();
        _first.StartWrite(_mmapLock);
        _first.MarkAttached(_mmapLock);
        _second.StartWrite(_mmapLock);
        _second.MarkAttached(_mmapLock);
        _second.StartWrite(_mmapLock);
    }

    [Fact]
    public void TheProtocolIsSilent()
    {
        using (RcuGuard rcu = Mm.Locks.Rcu.Domain.Read())
        {
            Assert.Equal(VmReadResult.Locked, _first.TryStartRead(_mmapLock));
        }

        _first.AssertReadLocked();
        _first.EndRead();
        _mmapLock.WriteLock();
        _first.StartWrite(_mmapLock);
        _second.StartWrite(_mmapLock);
        _first.AssertWriteLocked(_mmapLock);
        Assert.Equal(3, LockValidator.HeldByCurrentThread().Count);
        _mmapLock.Downgrade();
        Assert.Equal(["mmap_lock (MmStruct.MmapLock) downgraded"], LockValidator.HeldByCurrentThread());
        Assert.True(_first.TryStartReadLocked(_mmapLock));
        _first.EndRead();
        _mmapLock.ReadUnlock();
        Assert.Empty(LockValidator.HeldByCurrentThread());
        Assert.Empty(LockValidator.Reports);
    }

    [Fact]
    public void TheMmapLockInsideAVmaReadLock()
    {
        Assert.Equal(VmReadResult.Locked, _first.TryStartRead(_mmapLock));
        LockReport report = Reported(LockReportKind.VmaReadThenMmapLock, _mmapLock.ReadLock);
        Assert.Contains(nameof(TheMmapLockInsideAVmaReadLock), report.Other!.ToString(), StringComparison.Ordinal);
        Reported(LockReportKind.VmaReadThenMmapLock, _mmapLock.WriteLock);

        // As the kernel's fault handler does: a try, and back out if it fails.
        Assert.True(_mmapLock.TryReadLock());
        _mmapLock.ReadUnlock();
        _first.EndRead();
    }

    [Fact]
    public void AVmaReadLockIsNotMadeAWriteLock()
    {
        Assert.Equal(VmReadResult.Locked, _first.TryStartRead(_mmapLock));
        Assert.True(_mmapLock.TryWriteLock());
        Reported(LockReportKind.Recursion, () => _first.StartWrite(_mmapLock));
        _first.EndRead();
        _mmapLock.WriteUnlock();
    }

    [Fact]
    public void EndingAReadThatIsAnotherThreads()
    {
        Assert.Equal(VmReadResult.Locked, _first.TryStartRead(_mmapLock));
        OnAnotherThread(() => Reported(LockReportKind.NotHeld, _first.EndRead));
        _first.EndRead();
    }

    [Fact]
    public void AssertingAWriteLockThatIsAnotherThreads()
    {
        _mmapLock.WriteLock();
        _first.StartWrite(_mmapLock);
        OnAnotherThread(() => Reported(LockReportKind.Assertion, () => _first.AssertWriteLocked(_mmapLock)));
        _mmapLock.WriteUnlock();
    }
}
