// Contracts of several locks, on operators, constructors, indexers, conversions and delegates.
using System;
using System.Diagnostics.CodeAnalysis;
using Mm.Locks;

namespace Cases.Clang;

class Data
{
    public readonly RwSem Mu = new();
    [GuardedBy("Mu")] public int Value;
    [AcquiresWrite("Mu")] public void Lock() => Mu.WriteLock();
    [ReleasesWrite("Mu")] public void Unlock() => Mu.WriteUnlock();
    [RequiresWrite("Mu")] public void Do() => Value++;
    [RequiresRead("a.Mu", "b.Mu")] public static int operator +(Data a, Data b) => a.Value + b.Value;
    [RequiresRead("d.Mu")] public static explicit operator int(Data d) => d.Value;
    [RequiresRead("d.Mu")] public static bool operator true(Data d) => d.Value > 0;
    [RequiresRead("d.Mu")] public static bool operator false(Data d) => d.Value <= 0;
    [RequiresWrite("d.Mu")] public static Data operator ++(Data d) { d.Value++; return d; }
    public int this[int i] { [RequiresRead("Mu")] get => Value; [RequiresWrite("Mu")] set => Value = value; }
}

sealed class Locker
{
    [AcquiresWrite("d.Mu")] public void Lock(Data d) => d.Mu.WriteLock();
    public void LockOther([AcquiresWrite("Mu")] Data d) => d.Mu.WriteLock();
    [ReleasesWrite("d.Mu")] public void Unlock(Data d) => d.Mu.WriteUnlock();
    [RequiresWrite("d.Mu")] public void Use(Data d) => d.Value = 1;

    public void Right(Data d) { Lock(d); Use(d); Unlock(d); }
    public void RightByParameter(Data d) { LockOther(d); Use(d); Unlock(d); }
    public void OfAnother(Data d, Data e) { Lock(d); Use(e); Unlock(d); } // MML101
    public void GivesBackAnother(Data d, Data e) { Lock(d); Unlock(e); } // MML201, MML202
    public void Operator(Data a, Data b) { a.Mu.ReadLock(); int x = a + b; a.Mu.ReadUnlock(); } // MML103
    public void OperatorBackwards(Data a, Data b) { a.Mu.ReadLock(); int x = b + a; a.Mu.ReadUnlock(); } // MML103
    public void OperatorRight(Data a, Data b) { a.Mu.ReadLock(); b.Mu.ReadLock(); int x = a + b; b.Mu.ReadUnlock(); a.Mu.ReadUnlock(); }
    public int Conversion(Data a) => (int)a; // MML103
    public void Truth(Data a) { if (a) return; } // MML103
    public void TruthHeld(Data a) { a.Mu.ReadLock(); if (a) { } a.Mu.ReadUnlock(); }
    public void Incremented(Data a) { a++; } // MML101
    public void IncrementedUnderRead(Data a) { a.Mu.ReadLock(); var b = a; a++; b.Mu.ReadUnlock(); } // MML102
    public int Indexer(Data a) => a[0]; // MML103
    public void IndexerSet(Data a) => a[0] = 1; // MML101
    public void IndexerBoth(Data a) => a[0] += 1; // MML101
    public void IndexerHeld(Data a) { a.Lock(); a[0] += a[1]; a.Unlock(); }
    public void NullConditional(Data? a) { a?.Do(); } // MML101
    public void Delegated(Data a) { Action act = a.Do; act(); } // MML402
}

class Based
{
    static readonly RwSem s_mu = new();
    protected static readonly RwSem s_other = new();
    [RequiresWrite("s_mu")] public Based() { }
    [Excludes("s_mu")] public Based(int n) { }
    public int this[int i] { [Excludes("s_mu")] get => i; }
    [AcquiresWrite("s_mu")] public static void Enter() => s_mu.WriteLock();
    [ReleasesWrite("s_mu")] public static void Exit() => s_mu.WriteUnlock();
    public static void Unheld() { var b = new Based(); } // MML101
    public static void Held() { s_mu.WriteLock(); var b = new Based(); s_mu.WriteUnlock(); }
    public static void Excluded() { s_mu.WriteLock(); var b = new Based(1); int x = b[0]; s_mu.WriteUnlock(); } // MML301 x2
    public static void Free() { var b = new Based(1); int x = b[0]; }
}

sealed class Derived : Based
{
    public Derived()
    {
    }

    public Derived(int n) : base(n)
    {
    }

    public Derived(long n) : base() // MML101
    {
    }

    public static void TargetTyped() { Based b = new(); } // MML101
}

sealed class SeveralLocks
{
    readonly RwSem _a = new();
    readonly RwSem _b = new();
    readonly RwSem _c = new();
    [GuardedBy("_a")] int _x;
    [GuardedBy("_b")] int _y;
    [GuardedBy("_c")] int _z;

    [AcquiresWrite("_a", "_b", "_c")] public void Lock3() { _a.WriteLock(); _b.WriteLock(); _c.WriteLock(); }
    [ReleasesWrite("_a", "_b", "_c")] public void Unlock3() { _a.WriteUnlock(); _b.WriteUnlock(); _c.WriteUnlock(); }
    [AcquiresWrite("_a"), AcquiresWrite("_b"), AcquiresRead("_c")] public void LockMixed() { _a.WriteLock(); _b.WriteLock(); _c.ReadLock(); }
    [ReleasesWrite("_a"), ReleasesWrite("_b"), ReleasesRead("_c")] public void UnlockMixed() { _a.WriteUnlock(); _b.WriteUnlock(); _c.ReadUnlock(); }
    [AcquiresWrite("_a", "_b", When = true)] public bool TryBoth()
    {
        if (!_a.TryWriteLock()) return false;
        _b.WriteLock();
        if (_x == 0)
        {
            _b.WriteUnlock();
            _a.WriteUnlock();
            return false;
        }
        return true;
    }
    [AssertsWrite("_a", "_b")] public extern void AssertBoth();
    [AssertsRead("_a"), AssertsRead("_b")] public extern void AssertReads();
    [Excludes("_a"), Excludes("_b")] public void Free() { }
    [RequiresWrite("_a"), RequiresRead("_b")] public int Mixed() { _x = _y; return _y; }
    [RequiresWrite("_a", "_b", "_c")] public void All() => _x = _y = _z = 1;

    public void AllHeld() { Lock3(); _x = 1; _y = 2; _z = 3; All(); Unlock3(); }
    public void MixedHeld() { LockMixed(); _x = _z; _y = 1; Mixed(); UnlockMixed(); }
    public void MixedWrite() { LockMixed(); _z = 1; UnlockMixed(); } // MML105
    public void AllUnderMixed() { LockMixed(); All(); UnlockMixed(); } // MML102
    public void Lacking() => All(); // MML101
    public void LackingOne() { _a.WriteLock(); _b.WriteLock(); All(); _b.WriteUnlock(); _a.WriteUnlock(); } // MML101
    public void Tried() { if (TryBoth()) { _x = _y = 1; _a.WriteUnlock(); _b.WriteUnlock(); } }
    public void TriedLeaksOne() { if (TryBoth()) { _a.WriteUnlock(); } } // MML201
    public void Asserted() { AssertBoth(); _x = _y = 1; }
    public void AssertedForRead() { AssertReads(); int s = _x + _y; _x = 1; } // MML105
    public void ExcludedOne() { _b.ReadLock(); Free(); _b.ReadUnlock(); } // MML301
    public void ExcludedBoth() { _a.WriteLock(); _b.ReadLock(); Free(); _b.ReadUnlock(); _a.WriteUnlock(); } // MML301 x2
    public void MixedTooWeak() { _a.ReadLock(); Mixed(); _a.ReadUnlock(); } // MML102

    [AcquiresWrite("_a")] public void AcquiresTheWrongOne() { _b.WriteLock(); } // MML201, MML212
    [ReleasesWrite("_a")] public void ReleasesTheWrongOne() { _b.WriteUnlock(); } // MML202, MML212
    [AcquiresRead("_a")] public void AcquiresAnotherForAWhile() { _b.WriteLock(); _b.WriteUnlock(); } // MML212

    [DoesNotReturn] static void Fatal() => throw new InvalidOperationException();
    [RequiresWrite("_a")] public void NeverReturns() { Fatal(); }
    [AcquiresWrite("_a")] public void NeverAcquires() { throw new NotSupportedException(); }
    [ReleasesWrite("_a")] public void NeverReleasesInOneArm(bool c) { if (c) Fatal(); else throw new NotSupportedException(); }
    [AcquiresWrite("_a")] public void AcquiresOrFails(bool c) { if (c) Fatal(); _a.WriteLock(); }
}
