// A member that takes the lock itself is not called while it is held.
using Mm.Locks;

namespace Cases.Clang;

sealed class Excluding
{
    readonly RwSem _mu = new();
    readonly RwSem _other = new();
    [GuardedBy("_mu")] int _n;

    [Excludes("_mu")]
    public void Bump()
    {
        _mu.WriteLock();
        _n++;
        _mu.WriteUnlock();
    }

    public void Free() { Bump(); Bump(); }
    public void UnderAnother() { _other.WriteLock(); Bump(); _other.WriteUnlock(); }
    public void UnderWrite() { _mu.WriteLock(); Bump(); _mu.WriteUnlock(); } // MML301
    public void UnderRead() { _mu.ReadLock(); Bump(); _mu.ReadUnlock(); } // MML301
    public void InAGuard() { using var hold = _mu.Write(); Bump(); } // MML301
    public void AfterTheGuard() { using (_mu.Write()) { _n = 1; } Bump(); }
    public static void OfAnother(Excluding a, Excluding b) { a._mu.WriteLock(); b.Bump(); a._mu.WriteUnlock(); }

    [RequiresWrite("_mu")] public void UnderAContract() => Bump(); // MML301
    [Excludes("_mu")] public void PassedOn() => Bump();
    [Excludes("_mu", "_other")] public void Both() { }
    public void OneOfBoth() { _other.ReadLock(); Both(); _other.ReadUnlock(); } // MML301
}
