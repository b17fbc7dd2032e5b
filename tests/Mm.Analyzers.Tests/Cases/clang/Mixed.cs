// Tries tested again, taken objects mixed up, locks of outer and base types.
using System;
using System.Threading;
using Mm.Locks;

namespace Cases.Clang;

sealed class Mixed
{
    readonly RwSem _mu = new();
    [GuardedBy("_mu")] int _a;
    [Excludes("_mu")] void Free() { }
    public void Rebranch(bool c)
    {
        bool b = _mu.TryWriteLock();
        if (b) _a = 0;
        if (c && b) _mu.WriteUnlock();
        else if (b) _mu.WriteUnlock();
    }

    [Excludes("_mu")]
    public void FailureKeepsItFree()
    {
        if (_mu.TryWriteLock()) { _a = 0; _mu.WriteUnlock(); }
        else Free();
    }

    public void SuccessDoesNot()
    {
        if (_mu.TryWriteLock()) { Free(); _mu.WriteUnlock(); } // MML301
        else Free();
    }

    public void ReleasedUntestedThenTaken()
    {
        _mu.TryWriteLock(); // MML208
        _mu.WriteUnlock();
        _mu.WriteLock();
        _a = 0;
        _mu.WriteUnlock();
    }

    public void TriedOnOneWay(bool c, bool d)
    {
        bool b = false;
        if (c) b = _mu.TryWriteLock();
        if (d) _a = 0; // MML104|MML205|MML208
        if (b) _mu.WriteUnlock();
    }

    public void TakenWhereTheTryFailed()
    {
        if (_mu.TryWriteLock()) { _a = 0; _mu.WriteUnlock(); }
        else { _mu.WriteLock(); _a = 0; _mu.WriteUnlock(); }
    }

    public void CrossedBranches(int x)
    {
        if (x % 2 == 1) _mu.WriteLock(); else _mu.WriteLock();
        _a = 1;
        if (x % 2 == 1) _mu.WriteUnlock(); else _mu.WriteUnlock();
    }

    public static void Mixup(Mixed a, Mixed b) { a._mu.WriteLock(); b._a = 2; a._mu.WriteUnlock(); } // MML104
    public static void MixupOfOne(Mixed a) => Mixup(a, a);
    [RequiresWrite("_mu")] public void Recurse(int n) { if (n > 0) Recurse(n - 1); _a = n; }
    public void Lazy() { Lazy<int> l = new(() => _a); int x = l.Value; } // MML106
    public void ClosureArgument(Mixed other)
    {
        var p = this;
        _mu.WriteLock();
        Action<Mixed> leave = static arg => arg._mu.WriteUnlock(); // MML202
        leave(p);
        _mu.WriteUnlock();
    }

    public void MethodValue()
    {
        _mu.WriteLock();
        Action<int> f = Recurse; // MML402
        _mu.WriteUnlock();
    }
}

struct Lockable
{
    public readonly object Gate;
    [GuardedBy("Gate")] public int N;
    public Lockable() { Gate = new object(); N = 0; }
    public void Inc() { lock (Gate) N++; }
    public void Bad() { N++; } // MML104
}

class Outer
{
    readonly object _lock = new();
    [GuardedBy("_lock")] int _x;
    sealed class Inner(Outer outer)
    {
        [GuardedBy("outer._lock")] int _y;
        public void Right() { lock (outer._lock) { outer._x++; _y++; } }
        public void Wrong() { outer._x++; _y++; } // MML104 x2
        public void OfAnother(Inner i) { lock (outer._lock) i._y++; } // MML104
    }
}

class LockBase { protected static readonly object L = new(); [GuardedBy("L")] protected static bool Flag; }
class LockDerived : LockBase
{
    new static readonly object L = new();
    [GuardedBy("L")] new static bool Flag;
    public static void M()
    {
        lock (L) LockBase.Flag = true; // MML104
        lock (LockBase.L) Flag = true; // MML104
        lock (LockBase.L) LockBase.Flag = true;
        lock (LockDerived.L) LockDerived.Flag = true;
    }
}
