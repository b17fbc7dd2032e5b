// Shared and exclusive holds are told apart when they are taken, used and given back.
using Mm.Locks;

namespace Cases.Clang;

sealed class Shared
{
    readonly RwSem _mu = new();
    [GuardedBy("_mu")] int _n;
    [RequiresRead("_mu")] int Get() => _n;
    [RequiresWrite("_mu")] void Set(int v) => _n = v;

    public int Paired() { _mu.ReadLock(); int seen = _n + Get(); _mu.ReadUnlock(); return seen; }
    public void Leak() { _mu.ReadLock(); } // MML201
    public void ReleaseOfNothing() { _mu.ReadUnlock(); } // MML202
    public void ReleaseTwice() { _mu.ReadLock(); _mu.ReadUnlock(); _mu.ReadUnlock(); } // MML202
    public void AcquireTwice() { _mu.ReadLock(); _mu.ReadLock(); _mu.ReadUnlock(); _mu.ReadUnlock(); } // MML204
    public void WriteUnderRead() { _mu.ReadLock(); _n = 1; _mu.ReadUnlock(); } // MML105
    public void SetUnderRead() { _mu.ReadLock(); Set(1); _mu.ReadUnlock(); } // MML102
    public void GetUnderWrite() { _mu.WriteLock(); Set(Get()); _mu.WriteUnlock(); }
    public int GetUnheld() => Get(); // MML103
    public void SetUnheld() => Set(1); // MML101
    public void SharedGivenBackAsExclusive() { _mu.ReadLock(); _mu.WriteUnlock(); } // MML203
    public void ExclusiveGivenBackAsShared() { _mu.WriteLock(); _mu.ReadUnlock(); } // MML203
    public void ReadThenWrite() { _mu.ReadLock(); _mu.WriteLock(); _mu.WriteUnlock(); _mu.ReadUnlock(); } // MML302

    public void ReadGivenBackBeforeWrite()
    {
        _mu.ReadLock();
        int seen = _n;
        _mu.ReadUnlock();
        _mu.WriteLock();
        _n = seen + 1;
        _mu.WriteUnlock();
    }
}
