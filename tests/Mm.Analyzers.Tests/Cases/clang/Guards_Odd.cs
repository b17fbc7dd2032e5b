// Guards that adopt a hold, that are handed around, and that are made in every place.
using System;
using Mm.Locks;

namespace Cases.Clang;

[ScopedLock]
ref struct Adopting
{
    [AcquiresWrite("mu")] public extern Adopting(RwSem mu);
    [RequiresWrite("mu"), ReleasesWrite("mu"), AcquiresWrite("mu")] public extern Adopting(RwSem mu, bool adopt);
    [Releases] public extern void Dispose();
}

[ScopedLock]
ref struct Plain2
{
    [AcquiresWrite("mu")] public extern Plain2(RwSem mu);
    [Releases] public extern void Unlock();
    [AcquiresWrite] public extern void Lock();
    [Releases] public extern void Dispose();
}

sealed class GuardsOdd
{
    readonly RwSem _mu = new();
    readonly RwSem _other = new();
    [GuardedBy("_mu")] int _n;

    static bool Flip() => true;

    [ReleasesWrite("_mu")]
    public void Adopts()
    {
        using var hold = new Adopting(_mu, true);
        _n = 1;
    }

    [RequiresWrite("_mu")]
    public void AdoptsAndLoses() // anywhere: MML212|MML211
    {
        using var hold = new Adopting(_mu, true);
        _n = 1;
    }

    public void AdoptsNothing()
    {
        using var hold = new Adopting(_mu, true); // MML101
        _n = 1;
    }

    public void AdoptsWhatItTook()
    {
        _mu.WriteLock();
        using var hold = new Adopting(_mu, true);
        _n = 1;
    }

    [AcquiresWrite("_mu")] public Adopting Returned() => new Adopting(_mu);
    [AcquiresWrite("_mu")] public Adopting ReturnedByLocal() { var hold = new Adopting(_mu); _n = 1; return hold; }
    [AcquiresWrite("_mu")] public WriteGuard ReturnedOfTheLock() => _mu.Write();
    [AcquiresRead("_mu")] public ReadGuard ReturnedForRead() => _mu.Read();

    public void UsesReturned() { using var hold = Returned(); _n = 1; }
    public int UsesReturnedForRead() { using var hold = ReturnedForRead(); _n = 1; return _n; } // MML105
    public void DropsReturned() { ReturnedOfTheLock(); } // MML206

    static void Needs([RequiresWrite("owner._mu")] Plain2 hold, GuardsOdd owner) => owner._n = 1;
    static void NeedsRead([RequiresRead("owner._mu")] in Plain2 hold, GuardsOdd owner) { int seen = owner._n; owner._n = 1; } // MML105
    static void Gives([Consumes] Plain2 hold) => hold.Dispose();

    public void Passed() { using var hold = new Plain2(_mu); Needs(hold, this); _n = 2; NeedsRead(hold, this); }
    public void PassedOfAnother() { using var hold = new Plain2(_other); Needs(hold, this); } // MML101
    public void PassedAfterUnlock() { using var hold = new Plain2(_mu); hold.Unlock(); Needs(hold, this); } // MML101|MML207
    public void PassedAfterLockAgain() { using var hold = new Plain2(_mu); hold.Unlock(); hold.Lock(); Needs(hold, this); }
    public static void PassedOfOtherOwner(GuardsOdd a, GuardsOdd b) { using var hold = new Plain2(a._mu); Needs(hold, b); } // MML101
    public void Given() { var hold = new Plain2(_mu); _n = 1; Gives(hold); }
    public void GivenThenUsed() { var hold = new Plain2(_mu); Gives(hold); hold.Unlock(); } // MML207

    public void UnlockedByHandUnderAGuard()
    {
        using var hold = new Plain2(_mu);
        _n = 1;
        _mu.WriteUnlock();
        _n = 2; // MML104
    }

    public void InACondition()
    {
        using (var hold = Flip() ? new Plain2(_mu) : new Plain2(_mu)) _n = 1;
    }

    public void OfOneOfTwo(bool other)
    {
        using var hold = new Plain2(other ? _other : _mu);
        if (!other) _n = 1;
    }

    public void InASwitch(int kind)
    {
        switch (kind)
        {
            case 0:
                using (new Plain2(_mu)) _n = 0;
                break;
            case 1:
            {
                using var hold = new Plain2(_mu);
                _n = 1;
                break;
            }
            default:
                _n = 2; // MML104
                break;
        }
    }

    public void ReturnsOut(out int v)
    {
        using var hold = new Plain2(_mu);
        v = _n;
        if (Flip()) return;
        hold.Unlock();
        v = _n; // MML106
    }
}
