using Xunit;

namespace Mm.Locks.Tests;

public class SpinLockTests
{
    private const int Rounds = 20_000;

    private readonly PageTableLock _lock = new();
    private readonly SpinLockSlot[] _slots = new SpinLockSlot[2];
    private long _plain;

    [Fact]
    public void TheHolderIsAlone()
    {
        long wrong = 0;
        int inside = 0;
        void Body()
        {
            for (int i = 0; i < Rounds; i++)
            {
                using SpinGuard guard = _lock.Enter();
                wrong += Interlocked.Increment(ref inside) == 1 ? 0 : 1;
                _plain++;
                Interlocked.Decrement(ref inside);
            }
        }

        TestThreads.Run(Body, Body, Body, Body);
        Assert.Equal(0, wrong);
        Assert.Equal(4 * Rounds, _plain);
        Assert.False(_lock.IsHeld);
    }

    [Fact]
    public void TheHolderOfASlotIsAlone()
    {
        void Body()
        {
            for (int i = 0; i < Rounds; i++)
            {
                ref SpinLockSlot slot = ref _slots[1];
                slot.Lock();
                _plain++;
                slot.Unlock();
                using SpinSlotGuard guard = slot.Enter();
                _plain++;
            }
        }

        TestThreads.Run(Body, Body, Body);
        Assert.Equal(6 * Rounds, _plain);
        Assert.False(_slots[1].IsHeld);
        Assert.False(_slots[0].IsHeld);
    }

    [Fact]
    public void ATryFailsWhileHeld()
    {
        Assert.True(_lock.TryLock());
        Assert.False(_lock.TryLock());
        _lock.AssertHeld();
        _lock.Unlock();
        Assert.Throws<LockValidationException>(_lock.AssertHeld);
        Assert.True(_slots[0].TryLock());
        Assert.False(_slots[0].TryLock());
        _slots[0].AssertHeld();
        Assert.True(_slots[1].TryLock());
        _slots[0].Unlock();
        _slots[1].Unlock();
        Assert.Throws<LockValidationException>(() => _slots[0].AssertHeld());
    }

    [Fact]
    public void AReleaseWithoutAHoldThrows()
    {
        Assert.Throws<SynchronizationLockException>(_lock.Unlock);
        Assert.Throws<SynchronizationLockException>(() => _slots[0].Unlock());
    }

    [Fact]
    public void TheDefaultGuardAndASecondDisposalAreHarmless()
    {
        default(SpinGuard).Dispose();
        default(SpinSlotGuard).Dispose();
        SpinGuard guard = _lock.Enter();
        guard.Dispose();
        guard.Dispose();
        SpinSlotGuard slot = _slots[0].Enter();
        slot.Dispose();
        slot.Dispose();
        Assert.False(_lock.IsHeld);
        Assert.False(_slots[0].IsHeld);
    }
}
