// A number or an enum that says what a try brought.
using Mm.Locks;

namespace Cases.Clang;

enum Got
{
    No,
    Yes,
    Shared,
}

sealed class TryNumbers
{
    readonly RwSem _mu = new();
    [GuardedBy("_mu")] int _n;

    static bool Flip() => true;

    public int ErrorNumber()
    {
        int error = _mu.TryWriteLock() ? 0 : -11;
        if (error != 0) return error;
        _n = 1;
        _mu.WriteUnlock();
        return error;
    }

    public int ErrorNumberDirect()
    {
        int error;
        if (_mu.TryWriteLock()) error = 0;
        else error = -11;
        if (error != 0) return error;
        _n = 1;
        _mu.WriteUnlock();
        return error;
    }

    public void EnumFlag()
    {
        var got = Got.No;
        if (_mu.TryWriteLock()) got = Got.Yes;
        if (got == Got.Yes)
        {
            _n = 1;
            _mu.WriteUnlock();
        }
    }

    public int EnumSwitch()
    {
        var got = _mu.TryWriteLock() ? Got.Yes : _mu.TryReadLock() ? Got.Shared : Got.No;
        switch (got)
        {
            case Got.Yes: _n = 1; _mu.WriteUnlock(); return 1;
            case Got.Shared: int v = _n; _mu.ReadUnlock(); return v;
            default: return 0;
        }
    }

    public void IntFlagKept()
    {
        int taken = 0;
        if (Flip()) { _mu.WriteLock(); taken = 1; }
        if (taken != 0) _mu.WriteUnlock();
    }

    public void IntCounter()
    {
        int taken = 0;
        try
        {
            _mu.WriteLock();
            taken = 1;
            _n = 2;
        }
        finally
        {
            if (taken == 1) _mu.WriteUnlock();
        }
    }

    public void WrongConstant()
    {
        int error = _mu.TryWriteLock() ? 0 : -11; // MML201
        if (error != -11) return;
        _n = 1; // MML104
    }

    public void Plain(int x)
    {
        if ((_mu.TryWriteLock() ? 1 : 0) != 0) _mu.WriteUnlock();
        int y = x > 0 ? 1 : 2;
        if (y == 1) _n = 2; // MML104
    }
}
