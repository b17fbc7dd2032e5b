// Where ways meet, only what all of them hold is held.
using Mm.Locks;

namespace Cases.Clang;

sealed class Joins
{
    readonly RwSem _mu = new();
    readonly RwSem _other = new();
    [GuardedBy("_mu")] int _n;

    static bool Flip() => true;
    static int Pick() => 1;
    static void Work() { }

    public void UseAfterDifferentArms()
    {
        _mu.WriteLock();
        if (Flip()) { Work(); } else { _n = 1; }
        _n = 2;
        _mu.WriteUnlock();
    }

    public void HeldOnTwoOfThree()
    {
        switch (Pick())
        {
            case 0: _mu.WriteLock(); break;
            case 1: _mu.WriteLock(); break;
            default: break;
        }
        _n = 1; // MML205
    }

    public void HeldOnAllThree()
    {
        switch (Pick())
        {
            case 0: _mu.WriteLock(); break;
            case 1: _mu.WriteLock(); Work(); break;
            default: _mu.WriteLock(); break;
        }
        _n = 1;
        _mu.WriteUnlock();
    }

    public void OtherLockOnOtherArm()
    {
        if (Flip()) _mu.WriteLock(); // MML201
        else _other.WriteLock(); // MML201
    }

    public int WeakerModeIsEnough()
    {
        if (Flip()) _mu.ReadLock();
        else { _mu.WriteLock(); _n = 1; _mu.Downgrade(); }
        int seen = _n;
        _mu.ReadUnlock();
        return seen;
    }

    public void ReturnInOneArm()
    {
        _mu.WriteLock();
        if (Flip())
        {
            _mu.WriteUnlock();
            return;
        }
        _n = 1;
        _mu.WriteUnlock();
    }

    public void NestedConditions()
    {
        if (Flip())
        {
            _mu.WriteLock();
            if (Flip()) { _n = 1; }
            else if (Flip()) { _n = 2; }
            _mu.WriteUnlock();
        }
        Work();
    }

    public void ThrowEndsAWay(object? o)
    {
        _mu.WriteLock();
        if (o is null)
        {
            _mu.WriteUnlock();
            throw new System.ArgumentNullException(nameof(o));
        }
        _n = 1;
        _mu.WriteUnlock();
    }
}
