using Xunit;

namespace Mm.Locks.Validator.Tests;

public class ReleaseTests : ValidatorTestBase
{
    private readonly RwSemaphore _semaphore = new("released", "ReleaseTests.Lock");

    [Fact]
    public void AReleaseByAThreadThatDoesNotHoldIt()
    {
        _semaphore.ReadLock();
        OnAnotherThread(() => Reported(LockReportKind.NotHeld, _semaphore.ReadUnlock));
        Assert.True(_semaphore.IsHeld);
        _semaphore.ReadUnlock();
        Reported(LockReportKind.NotHeld, _semaphore.ReadUnlock);
        Reported(LockReportKind.NotHeld, _semaphore.WriteUnlock);
        Reported(LockReportKind.NotHeld, _semaphore.Downgrade);
        Reported(LockReportKind.NotHeld, new PageTableLock().Unlock);
        Reported(LockReportKind.NotHeld, new RcuDomain("unread").ReadUnlock);
    }

    [Fact]
    public void AReleaseInTheWrongMode()
    {
        _semaphore.ReadLock();
        LockReport report = Reported(LockReportKind.WrongMode, _semaphore.WriteUnlock);
        Assert.Contains(nameof(AReleaseInTheWrongMode), report.Other!.ToString(), StringComparison.Ordinal);
        Reported(LockReportKind.WrongMode, _semaphore.Downgrade);
        _semaphore.ReadUnlock();
        _semaphore.WriteLock();
        Reported(LockReportKind.WrongMode, _semaphore.ReadUnlock);
        _semaphore.Downgrade();
        Reported(LockReportKind.WrongMode, _semaphore.WriteUnlock);
        Assert.Contains("downgraded", LockValidator.Reports[^1].Message, StringComparison.Ordinal);
        _semaphore.ReadUnlock();
        Assert.False(_semaphore.IsHeld);
    }

    [Fact]
    public void ACopyOfAGuard()
    {
        ReadGuard read = _semaphore.Read();
        ReadGuard copy = read;
        read.Dispose();
        LockValidationException? caught = null;
        try
        {
            copy.Dispose();
        }
        catch (LockValidationException e)
        {
            caught = e;
        }

        Assert.Equal(LockReportKind.GuardCopy, caught?.Report?.Kind);
        Assert.False(_semaphore.IsHeld);
    }

    [Fact]
    public void ACopyOfAGuardWhileAnotherHoldIsOpen()
    {
        WriteGuard first = _semaphore.Write();
        WriteGuard copy = first;
        first.Dispose();
        using WriteGuard second = _semaphore.Write();
        LockValidationException? caught = null;
        try
        {
            // Without the number of the hold this would silently end the second one.
            copy.Dispose();
        }
        catch (LockValidationException e)
        {
            caught = e;
        }

        Assert.Equal(LockReportKind.GuardCopy, caught?.Report?.Kind);
        Assert.True(_semaphore.IsHeldForWrite);
    }

    [Fact]
    public void AGuardThatWasDowngradedIsDisposedInPeace()
    {
        using (WriteGuard write = _semaphore.Write())
        {
            using ReadGuard read = write.Downgrade();
        }

        Assert.Empty(LockValidator.Reports);
        Assert.Empty(LockValidator.HeldByCurrentThread());
    }

    [Fact]
    public void AssertionsAreAboutTheThread()
    {
        _semaphore.WriteLock();
        _semaphore.AssertHeldForWrite();
        OnAnotherThread(() => Reported(LockReportKind.Assertion, _semaphore.AssertHeld));
        _semaphore.Downgrade();
        _semaphore.AssertHeld();
        Reported(LockReportKind.Assertion, _semaphore.AssertHeldForWrite);
        _semaphore.ReadUnlock();
        Reported(LockReportKind.Assertion, _semaphore.AssertHeld);
        Reported(LockReportKind.Assertion, new PageTableLock().AssertHeld);
    }

    [Fact]
    public void CollectingGoesOn()
    {
        LockValidator.Mode = LockValidatorMode.Collect;
        _semaphore.ReadLock();
        _semaphore.ReadLock();
        _semaphore.ReadUnlock();
        _semaphore.ReadUnlock();
        LockReport report = Assert.Single(LockValidator.Reports);
        Assert.Equal(LockReportKind.Recursion, report.Kind);
        Assert.Contains("here:", report.ToString(), StringComparison.Ordinal);
        Assert.Contains("was acquired here:", report.ToString(), StringComparison.Ordinal);
        Assert.False(_semaphore.IsHeld);
    }
}
