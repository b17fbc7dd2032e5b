// Clauses that stand alone: structs, two disjoint conditions, held tests, several guards, delegates by contract, switch on a result.
#nullable enable
using System;
using System.Diagnostics;
using System.Threading;
using Mm.Locks;

namespace Cases.Flow.MoreClauses;

public struct Counter
{
    public int N;
    public void Bump() => N++;
    public readonly int Peek() => N;
}

public sealed class Clauses
{
    readonly RwSem _sem = new();
    readonly ReaderWriterLockSlim _rw = new();
    [GuardedBy("_sem")] Counter _counter;
    [GuardedBy("_rw")] int _r;
    [GuardedBy("_sem", InterlockedWriteMode = LockMode.Read)] int _lazy;

    [RequiresRead("_sem")] public int StructRead() => _counter.Peek();
    [RequiresRead("_sem")] public void StructCall() => _counter.Bump(); // MML105
    [RequiresRead("_sem")] public void StructField() => _counter.N = 1; // MML105
    [RequiresRead("_sem")] public void Lazy() => Interlocked.CompareExchange(ref _lazy, 1, 0);
    [RequiresRead("_sem")] public void LazyPlain() => _lazy = 1; // MML105
    public void LazyUnheld() => Interlocked.Increment(ref _lazy); // MML104

    public void HeldTest() { if (_rw.IsWriteLockHeld) _r = 1; }
    public void HeldAssert() { Debug.Assert(_rw.IsWriteLockHeld); _r = 1; }
    public void HeldTestElse() { if (_rw.IsWriteLockHeld) return; _r = 1; } // MML104
    public void HeldForRead() { Debug.Assert(_rw.IsReadLockHeld); _r = 1; } // MML105

    public void SwitchOnResult()
    {
        switch (_sem.WriteLockKillable())
        {
            case 0:
                _counter.N = 1;
                _sem.WriteUnlock();
                break;
            case -4:
                break;
        }
    }

    public int SwitchExpressionOnResult() => _sem.TryReadLock() switch { true => Release(), false => 0 };
    [ReleasesRead("_sem")] int Release() { int n = _counter.Peek(); _sem.ReadUnlock(); return n; }

    public void LessThanZero()
    {
        int error = _sem.WriteLockKillable();
        if (error < 0) return;
        _counter.N = 1;
        _sem.WriteUnlock();
    }

    public void AndOr(bool b)
    {
        if (b && _sem.TryWriteLock())
        {
            _counter.N = 1;
            _sem.WriteUnlock();
        }
    }

    public void StoredAnd(bool b)
    {
        bool ok = _sem.TryWriteLock() && b; // MML201
        if (ok)
        {
            _counter.N = 1;
            _sem.WriteUnlock();
        }
    }

    public void NegatedLocal()
    {
        bool failed = !_sem.TryWriteLock();
        if (failed) return;
        _counter.N = 1;
        _sem.WriteUnlock();
    }

    public void Retried()
    {
        while (!_sem.TryWriteLock()) Thread.Yield();
        _counter.N = 1;
        _sem.WriteUnlock();
    }

    public void TwoTries(Clauses other)
    {
        bool a = _sem.TryWriteLock();
        bool b = other._sem.TryWriteLock();
        if (a) _counter.N = 1;
        if (b) other._counter.N = 1;
        if (b) _counter.N = 2; // MML205|MML104
        if (a) _sem.WriteUnlock();
        if (b) other._sem.WriteUnlock();
    }

    public void ConditionReassigned(bool w)
    {
        if (w) _sem.WriteLock(); // MML201
        w = !w;
        if (w) _sem.WriteUnlock(); // MML205|MML202
    }
}
