// A guard holds its lock to the end of its scope, to its disposal, or to where it hands the lock over.
using Mm.Locks;

namespace Cases.Clang;

[ScopedLock]
ref struct Relockable
{
    [Releases] public extern void Unlock();
    [AcquiresWrite] public extern void Lock();
    [AcquiresRead] public extern void LockShared();
    [Releases] public extern void Dispose();
}

[Lock("plain")]
sealed class Plain
{
    [AcquiresWrite] public extern Relockable Hold();
    [AcquiresWrite] public extern void Enter();
    [ReleasesWrite] public extern void Exit();
}

sealed class Scoped
{
    readonly RwSem _sem = new();
    readonly Plain _mu = new();
    [GuardedBy("_sem")] int _n;
    [GuardedBy("_mu")] int _m;

    static bool Flip() => true;

    public void Whole() { using var hold = _sem.Write(); _n = 1; }
    public void Block() { using (_sem.Write()) { _n = 1; } _n = 2; } // MML104
    public void SharedIsNotEnough() { using var hold = _sem.Read(); _n = 1; } // MML105

    public void InOneArm()
    {
        if (Flip())
        {
            using var hold = _sem.Write();
            _n = 1;
        }
        _n = 2; // MML104
    }

    public int ReturnedFrom()
    {
        using (_sem.Read())
        {
            if (Flip()) return _n;
        }
        return 0;
    }

    public void EveryRound()
    {
        for (int i = 0; i < 3; i++)
        {
            using var hold = _sem.Write();
            if (Flip()) continue;
            if (Flip()) break;
            _n++;
        }
    }

    public void TwiceAtOnce()
    {
        using var one = _sem.Write();
        using var two = _sem.Write(); // MML204
    }

    public void OneAfterTheOther()
    {
        using (_sem.Write()) { _n = 1; }
        using (_sem.Write()) { _n = 2; }
    }

    public void LetGoEarly()
    {
        using var hold = _mu.Hold();
        _m = 1;
        hold.Unlock();
        _m = 2; // MML104
    }

    public void LetGoAndTakenAgain()
    {
        using var hold = _mu.Hold();
        hold.Unlock();
        hold.Lock();
        _m = 1;
    }

    public void TakenAgainShared()
    {
        using var hold = _mu.Hold();
        hold.Unlock();
        hold.LockShared();
        int seen = _m;
        _m = 1; // MML105
    }

    public void LetGoOnOneWay()
    {
        using var hold = _mu.Hold();
        if (Flip()) hold.Unlock();
    }

    public void TakenWhileHeld()
    {
        using var hold = _mu.Hold();
        hold.Lock(); // MML204
    }

    public void TakenByHandInside()
    {
        using var hold = _mu.Hold();
        _mu.Enter(); // MML204
        _mu.Exit();
    }

    public void Discarded() { _sem.Write(); } // MML206
    public void DiscardedByName() { _ = _sem.Read(); } // MML206
    public void NeverDisposed() { var hold = _sem.Write(); _n = 1; } // MML206
}
