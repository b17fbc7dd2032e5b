// A downgrade keeps the lock; a release does not.
using Mm.Locks;

namespace Cases.Clang;

sealed class Downgrading
{
    readonly RwSem _mu = new();
    [GuardedBy("_mu")] int _n;
    [RequiresWrite("_mu")] void Set(int v) => _n = v;
    [Downgrades("_mu")] void ByMember() { _n = 1; _mu.Downgrade(); }
    [Downgrades("_mu")] void ByMemberNot() { _n = 1; } // MML212

    public int Right() { _mu.WriteLock(); Set(1); _mu.Downgrade(); int seen = _n; _mu.ReadUnlock(); return seen; }
    public void WriteAfter() { _mu.WriteLock(); _mu.Downgrade(); _n = 1; _mu.ReadUnlock(); } // MML105
    public void CallAfter() { _mu.WriteLock(); _mu.Downgrade(); Set(1); _mu.ReadUnlock(); } // MML102
    public void OfARead() { _mu.ReadLock(); _mu.Downgrade(); _mu.ReadUnlock(); } // MML210
    public void OfNothing() { _mu.Downgrade(); _mu.ReadUnlock(); } // MML210
    public void Twice() { _mu.WriteLock(); _mu.Downgrade(); _mu.Downgrade(); _mu.ReadUnlock(); } // MML210
    public void GivenBackForWrite() { _mu.WriteLock(); _mu.Downgrade(); _mu.WriteUnlock(); } // MML203
    public void Leak() { _mu.WriteLock(); _mu.Downgrade(); } // MML201
    public int ThroughTheMember() { _mu.WriteLock(); ByMember(); int seen = _n; _mu.ReadUnlock(); return seen; }
    public void WriteAfterTheMember() { _mu.WriteLock(); ByMember(); _n = 2; _mu.ReadUnlock(); } // MML105
    public void TakenForWriteAfter() { _mu.WriteLock(); _mu.Downgrade(); _mu.WriteLock(); _mu.WriteUnlock(); _mu.ReadUnlock(); } // MML302
}
