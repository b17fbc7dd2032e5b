// A result that decides whether the lock is held, in the forms in which it is tested.
using Mm.Locks;

namespace Cases.Clang;

sealed class TryForms
{
    readonly RwSem _mu = new();
    readonly RwSem _two = new();
    [GuardedBy("_mu")] int _n;
    [GuardedBy("_two")] int _m;

    static bool Flip() => true;

    public void InALocal()
    {
        bool taken = _mu.TryWriteLock();
        if (taken)
        {
            _n = 1;
            _mu.WriteUnlock();
        }
    }

    public void NegatedLocal()
    {
        bool failed = !_mu.TryWriteLock();
        if (failed) return;
        _n = 1;
        _mu.WriteUnlock();
    }

    public void ComparedWithTrue()
    {
        if (_mu.TryWriteLock() == true)
        {
            _n = 1;
            _mu.WriteUnlock();
        }
    }

    public void ComparedWithFalse()
    {
        if (_mu.TryWriteLock() == false) return;
        _n = 1;
        _mu.WriteUnlock();
    }

    public void BothByAnd()
    {
        if (_mu.TryWriteLock() && Flip()) // MML201: the second test may fail with the lock held
        {
            _n = 1;
            _mu.WriteUnlock();
        }
    }

    public void AfterAnotherTest()
    {
        if (Flip() && _mu.TryWriteLock())
        {
            _n = 1;
            _mu.WriteUnlock();
        }
    }

    public void FailureByOr()
    {
        if (Flip() || !_mu.TryWriteLock()) return;
        _n = 1;
        _mu.WriteUnlock();
    }

    public void ByConditionalOperator()
    {
        bool ok = _mu.TryWriteLock() ? true : false;
        if (ok)
        {
            _n = 1;
            _mu.WriteUnlock();
        }
    }

    public void BySwitch()
    {
        switch (_mu.TryWriteLock())
        {
            case true:
                _n = 1;
                _mu.WriteUnlock();
                break;
            case false:
                break;
        }
    }

    public void ByPattern()
    {
        if (_mu.TryWriteLock() is true)
        {
            _n = 1;
            _mu.WriteUnlock();
        }
    }

    public void TwoOfThem()
    {
        if (!_mu.TryWriteLock()) return;
        if (!_two.TryWriteLock())
        {
            _mu.WriteUnlock();
            return;
        }
        _n = _m = 1;
        _two.WriteUnlock();
        _mu.WriteUnlock();
    }

    public void SecondFailsWithTheFirstHeld()
    {
        if (!_mu.TryWriteLock()) return; // MML201
        if (!_two.TryWriteLock()) return;
        _two.WriteUnlock();
        _mu.WriteUnlock();
    }

    public int ByErrorNumber()
    {
        int error = _mu.WriteLockKillable();
        if (error != 0) return error;
        _n = 1;
        _mu.WriteUnlock();
        return 0;
    }

    public int ByErrorNumberWrongWay()
    {
        if (_mu.WriteLockKillable() != 0)
        {
            _n = 1; // MML104
            return -4;
        }
        _mu.WriteUnlock();
        return 0;
    }

    public void UsedUntested()
    {
        bool taken = _mu.TryWriteLock();
        _n = 1; // MML208
        if (taken) _mu.WriteUnlock();
    }

    public void Dropped() { _mu.TryWriteLock(); } // MML208
    public void Discarded() { _ = _mu.TryReadLock(); } // MML208

    public void Overwritten()
    {
        bool taken = _mu.TryWriteLock(); // MML208
        taken = Flip();
        if (taken) return;
    }
}
