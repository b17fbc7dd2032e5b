// A member that acquires if it says so is checked for each value that it returns.
using Mm.Locks;

namespace Cases.Clang;

sealed class TryBodies
{
    readonly RwSem _mu = new();
    [GuardedBy("_mu")] int _n;

    [AcquiresWrite("_mu", When = true)]
    public bool Forwarded() => _mu.TryWriteLock();

    [AcquiresWrite("_mu", When = true)]
    public bool Tested()
    {
        if (!_mu.TryWriteLock()) return false;
        if (_n > 0) return true;
        _mu.WriteUnlock();
        return false;
    }

    [AcquiresWrite("_mu", When = true)]
    public bool ThroughALocal()
    {
        bool ok = _mu.TryWriteLock();
        return ok;
    }

    [AcquiresWrite("_mu", When = true)]
    public bool TrueWithoutIt()
    {
        if (_mu.TryWriteLock()) return true;
        return true; // MML212
    }

    [AcquiresWrite("_mu", When = true)]
    public bool FalseWithIt()
    {
        if (_mu.TryWriteLock()) return false; // MML212
        return false;
    }

    [AcquiresWrite("_mu", When = 0)]
    public int ByNumber()
    {
        int error = _mu.WriteLockKillable();
        if (error != 0) return error;
        _n = 1;
        return 0;
    }

    [AcquiresRead("_mu", When = true)]
    public bool AlwaysForRead()
    {
        _mu.ReadLock();
        return true;
    }

    [ReleasesWrite("_mu", When = true)]
    public bool ReleasedIfTrue()
    {
        if (_n == 0) return false;
        _mu.WriteUnlock();
        return true;
    }

    public void Users()
    {
        if (Forwarded()) { _n = 1; _mu.WriteUnlock(); }
        if (ByNumber() == 0) { _n = 2; _mu.WriteUnlock(); }
        _mu.WriteLock();
        if (!ReleasedIfTrue()) _mu.WriteUnlock();
    }
}
