// A body is checked against what its own member promises.
using Mm.Locks;

namespace Cases.Clang;

sealed class Bodies
{
    readonly RwSem _mu = new();
    [GuardedBy("_mu")] int _n;

    static bool Flip() => true;

    [RequiresWrite("_mu")] public void Uses() => _n = 1;
    [RequiresRead("_mu")] public void WritesUnderRead() => _n = 1; // MML105
    [AcquiresWrite("_mu")] public void Acquires() => _mu.WriteLock();
    [ReleasesWrite("_mu")] public void Releases() { _n = 1; _mu.WriteUnlock(); }
    [AcquiresRead("_mu")] public void AcquiresNothing() { } // MML212
    [ReleasesWrite("_mu")] public void ReleasesNothing() { } // MML212
    [AcquiresWrite("_mu")] public void AcquiresTooLittle() { _mu.ReadLock(); } // MML212
    [RequiresWrite("_mu")] public void LosesIt() { _mu.WriteUnlock(); } // MML212
    [RequiresWrite("_mu")] public void AcquiresAgain() { _mu.WriteLock(); _mu.WriteUnlock(); } // MML204

    [RequiresWrite("_mu")]
    public void LetsGoBetween()
    {
        _n = 1;
        _mu.WriteUnlock(); // MML211
        _mu.WriteLock();
    }

    [AcquiresWrite("_mu")]
    public void AcquiresOnOneWay()
    {
        if (Flip()) _mu.WriteLock();
    } // MML212

    [ReleasesWrite("_mu")]
    public void ReleasesOnOneWay()
    {
        if (Flip()) return; // MML212
        _mu.WriteUnlock();
    }

    [ReleasesWrite("_mu")]
    public void UsesAfterwards()
    {
        _mu.WriteUnlock();
        _n = 1; // MML104
    }

    public void ByMembers()
    {
        Acquires();
        Uses();
        _n = 2;
        Releases();
        Uses(); // MML101
    }

    public void LeaksByMember() { Acquires(); } // MML201
    public void ReleasesByMember() { Releases(); } // MML202
    public void AcquiresTwiceByMember() { Acquires(); Acquires(); Releases(); Releases(); } // MML204
}
