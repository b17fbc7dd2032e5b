// A compilation that declares built-in locks itself, as a corlib does: their bodies are what the contracts stand for.
using System;
using System.Threading;
using Mm.Locks;

namespace System.Threading
{
    public static class Monitor
    {
        static int s_spins;
        public static void Enter(object obj) { if (obj is null) throw new ArgumentNullException(); s_spins++; }
        public static void Enter(object obj, ref bool lockTaken) { if (lockTaken) throw new ArgumentException(); ReliableEnter(obj, ref lockTaken); }
        static void ReliableEnter(object obj, ref bool lockTaken) { lockTaken = true; }
        public static bool TryEnter(object obj) { bool taken = false; TryEnter(obj, ref taken); return taken; }
        public static void TryEnter(object obj, ref bool lockTaken) { if (s_spins > 1) ReliableEnter(obj, ref lockTaken); }
        public static void Exit(object obj) { s_spins--; }
        public static bool Wait(object obj) => Wait(obj, -1);
        public static bool Wait(object obj, int ms) => ms > 0;
        public static void Pulse(object obj) { s_spins = 0; }
        public static bool IsEntered(object obj) => s_spins > 0;
    }

    public class SemaphoreSlim
    {
        readonly object _gate = new();
        int _count;
        public SemaphoreSlim(int n, int max) { _count = n; }
        public void Wait() => Wait(-1);
        public bool Wait(int ms) { bool taken = false; try { Monitor.Enter(_gate, ref taken); if (_count > 0) { _count--; return true; } return false; } finally { if (taken) Monitor.Exit(_gate); } }
        public int Release() { lock (_gate) return _count++; }
        public void Forgets() { Monitor.Enter(_gate); _count = 1; } // MML201
    }

    public class ReaderWriterLockSlim
    {
        int _n;
        public void EnterReadLock() { TryEnterReadLock(-1); }
        public bool TryEnterReadLock(int ms) { _n++; return _n > 0; }
        public void ExitReadLock() { _n--; }
        public void EnterWriteLock() { if (!TryEnterWriteLock(-1)) throw new InvalidOperationException(); }
        public bool TryEnterWriteLock(int ms) { _n = -1; return true; }
        public void ExitWriteLock() { _n = 0; }
        public bool IsWriteLockHeld => _n < 0;
    }

    public sealed class Lock
    {
        int _n;
        public void Enter() { if (!TryEnter()) throw new InvalidOperationException(); }
        public bool TryEnter() { _n++; return true; }
        public void Exit() { _n--; }
        public Scope EnterScope() { Enter(); return new Scope(this); }
        public ref struct Scope { Lock? _l; internal Scope(Lock l) { _l = l; } public void Dispose() { var l = _l; if (l is not null) { _l = null; l.Exit(); } } }
    }

    public abstract class WaitHandle { public virtual bool WaitOne() => WaitOne(-1); public virtual bool WaitOne(int ms) => WaitOneCore(ms); static bool WaitOneCore(int ms) => ms > 0; }
    public sealed class Mutex : WaitHandle { public void ReleaseMutex() { Free(); } static void Free() { } public override bool WaitOne() => base.WaitOne(); }
    public struct SpinLock { int _n; public void Enter(ref bool taken) { TryEnter(ref taken); } public void TryEnter(ref bool taken) { _n = 1; taken = true; } public void Exit() { _n = 0; } }
}
