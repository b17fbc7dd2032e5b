// Conditions joined by || and &&, tested again around the release: what they say together must outlive the block that they lead into.
using Mm.Locks;

namespace Cases.Forms.EitherTestedTwice;

sealed class Either
{
    private readonly RwSem _l = new();
    private readonly RwSem _other = new();
    private readonly bool _always;
    [GuardedBy("_l")] private int _m;

    public Either(bool always) => _always = always;

    public void TwoOfThem(bool a, bool b)
    {
        if (a || b) _l.WriteLock();
        if (a || b)
        {
            _m = 1;
            _l.WriteUnlock();
        }
    }

    public void ThreeOfThem(bool a, bool b, bool c)
    {
        if (a || b || c) _l.WriteLock();
        if (a || b || c) _l.WriteUnlock();
    }

    public void WithAMember(bool a)
    {
        if (a || _always) _l.WriteLock();
        if (a || _always) _l.WriteUnlock();
    }

    public void WithANullTest(bool a, object? o)
    {
        if (a || o is not null) _l.WriteLock();
        if (a || o is not null) _l.WriteUnlock();
    }

    public void Neither(bool a, bool b)
    {
        if (!a && !b) _l.WriteLock();
        if (!a && !b) _l.WriteUnlock();
    }

    public void Mixed(bool a, bool b, bool c)
    {
        if ((a && b) || c) _l.WriteLock();
        if ((a && b) || c) _l.WriteUnlock();
    }

    public void AroundAnother(bool a, bool b)
    {
        if (a || b) _l.WriteLock();
        _other.WriteLock();
        _other.WriteUnlock();
        if (a || b) _l.WriteUnlock();
    }

    public void OnlyOneOfThem(bool a, bool b)
    {
        if (a || b) _l.WriteLock(); // MML201
        if (a) _l.WriteUnlock();
    }

    public void MoreThanThat(bool a, bool b, bool c)
    {
        if (a || b) _l.WriteLock();
        if (a || b || c) _l.WriteUnlock(); // MML205
    }

    public void BothInstead(bool a, bool b)
    {
        if (a || b) _l.WriteLock(); // MML201
        if (a && b) _l.WriteUnlock();
    }

    public void Changed(bool a, bool b)
    {
        if (a || b) _l.WriteLock(); // MML201
        a = false;
        if (a || b) _l.WriteUnlock();
    }

    public void Unlocked(bool a, bool b)
    {
        if (a || b) _l.WriteLock();
        _m = 1; // MML205
        if (a || b) _l.WriteUnlock();
    }
}
