// The same unmodified condition around both ends; Clang warns of these, we do not.
using Mm.Locks;

namespace Cases.Clang;

sealed class Correlated
{
    readonly RwSem _mu = new();
    readonly bool _always;
    bool _mutable;
    [GuardedBy("_mu")] int _n;

    static bool Flip() => true;

    public void Parameter(bool locked)
    {
        if (locked) _mu.WriteLock();
        if (locked) _n = 1;
        if (locked) _mu.WriteUnlock();
    }

    public void ParameterNegated(bool held)
    {
        if (!held) _mu.WriteLock();
        if (!held) { _n = 1; _mu.WriteUnlock(); }
    }

    public void Local()
    {
        bool locked = Flip();
        if (locked) _mu.WriteLock();
        if (locked) _mu.WriteUnlock();
    }

    public void ReadonlyMember()
    {
        if (_always) _mu.WriteLock();
        if (_always) _mu.WriteUnlock();
    }

    public void MutableMember()
    {
        if (_mutable) _mu.WriteLock();
        if (_mutable) _mu.WriteUnlock(); // MML205
    }

    public void ModifiedBetween(bool locked)
    {
        if (locked) _mu.WriteLock();
        locked = Flip();
        if (locked) _mu.WriteUnlock(); // MML205
    }

    public void OtherSense(bool locked)
    {
        if (locked) _mu.WriteLock(); // MML201
        if (!locked) _mu.WriteUnlock(); // MML202
    }

    public void ModeByCondition(bool write)
    {
        if (write) _mu.WriteLock(); else _mu.ReadLock();
        int seen = _n;
        if (write) _n = seen + 1;
        if (write) _mu.WriteUnlock(); else _mu.ReadUnlock();
    }

    public void FlagBesideIt()
    {
        bool held = false;
        if (Flip())
        {
            _mu.WriteLock();
            held = true;
        }
        if (held) { _n = 1; _mu.WriteUnlock(); }
    }

    public void NullTest(Correlated? other)
    {
        if (other != null) other._mu.WriteLock();
        if (other != null) other._mu.WriteUnlock();
    }

    public void NullConditional(Correlated? other)
    {
        other?._mu.WriteLock();
        other?._mu.WriteUnlock();
    }
}
