// What a member checks at run time counts from there on, as far as it dominates.
using Mm.Locks;

namespace Cases.Clang;

sealed class Asserted
{
    readonly RwSem _mu = new();
    [GuardedBy("_mu")] int _n;
    [RequiresWrite("_mu")] void Set(int v) => _n = v;

    static bool Flip() => true;

    public void ForWrite() { _mu.AssertHeldForWrite(); Set(1); _n = 2; }
    public void ForReadOnly() { _mu.AssertHeld(); int seen = _n; _n = 1; } // MML105
    public void TooLate() { _n = 1; _mu.AssertHeldForWrite(); } // MML104

    public void OnOneArm()
    {
        if (Flip())
        {
            _mu.AssertHeldForWrite();
            _n = 1;
        }
        _n = 2; // MML104
    }

    public void OnBothArms()
    {
        if (Flip()) _mu.AssertHeldForWrite();
        else _mu.AssertHeldForWrite();
        _n = 1;
    }

    public void WhileHeld()
    {
        _mu.WriteLock();
        _mu.AssertHeldForWrite();
        _n = 1;
        _mu.WriteUnlock();
    }

    public void ReleasedThen()
    {
        _mu.AssertHeldForWrite();
        _n = 1;
    }

    [AssertsWrite("_mu")] void Check() => _mu.AssertHeldForWrite();
    public void ByMember() { Check(); _n = 1; }
}
