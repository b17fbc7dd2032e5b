// Releases and acquisitions that meet again, in loops and after nested conditions.
using Mm.Locks;

namespace Cases.Clang;

sealed class BalanceMore
{
    readonly RwSem _mu = new();
    static readonly RwSem s_mu = new();
    [GuardedBy("_mu")] int _n;
    [GuardedBy("s_mu")] static int s_n;

    static bool Flip() => true;
    static void Work() { }

    public void NestedEmptyArms()
    {
        if (Flip()) _mu.WriteLock();
        else
        {
            if (Flip()) Work();
            else Work();
            _mu.WriteLock();
        }
        _mu.WriteUnlock();
    }

    public void TakenAgainBeforeEveryContinue()
    {
        _mu.WriteLock();
        while (Flip())
        {
            _mu.WriteUnlock();
            if (Flip())
            {
                if (Flip())
                {
                    _mu.WriteLock();
                    continue;
                }
            }
            _mu.WriteLock();
        }
        _mu.WriteUnlock();
    }

    public void NotTakenAgainBeforeOneContinue() // anywhere: MML205
    {
        _mu.WriteLock();
        while (Flip())
        {
            _mu.WriteUnlock();
            if (Flip()) continue;
            _mu.WriteLock();
        }
        _mu.WriteUnlock();
    }

    public void BrokenOutOfWithoutIt()
    {
        _mu.WriteLock();
        while (Flip())
        {
            _mu.WriteUnlock();
            if (Flip()) break;
            _mu.WriteLock();
        }
        _mu.WriteUnlock(); // MML205
    }

    public void DoReleasesEveryRound() // anywhere: MML205|MML202
    {
        _mu.WriteLock();
        do
        {
            _mu.WriteUnlock();
        }
        while (Flip());
    }

    public void DoAcquiresEveryRound() // anywhere: MML205|MML204
    {
        do
        {
            _mu.WriteLock();
        }
        while (Flip());
        _mu.WriteUnlock();
    }

    public void DoReleasesAndTakesAgain()
    {
        _mu.WriteLock();
        do
        {
            _mu.WriteUnlock();
            _mu.WriteLock();
        }
        while (Flip());
        _n = 1;
        _mu.WriteUnlock();
    }

    public void DoTakesAgainForRead() // anywhere: MML205|MML203
    {
        _mu.WriteLock();
        do
        {
            _mu.WriteUnlock();
            _mu.ReadLock();
        }
        while (Flip());
        _mu.ReadUnlock();
    }

    public static BalanceMore operator ++(BalanceMore x)
    {
        s_mu.WriteLock(); // MML201
        return x;
    }

    public static BalanceMore operator --(BalanceMore x)
    {
        s_mu.WriteLock();
        s_n--;
        s_mu.WriteUnlock();
        return x;
    }

    public static explicit operator int(BalanceMore x)
    {
        s_mu.ReadLock(); // MML201
        return s_n;
    }

    public static implicit operator long(BalanceMore x)
    {
        s_mu.ReadLock();
        long seen = s_n;
        s_mu.ReadUnlock();
        return seen;
    }

    [RequiresWrite("s_mu")] public static int Static() => s_n++;
    [RequiresWrite("s_mu")] public int OfInstance() => s_n++;
    [AcquiresWrite("s_mu")] public void LockAll() => s_mu.WriteLock();
    [ReleasesWrite("s_mu")] public void UnlockAll() => s_mu.WriteUnlock();

    public static void StaticByInstance(BalanceMore a, BalanceMore b)
    {
        a.LockAll();
        Static();
        b.OfInstance();
        b.UnlockAll();
        Static(); // MML101
    }

    public static void StaticTwiceByInstances(BalanceMore a, BalanceMore b)
    {
        a.LockAll();
        b.LockAll(); // MML204
        a.UnlockAll();
        b.UnlockAll();
    }
}
