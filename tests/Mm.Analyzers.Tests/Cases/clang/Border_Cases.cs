// What the language settles of what is reported, where, and how often.
using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Threading;
using System.Threading.Tasks;
using Mm.Locks;

namespace Cases.Clang;

sealed class BorderCases
{
    readonly RwSem _mu = new();
    readonly RwSem _two = new();
    static readonly object s_gate = new();
    readonly Lock _lock = new();
    readonly ReaderWriterLockSlim _rw = new();
    readonly SemaphoreSlim _sem = new(1, 1);
    [GuardedBy("_mu")] int _n;
    [GuardedBy("_mu")] int _k;
    [GuardedBy("_mu", "_two")] int _both;
    [GuardedBy("s_gate")] static int s_n;
    [GuardedBy("_rw")] int _w;
    [GuardedBy("_lock")] int _l;
    [GuardedBy("_mu")] int P { get; set; }

    static bool Flip() => true;
    static int Use(int v) => v;
    static void Set(ref int v) => v = 1;
    static void Out(out int v) => v = 1;

    // Every access is reported, and changes nothing.
    public void EveryAccess()
    {
        _n = 1; // MML104
        _n = 2; // MML104
        if (_n > 0) _k = 2; // MML104, MML106
        s_n = 1; // MML104
        _w = 1; // MML104
        _l = 1; // MML104
    }

    // A write covers the reads of the same member in one statement; not those of others, and not in another statement.
    public void Covered()
    {
        _n = _n + 1; // MML104
        _n += _n * _n; // MML104
        _n = _k; // MML104, MML106
        P = P + P; // MML104
        (_n, _k) = (_k, _n); // MML104 x2
        for (_n = 0; _n < 3; _n++) // MML104 x2, MML106
        {
        }
        Out(out _n); // MML104
        Set(ref _n); // MML104
        _n++; // MML104
    }

    // Of several locks, one that is held too weakly decides.
    public void Weakest()
    {
        _mu.ReadLock();
        _both = 1; // MML105
        _mu.ReadUnlock();
        _both = 1; // MML104
        _two.WriteLock();
        _both = 2; // MML104
        _mu.ReadLock();
        _both = 3; // MML105
        _mu.ReadUnlock();
        _two.WriteUnlock();
    }

    // Refused acquisitions leave the hold as it was; their release is silent.
    public void RefusedTwice()
    {
        _mu.WriteLock();
        _mu.WriteLock(); // MML204
        _n = 1;
        _mu.WriteUnlock();
        _n = 2;
        _mu.WriteUnlock();
        _n = 3; // MML104
    }

    public void RefusedRead()
    {
        _rw.EnterReadLock();
        _rw.EnterReadLock(); // MML204
        _rw.ExitReadLock();
        int seen = _w;
        _rw.ExitReadLock();
    }

    public void RefusedWriteWhileReading()
    {
        _rw.EnterReadLock();
        _rw.EnterWriteLock(); // MML302
        _w = 1; // MML105
        _rw.ExitWriteLock();
        int seen = _w;
        _rw.ExitReadLock();
    }

    public async Task RefusedSemaphore()
    {
        await _sem.WaitAsync();
        await _sem.WaitAsync(); // MML204
        _sem.Release();
        _sem.Release();
    }

    // A wrong release leaves it unheld; a refused downgrade leaves the mode.
    public void WronglyReleased()
    {
        _rw.EnterWriteLock();
        _rw.ExitReadLock(); // MML203
        _w = 1; // MML104
    }

    public void RefusedDowngrade()
    {
        _mu.ReadLock();
        _mu.Downgrade(); // MML210
        int seen = _n;
        _mu.ReadUnlock();
        _mu.Downgrade(); // MML210
        seen = _n;
        _n = 1; // MML105
        _mu.ReadUnlock();
    }

    [Excludes("_mu")] void Excluding() { }

    public void StaysHeld()
    {
        _mu.WriteLock();
        Excluding(); // MML301
        _n = 1;
        Excluding(); // MML301
        _mu.WriteUnlock();
    }

    // Held on some paths only.
    public void MeetsAUse() { if (Flip()) Monitor.Enter(s_gate); s_n = 1; Monitor.Exit(s_gate); } // MML205
    public void MeetsARelease() { if (Flip()) _lock.Enter(); _lock.Exit(); } // MML205
    public void MeetsAnExit() { if (Flip()) _rw.EnterReadLock(); } // MML201
    public void MeetsAnExitBySwitch(int i) { switch (i) { case 1: _lock.Enter(); break; } } // MML201

    public void ShrinksInALoop(int n)
    {
        Monitor.Enter(s_gate);
        for (int i = 0; i < n; i++) Monitor.Exit(s_gate); // MML205
    }

    public void GrowsInALoop(int n)
    {
        do
        {
            _lock.Enter(); // MML201
        }
        while (--n > 0);
    }

    public void AssertedOnOneArm()
    {
        if (Flip()) Debug.Assert(Monitor.IsEntered(s_gate));
        s_n = 1; // MML104
    }

    // Try results.
    public void TriedWhileHeld() { _mu.WriteLock(); if (_mu.TryWriteLock()) { } _n = 1; _mu.WriteUnlock(); }
    public void TriedByMonitorDropped() { Monitor.TryEnter(s_gate); } // MML208
    public void TriedBySlimDropped() { _rw.TryEnterReadLock(10); } // MML208
    public async Task TriedBySemaphoreDropped() { await _sem.WaitAsync(10); } // MML208
    public void TriedUsed() { bool t = _lock.TryEnter(); _l = 1; if (t) _lock.Exit(); } // MML208
    public void TriedReleased() { bool t = _rw.TryEnterWriteLock(1); _rw.ExitWriteLock(); } // MML208
    [ReleasesWrite("_mu", When = true)] bool MayLetGo() { if (Flip()) return false; _mu.WriteUnlock(); return true; }
    public void ReleaseIgnored() { _mu.WriteLock(); MayLetGo(); } // MML208
    public void ReleaseTested() { _mu.WriteLock(); if (!MayLetGo()) _mu.WriteUnlock(); }

    // Contracts at exits.
    [RequiresWrite("s_gate")] static void Lost() { Monitor.Exit(s_gate); } // MML212
    [RequiresWrite("s_gate")] static void LostAndTaken() { Monitor.Exit(s_gate); Monitor.Enter(s_gate); } // MML211
    [RequiresWrite("s_gate")] static void Waits() { Monitor.Wait(s_gate); } // MML211
    [MayRelease("s_gate")] static void MayWait() { Monitor.Wait(s_gate); }
    public static void CallsWithout() { MayWait(); } // MML103
    public static void WaitsWithout() { Monitor.Wait(s_gate); } // MML101
    public static void PulsesWithout() { Monitor.PulseAll(s_gate); } // MML101
    public static void Waiting() { lock (s_gate) { while (s_n == 0) Monitor.Wait(s_gate); s_n = 0; Monitor.Pulse(s_gate); } }

    // References.
    public void ByRefUnderRead() { _mu.ReadLock(); Set(ref _n); _mu.ReadUnlock(); } // MML105
    public void ByVolatile() { int a = Volatile.Read(ref _n); } // MML106
    public void ByVolatileWrite() { _mu.ReadLock(); Volatile.Write(ref _n, 1); _mu.ReadUnlock(); } // MML105
    public void ByInterlocked() { Interlocked.Increment(ref _n); } // MML104

    [RequiresReadAny("_mu", "_two")] public int AnyRead() => _both;
    [RequiresReadAny("_mu", "_two")] public void AnyWrite() => _both = 1; // MML105

    // Exits by exceptions.
    [DoesNotReturn] static void Fail() => throw new InvalidOperationException();
    public void EndsInFail() { _mu.WriteLock(); Fail(); } // MML209
    public void EndsInThrow() { lock (s_gate) { throw new InvalidOperationException(); } }
    public void GuardAndThrow() { using var hold = _mu.Write(); throw new InvalidOperationException(); }
    public void TryFinally() { try { _mu.WriteLock(); _n = 1; } finally { _mu.WriteUnlock(); } }
    public void TryFinallyOfLock() { _lock.Enter(); try { _l = 1; if (Flip()) return; } finally { _lock.Exit(); } }
}

sealed class Guards
{
    readonly RwSem _mu = new();
    [GuardedBy("_mu")] int _n;

    public void Never() { var g = _mu.Write(); _n = 1; } // MML206
    public void OnSome(bool b) { var g = _mu.Read(); if (b) g.Dispose(); } // MML201
    public void Scope(Lock l) { var s = l.EnterScope(); } // MML206
    public void ScopeOnSome(Lock l, bool b) { var s = l.EnterScope(); if (b) s.Dispose(); } // MML201
    public void UsedAfter() { var g = _mu.Write(); g.Dispose(); g.Downgrade(); } // MML207
    public void DisposedTwice() { var g = _mu.Read(); g.Dispose(); g.Dispose(); } // MML207
    public void ByUsingAfter() { using var g = _mu.Read(); g.Dispose(); }
    public void DowngradedInUsing() { using var g = _mu.Write(); using var r = g.Downgrade(); int seen = _n; }
    public void DowngradedThenWritten() { using var g = _mu.Write(); using var r = g.Downgrade(); _n = 1; } // MML105
    public void DowngradedDropped() { using var g = _mu.Write(); g.Downgrade(); } // MML206
}
