using Xunit;

namespace Mm.Locks.Validator.Tests;

public class RecursionTests : ValidatorTestBase
{
    private readonly RwSemaphore _semaphore = new("recursive", "RecursionTests.Lock");

    [Fact]
    public void ReadInsideRead()
    {
        _semaphore.ReadLock();
        LockReport report = Reported(LockReportKind.Recursion, _semaphore.ReadLock);
        Assert.Contains("recursive", report.Message, StringComparison.Ordinal);
        Assert.Contains(nameof(ReadInsideRead), report.Other!.ToString(), StringComparison.Ordinal);
        _semaphore.ReadUnlock();
    }

    [Fact]
    public void WriteInsideReadAndReadInsideWrite()
    {
        _semaphore.ReadLock();
        Reported(LockReportKind.Recursion, _semaphore.WriteLock);
        _semaphore.ReadUnlock();
        _semaphore.WriteLock();
        Reported(LockReportKind.Recursion, _semaphore.ReadLock);
        Reported(LockReportKind.Recursion, () => _semaphore.WriteLockKillable(default));
        _semaphore.WriteUnlock();
        Assert.False(_semaphore.IsHeld);
    }

    [Fact]
    public void ATryIsNoRecursion()
    {
        _semaphore.WriteLock();
        Assert.False(_semaphore.TryReadLock());
        _semaphore.WriteUnlock();
        Assert.Empty(LockValidator.Reports);
    }

    [Fact]
    public void RcuSectionsNest()
    {
        var domain = new RcuDomain("nesting");
        using (domain.Read())
        {
            using RcuGuard inner = domain.Read();
        }

        Assert.Empty(LockValidator.Reports);
        Assert.Empty(LockValidator.HeldByCurrentThread());
    }

    [Fact]
    public void ASpinLockTwice()
    {
        var spin = new PageTableLock();
        spin.Lock();
        Reported(LockReportKind.Recursion, spin.Lock);
        spin.Unlock();
        var slots = new SpinLockSlot[1];
        slots[0].Lock();
        Reported(LockReportKind.Recursion, () => slots[0].Lock());
        slots[0].Unlock();
    }
}
