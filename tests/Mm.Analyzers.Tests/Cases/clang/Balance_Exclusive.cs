// What is acquired for write is released once, and nothing else is.
using Mm.Locks;

namespace Cases.Clang;

sealed class Exclusive
{
    readonly RwSem _one = new();
    readonly RwSem _two = new();

    static bool Flip() => true;
    static void Work() { }

    public void Paired() { _one.WriteLock(); _one.WriteUnlock(); }
    public void PairedTwice() { _one.WriteLock(); _one.WriteUnlock(); _one.WriteLock(); _one.WriteUnlock(); }
    public void Nested() { _one.WriteLock(); _two.WriteLock(); _two.WriteUnlock(); _one.WriteUnlock(); }
    public void Crossed() { _one.WriteLock(); _two.WriteLock(); _one.WriteUnlock(); _two.WriteUnlock(); }
    public void Leak() { _one.WriteLock(); } // MML201
    public void LeakOfTwo() { _one.WriteLock(); _two.WriteLock(); } // MML201 x2
    public void LeakOfOuter() { _one.WriteLock(); _two.WriteLock(); _two.WriteUnlock(); } // MML201
    public void ReleaseOfNothing() { _one.WriteUnlock(); } // MML202
    public void ReleaseTwice() { _one.WriteLock(); _one.WriteUnlock(); _one.WriteUnlock(); } // MML202
    public void ReleaseOfOther() { _one.WriteLock(); _two.WriteUnlock(); _one.WriteUnlock(); } // MML202
    public void AcquireTwice() { _one.WriteLock(); _one.WriteLock(); _one.WriteUnlock(); _one.WriteUnlock(); } // MML204
    public void ReleaseBeforeAcquire() { _one.WriteUnlock(); _one.WriteLock(); } // MML202, MML201

    public void LeakOnOneWay()
    {
        _one.WriteLock(); // MML201
        if (Flip()) return;
        _one.WriteUnlock();
    }

    public void ReleasedOnBothWays()
    {
        _one.WriteLock();
        if (Flip()) { Work(); _one.WriteUnlock(); }
        else { _one.WriteUnlock(); }
    }

    public void AcquiredOnBothWays()
    {
        if (Flip()) { _one.WriteLock(); Work(); }
        else { _one.WriteLock(); }
        _one.WriteUnlock();
    }

    public void AcquiredOnOneWay()
    {
        if (Flip()) _one.WriteLock(); // MML201
        Work();
    }

    public void ReleasedOnOneWayThenAgain()
    {
        _one.WriteLock();
        if (Flip()) _one.WriteUnlock();
        _one.WriteUnlock(); // MML205
    }

    public void AcquiredOnOneWayThenReleased()
    {
        if (Flip()) _one.WriteLock();
        _one.WriteUnlock(); // MML205
    }
}
