// A reentrant lock is counted; any other may be taken once.
using Mm.Locks;

namespace Cases.Clang;

[Lock("reentrant", Reentrant = true)]
sealed class ReMutex
{
    [AcquiresWrite] public extern void Enter();
    [AcquiresRead] public extern void EnterShared();
    [AcquiresWrite(When = true)] public extern bool TryEnter();
    [ReleasesWrite] public extern void Exit();
    [ReleasesRead] public extern void ExitShared();
}

sealed class Reentrant
{
    readonly ReMutex _mu = new();
    readonly RwSem _plain = new();
    [GuardedBy("_mu")] int _n;

    static bool Flip() => true;

    public void Twice() { _mu.Enter(); _mu.Enter(); _n = 1; _mu.Exit(); _n = 2; _mu.Exit(); }
    public void ThreeTimes() { _mu.Enter(); _mu.Enter(); _mu.Enter(); _mu.Exit(); _mu.Exit(); _n = 1; _mu.Exit(); }
    public void AfterTheLast() { _mu.Enter(); _mu.Enter(); _mu.Exit(); _mu.Exit(); _n = 1; } // MML104
    public void OnceTooOften() { _mu.Enter(); _mu.Exit(); _mu.Exit(); } // MML202
    public void PlainTwice() { _plain.WriteLock(); _plain.WriteLock(); _plain.WriteUnlock(); _plain.WriteUnlock(); } // MML204
    public void SharedTwice() { _mu.EnterShared(); _mu.EnterShared(); _mu.ExitShared(); _mu.ExitShared(); }
    public void SharedUnderExclusive() { _mu.Enter(); _mu.EnterShared(); _n = 1; _mu.ExitShared(); _n = 2; _mu.Exit(); }
    public void ExclusiveUnderShared() { _mu.EnterShared(); _mu.Enter(); _mu.Exit(); _mu.ExitShared(); } // MML302

    [RequiresWrite("_mu")]
    public void UnderAContract()
    {
        _mu.Enter();
        _n = 1;
        _mu.Exit();
        _n = 2;
    }

    public void ThroughACall()
    {
        _mu.Enter();
        UnderAContract();
        _mu.Exit();
    }

    public void TriedInside()
    {
        _mu.Enter();
        if (_mu.TryEnter()) _mu.Exit();
        _n = 1;
        _mu.Exit();
    }

    public void InALoop()
    {
        _mu.Enter();
        for (int i = 0; i < 3; i++)
        {
            _mu.Enter();
            _n++;
            _mu.Exit();
        }
        _mu.Exit();
    }
}
