// Patterns of ordinary code.
using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Mm.Locks;
namespace Cases.Builtin.Patterns;

public interface IStore { [RequiresWrite("Gate")] void Put(int i); object Gate { get; } }
public abstract class B : IStore { public object Gate { get; } = new(); public abstract void Put(int i); }
public class D : B { [GuardedBy("Gate")] private int _n; public override void Put(int i) => _n = i; }
public class D2 : B { public override void Put(int i) { lock (Gate) { } } }
public class U { public static void Bad(D d) => d.Put(1); } // MML101
public class U2 { public static void Good(B d) { lock (d.Gate) d.Put(1); } }

public class LazyInit
{
    private readonly Lazy<int> _lazy;
    private readonly object _gate = new();
    [GuardedBy("_gate")] private int _n;
    public LazyInit() { _lazy = new Lazy<int>(() => { lock (_gate) return _n; }); }
    public int V => _lazy.Value;
}

public class TimerUse : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Timer _timer;
    [GuardedBy("_lock")] private int _ticks;
    public TimerUse() { _timer = new Timer(Tick, null, 0, 100); _ticks = 1; } // MML104?
    private void Tick(object? state) { lock (_lock) _ticks++; }
    public void Dispose() { _timer.Dispose(); }
}

public class ConditionQueue<T>
{
    private readonly object _gate = new();
    [GuardedBy("_gate")] private readonly Queue<T> _items = new();
    [GuardedBy("_gate")] private bool _closed;
    public void Add(T item) { lock (_gate) { if (_closed) throw new InvalidOperationException(); _items.Enqueue(item); Monitor.Pulse(_gate); } }
    public bool TryTake(out T item)
    {
        lock (_gate)
        {
            while (_items.Count == 0 && !_closed) Monitor.Wait(_gate);
            if (_items.Count == 0) { item = default!; return false; }
            item = _items.Dequeue();
            return true;
        }
    }
    public void Close() { lock (_gate) { _closed = true; Monitor.PulseAll(_gate); } }
    public int Count_Bad => _items.Count; // MML106
}

public class Striped
{
    private readonly object[] _gates = [new(), new()];
    private readonly int[] _counts = new int[2];
    public void Add(int i) { lock (_gates[i & 1]) { _counts[i & 1]++; } }
}

public static class Singleton
{
    private static readonly Lock s_lock = new();
    [GuardedBy("s_lock", LockFreeReads = true)] private static volatile object? s_instance;
    public static object Instance
    {
        get
        {
            if (s_instance is { } fast) return fast;
            lock (s_lock) { return s_instance ??= new object(); }
        }
    }
}

public class Snapshot
{
    private readonly object _gate = new();
    [GuardedBy("_gate", LockFreeReads = true)] private volatile int[] _data = [];
    public int Sum() { int s = 0; foreach (int i in _data) s += i; return s; } // MML106?
    public void Add(int i) { lock (_gate) { var copy = new int[_data.Length + 1]; _data.CopyTo(copy, 0); copy[^1] = i; _data = copy; } }
    public void Add_Bad(int i) { _data = [i]; } // MML104
}

public class Disposer : IDisposable
{
    private readonly ReaderWriterLockSlim _rw = new();
    [GuardedBy("_rw")] private bool _disposed;
    public void Dispose()
    {
        _rw.EnterWriteLock();
        try { if (_disposed) return; _disposed = true; }
        finally { _rw.ExitWriteLock(); }
        _rw.Dispose();
    }
    public void Use()
    {
        _rw.EnterReadLock();
        try { ObjectDisposedException.ThrowIf(_disposed, this); }
        finally { _rw.ExitReadLock(); }
    }
}
public class Helper
{
    private readonly ReaderWriterLockSlim _rw = new();
    [GuardedBy("_rw")] private int _n;
    [AcquiresRead("_rw")] private void EnterRead() => _rw.EnterReadLock();
    [ReleasesRead("_rw")] private void ExitRead() => _rw.ExitReadLock();
    [ReturnsLock("_rw")] private ReaderWriterLockSlim Rw() => _rw;
    public int A() { EnterRead(); try { return _n; } finally { ExitRead(); } }
    public int B() { Rw().EnterReadLock(); try { return _n; } finally { Rw().ExitReadLock(); } }
    public void C() { EnterRead(); try { _n++; } finally { ExitRead(); } } // MML105
    public T Locked<T>([InvokedInline] Func<T> f) { _rw.EnterWriteLock(); try { return f(); } finally { _rw.ExitWriteLock(); } }
    public readonly struct Releaser(ReaderWriterLockSlim rw) : IDisposable { public void Dispose() => rw.ExitReadLock(); } // MML202
}
