using Xunit;

namespace Mm.Locks.Validator.Tests;

public class OrderTests : ValidatorTestBase
{
    private readonly RwSemaphore _outer = new("outer", "Outer.Lock");
    private readonly RwSemaphore _inner = new("inner", "Inner.Lock");
    private readonly RwSemaphore _a = new("a", "OrderTests.A");
    private readonly RwSemaphore _b = new("b", "OrderTests.B");
    private readonly RwSemaphore _c = new("c", "OrderTests.C");

    [Fact]
    public void TheDeclaredOrderIsRead() =>
        Assert.Contains(LockValidator.DeclaredOrders, static o => o is ["Outer.Lock", "Inner.Lock", "Mm.Locks.PageTableLock"]);

    [Fact]
    public void AgainstTheDeclaredOrder()
    {
        using (_inner.Read())
        {
            LockReport report = Reported(LockReportKind.DeclaredOrder, _outer.WriteLock);
            Assert.Contains("Outer.Lock > Inner.Lock", report.Message, StringComparison.Ordinal);
            Assert.Contains(nameof(AgainstTheDeclaredOrder), report.Other!.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void AlongTheDeclaredOrder()
    {
        using (_outer.Write())
        {
            using ReadGuard inner = _inner.Read();
            using SpinGuard spin = new PageTableLock().Enter();
        }

        Assert.Empty(LockValidator.Reports);
    }

    [Fact]
    public void ATryAgainstTheOrderIsAllowed()
    {
        using (_inner.Read())
        {
            Assert.True(_outer.TryReadLock());
            _outer.ReadUnlock();
        }

        Assert.Empty(LockValidator.Reports);
    }

    [Fact]
    public void BothOrdersOnTwoThreadsThoughNothingDeadlocked()
    {
        OnAnotherThread(FirstOrder);
        using (_b.Write())
        {
            LockReport report = Reported(LockReportKind.ObservedOrder, _a.ReadLock);
            Assert.Contains(nameof(FirstOrder), report.Other!.ToString(), StringComparison.Ordinal);
            Assert.Contains(nameof(BothOrdersOnTwoThreadsThoughNothingDeadlocked), report.Here.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void ACircleOfThree()
    {
        Nest(_a, _b);
        Nest(_b, _c);
        LockReport report = Reported(LockReportKind.ObservedOrder, () => Nest(_c, _a));
        Assert.Contains("OrderTests.B inside OrderTests.A, OrderTests.C inside OrderTests.B", report.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TheSameOrderAgainAndAgain()
    {
        for (int i = 0; i < 3; i++)
        {
            Nest(_a, _b);
            Nest(_b, _c);
            Nest(_a, _c);
        }

        Assert.Empty(LockValidator.Reports);
    }

    [Fact]
    public void TwoOfAClassUnlessNested()
    {
        var parent = new RwSemaphore("parent", "OrderTests.Mm");
        var child = new RwSemaphore("child", "OrderTests.Mm");
        using (parent.Write())
        {
            Reported(LockReportKind.SameClass, child.WriteLock);
            child.WriteLockNested();
            child.WriteUnlock();
        }
    }

    [Fact]
    public void SleepingUnderASpinLock()
    {
        var spin = new PageTableLock("OrderTests.Spin");
        using (spin.Enter())
        {
            Reported(LockReportKind.SleepUnderSpin, _a.ReadLock);
        }

        var slots = new SpinLockSlot[2];
        using (slots[0].Enter())
        {
            Reported(LockReportKind.SleepUnderSpin, _a.WriteLock);
            Reported(LockReportKind.SameClass, () => slots[1].Lock());
            slots[1].LockNested();
            slots[1].Unlock();
        }
    }

    private void FirstOrder() => Nest(_a, _b);

    private static void Nest(RwSemaphore outer, RwSemaphore inner)
    {
        using WriteGuard first = outer.Write();
        using ReadGuard second = inner.Read();
    }
}
