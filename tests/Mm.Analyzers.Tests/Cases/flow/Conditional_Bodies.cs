// The body of a member with a conditional contract is checked per returned value.
#nullable enable
using Mm.Locks;

namespace Cases.Flow.ConditionalBodies;

sealed class Box
{
    public readonly RwSem Sem = new();
    [GuardedBy("Sem")] int _n;

    [AcquiresWrite("Sem", When = true)] public bool Direct() => Sem.TryWriteLock();
    [AcquiresWrite("Sem", When = true)] public bool Stored() { bool ok = Sem.TryWriteLock(); return ok; }
    [AcquiresWrite("Sem", When = true)] public bool Branches() { if (!Sem.TryWriteLock()) return false; _n = 1; return true; }
    [AcquiresWrite("Sem", When = true)]
    public bool GivesUp()
    {
        if (!Sem.TryWriteLock()) return false;
        if (_n > 0) { Sem.WriteUnlock(); return false; }
        return true;
    }

    [AcquiresWrite("Sem", When = true)]
    public bool KeepsOnFailure()
    {
        if (!Sem.TryWriteLock()) return false;
        if (_n > 0) return false; // MML212
        return true;
    }

    [AcquiresWrite("Sem", When = true)]
    public bool SucceedsWithout() => true; // MML212

    [AcquiresWrite("Sem", When = 0)] public int Killable() => Sem.WriteLockKillable();
    [AcquiresWrite("Sem", When = 0)]
    public int KillableChecked()
    {
        int r = Sem.WriteLockKillable();
        if (r != 0) return r;
        _n = 2;
        return 0;
    }

    [AcquiresWrite("Sem", When = 0)]
    public int KillableWrong()
    {
        int r = Sem.WriteLockKillable();
        if (r == 0) _n = 2;
        return 0; // MML212
    }

    [ReleasesWrite("Sem", When = 0)]
    public int MaybeReleases(int x)
    {
        if (x > 0) return -1;
        Sem.WriteUnlock();
        return 0;
    }

    [ReleasesWrite("Sem", When = 0)]
    public int ForgetsToRelease(int x)
    {
        if (x > 0) return 0; // MML212
        Sem.WriteUnlock();
        return 0;
    }

    [ReleasesWrite("Sem", When = 0)]
    public int ReleasesOnError(int x)
    {
        Sem.WriteUnlock();
        if (x > 0) return -1; // MML212
        return 0;
    }

    public int Caller(int x)
    {
        Sem.WriteLock();
        int r = MaybeReleases(x);
        if (r != 0) { _n = 3; Sem.WriteUnlock(); }
        return r;
    }

    public int CallerWrong(int x)
    {
        Sem.WriteLock();
        int r = MaybeReleases(x);
        if (r == 0) _n = 3; // MML104
        else Sem.WriteUnlock();
        return r;
    }

    public void Ignored(int x)
    {
        Sem.WriteLock();
        MaybeReleases(x); // MML208
        throw new System.InvalidOperationException();
    }
}

sealed class Pool
{
    readonly Box _box = new();

    [AcquiresRead("return.Sem", WhenNotNull = true)]
    public Box? Find(bool there)
    {
        if (!there) return null;
        _box.Sem.ReadLock();
        return _box;
    }

    [AcquiresRead("return.Sem", WhenNotNull = true)]
    public Box? FindUnlocked(bool there)
    {
        if (!there) return null;
        return _box; // MML212
    }

    [AcquiresRead("return.Sem", WhenNotNull = true)]
    public Box? LocksAnyway(bool there)
    {
        _box.Sem.ReadLock(); // MML201
        if (!there) return null;
        return _box;
    }
}
