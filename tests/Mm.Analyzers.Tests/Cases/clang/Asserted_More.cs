// What was asserted is held, and nobody has the duty to release it; beside it, what was acquired keeps that duty.
using System.Diagnostics;
using Mm.Locks;

namespace Cases.Clang;

sealed class AssertedMore
{
    readonly RwSem _mu = new();
    readonly object _gate = new();
    [GuardedBy("_mu")] int _n;
    [GuardedBy("_gate")] int _m;

    static bool Flip() => true;

    [ReleasesWrite("_mu")] public void AssertsWhatItReleases() { _mu.AssertHeldForWrite(); _mu.WriteUnlock(); }
    [RequiresWrite("_mu")] public void AssertsWhatItRequires() { _mu.AssertHeldForWrite(); _n = 1; }
    [RequiresRead("_mu")] public int AssertsMoreThanItRequires() { _mu.AssertHeldForWrite(); _n = 1; return _n; }

    public void OneArmTakenOtherAsserted()
    {
        if (Flip()) _mu.AssertHeldForWrite();
        else _mu.WriteLock();
        _n = 1;
        _mu.WriteUnlock();
    }

    public void OneArmAssertedOtherTaken()
    {
        if (Flip()) _mu.WriteLock();
        else _mu.AssertHeldForWrite();
        _n = 1;
        _mu.WriteUnlock();
    }

    public void AssertedAndLeaked()
    {
        if (Flip()) _mu.AssertHeldForWrite();
        else _mu.WriteLock(); // MML201
    }

    public void LeakedAndAsserted()
    {
        if (Flip()) _mu.WriteLock(); // MML201
        else _mu.AssertHeldForWrite();
    }

    public int WeakerTakenStrongerAsserted() // anywhere: MML105|MML205
    {
        if (Flip()) _mu.ReadLock();
        else _mu.AssertHeldForWrite();
        int seen = _n;
        _n = 1;
        _mu.ReadUnlock();
        return seen;
    }

    public void EachRound(int rounds)
    {
        for (int i = 0; i < rounds; i++)
        {
            _mu.AssertHeldForWrite();
            _n++;
        }
        _n = 0; // MML104
    }

    public void InATry()
    {
        try
        {
            Flip();
            _mu.AssertHeldForWrite();
            _n = 1;
        }
        finally
        {
            _n = 2; // MML104
        }
    }

    public void ByDebugAssert()
    {
        Debug.Assert(System.Threading.Monitor.IsEntered(_gate));
        _m = 1;
    }

    public void ByDebugAssertOfAnother(object other)
    {
        Debug.Assert(System.Threading.Monitor.IsEntered(other));
        _m = 1; // MML104
    }

    public void ByCondition()
    {
        if (!System.Threading.Monitor.IsEntered(_gate)) throw new System.InvalidOperationException();
        _m = 1;
    }
}
