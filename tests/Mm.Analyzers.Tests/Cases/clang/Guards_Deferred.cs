// Guards that are made without their lock and take it later, for certain or if they can.
using System.Threading;
using Mm.Locks;

namespace Cases.Clang;

[ScopedLock]
ref struct Deferred
{
    [Excludes("mu")] public extern Deferred(RwSem mu);
    [AcquiresWrite] public extern void Lock();
    [AcquiresRead] public extern void LockShared();
    [AcquiresWrite(When = true)] public extern bool TryLock();
    [Releases] public extern void Unlock();
    [Releases] public extern void Dispose();
}

sealed class GuardsDeferred
{
    readonly RwSem _mu = new();
    [GuardedBy("_mu")] int _x;

    static bool Flip() => true;

    public void TakenLater()
    {
        using var scope = new Deferred(_mu);
        _x = 2; // MML104
        scope.Lock();
        _x = 3;
    }

    public void TakenLaterShared()
    {
        using var scope = new Deferred(_mu);
        int seen = _x; // MML106
        scope.LockShared();
        seen = _x;
        _x = 2; // MML105
    }

    public void NeverTaken()
    {
        using var scope = new Deferred(_mu);
    }

    public void TakenOnOneWay()
    {
        using var scope = new Deferred(_mu);
        if (Flip()) scope.Lock();
        _x = 2; // MML104|MML205
    }

    public void TakenAndLetGoOnOneWay()
    {
        using var scope = new Deferred(_mu);
        scope.Lock();
        if (Flip()) scope.Unlock();
        _x = 2; // MML104|MML205
    }

    public void OneModeOrTheOther()
    {
        using var scope = new Deferred(_mu);
        if (Flip()) scope.Lock();
        else scope.LockShared();
        int seen = _x;
        _x = 2; // MML105
    }

    public void TakenTwice()
    {
        using var scope = new Deferred(_mu);
        scope.Lock();
        scope.Lock(); // MML204
    }

    public void MadeWhileHeld()
    {
        _mu.WriteLock();
        using var scope = new Deferred(_mu); // MML301
        _mu.WriteUnlock();
    }

    public void Tried()
    {
        using var scope = new Deferred(_mu);
        if (!scope.TryLock())
        {
            _x = 1; // MML104
            return;
        }
        _x = 2;
        scope.Unlock();
        _x = 3; // MML104
    }

    public void TriedThenTaken()
    {
        using var scope = new Deferred(_mu);
        if (!scope.TryLock()) scope.Lock();
        _x = 2;
    }

    public void TriedUntested()
    {
        using var scope = new Deferred(_mu);
        scope.TryLock(); // MML208
    }

    public void LetGoBeforeTaken()
    {
        using var scope = new Deferred(_mu);
        scope.Unlock(); // MML207
    }
}
