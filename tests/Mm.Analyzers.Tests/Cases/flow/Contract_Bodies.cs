// What a body's own contract asks of it: MML211 where a hold is interrupted, MML212 at an exit that breaks it.
using Mm.Locks;

namespace Cases.Flow.ContractBodies;

sealed class Body
{
    readonly RwSem _sem = new();
    readonly RwSem _other = new();
    [GuardedBy("_sem")] int _n;

    [RequiresWrite("_sem")] public void Keeps() => _n++;

    [RequiresWrite("_sem")]
    public void Interrupts()
    {
        _sem.WriteUnlock(); // MML211
        _sem.WriteLock();
    }

    [RequiresWrite("_sem")]
    public void Loses()
    {
        _sem.WriteUnlock();
    } // MML212

    [RequiresWrite("_sem")] [MayRelease("_sem")]
    public void MayInterrupt()
    {
        _sem.WriteUnlock();
        _sem.WriteLock();
    }

    [RequiresWrite("_sem")] public void CallsInterrupter() => MayInterrupt(); // MML211
    [RequiresWrite("_sem")] [MayRelease("_sem")] public void SaysSo() => MayInterrupt();
    [MayRelease("_sem")] public int StartsHeldForRead() => _n;
    [MayRelease("_sem")] public void NotForWrite() => _n = 1; // MML105
    public void NotHeld() => StartsHeldForRead(); // MML103
    public void OwnHoldMayLapse() { _sem.WriteLock(); MayInterrupt(); _n = 1; _sem.WriteUnlock(); }

    [Downgrades("_sem")] public void Down() { _n = 1; _sem.Downgrade(); }
    [Downgrades("_sem")] public void DownNever() { _n = 1; } // MML212

    [Downgrades("_sem")]
    public void DownByRelocking()
    {
        _sem.WriteUnlock(); // MML211
        _sem.ReadLock();
    }

    [AcquiresRead("_sem")] public void TakesMore() { _sem.WriteLock(); } // MML212
    [AcquiresWrite("_sem")] public void TakesLess() { _sem.ReadLock(); } // MML212
    [AcquiresRead("_sem")] public void Takes() => _sem.ReadLock();
    [AcquiresRead("_sem")] public void TakesOther() { _sem.ReadLock(); _other.ReadLock(); } // MML201
    [ReleasesWrite("_sem")] public void Lets() => _sem.WriteUnlock();
    [Releases("_sem")] public void LetsAny() => _sem.ReadUnlock();
    [ReleasesRead("_sem")] public void LetsWrongly() { _sem.WriteUnlock(); } // MML203

    [RequiresRead("_sem")]
    public void Throws()
    {
        _sem.ReadUnlock();
        throw new System.InvalidOperationException();
    }
}
