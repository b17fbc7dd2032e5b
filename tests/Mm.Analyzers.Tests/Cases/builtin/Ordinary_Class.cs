// An ordinary class: everything at once.
using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Mm.Locks;
namespace Cases.Builtin;
public class Ordinary
{
    private readonly object _gate = new();
    private readonly Lock _lock = new();
    private readonly ReaderWriterLockSlim _rw = new();
    [GuardedBy("_gate")] private readonly List<int> _list = new();
    [GuardedBy("_gate")] private int _n;
    [GuardedBy("_gate", LockFreeReads = true)] private volatile bool _closed;
    [GuardedBy("_rw")] private readonly Dictionary<int, List<string>> _map = new();

    public bool Closed => _closed;
    public void Close() { lock (_gate) _closed = true; }
    public void Close_Bad() => _closed = true; // MML104
    public int Volatile_Bad() => Volatile.Read(ref _n); // MML106
    public int Interlocked_Bad() => Interlocked.Increment(ref _n); // MML104
    public void Event_Good(EventHandler h) { lock (_gate) { h?.Invoke(this, EventArgs.Empty); _n++; } }
    public T With<T>(Func<T> f) { lock (_gate) { return f(); } }
    public List<int> Sorted_Good() { lock (_gate) { return _list.OrderBy(x => x + _n).ToList(); } }
    public int Query_Good() { lock (_gate) { return (from i in _list where i > _n select i).Count(); } }
    public IEnumerable<int> Query_Bad() { lock (_gate) { return from i in _list where i > 0 select i; } } // MML107
    public Dictionary<int, int> Dict_Good() { lock (_gate) { return _list.ToDictionary(i => i, i => i + _n); } }
    public bool Contains_Good(int i) { lock (_gate) { return _list.Exists(x => x == i + _n); } }
    public void Clear_Good() { lock (_gate) { _list.RemoveAll(x => { _n++; return x > 3; }); } }
    public List<string> GetOrAdd(int key)
    {
        _rw.EnterUpgradeableReadLock();
        try
        {
            if (_map.TryGetValue(key, out var list)) return list;
            list = new List<string>();
            _rw.EnterWriteLock();
            try { _map[key] = list; }
            finally { _rw.ExitWriteLock(); }
            return list;
        }
        finally { _rw.ExitUpgradeableReadLock(); }
    }
    public void Downgrade_Good()
    {
        _rw.EnterUpgradeableReadLock();
        try
        {
            _rw.EnterWriteLock();
            try { _map.Clear(); } finally { _rw.ExitWriteLock(); }
            Console.WriteLine(_map.Count);
        }
        finally { _rw.ExitUpgradeableReadLock(); }
    }
    public bool Timed_Good()
    {
        if (!_rw.TryEnterWriteLock(TimeSpan.FromSeconds(1))) return false;
        try { _map.Clear(); return true; }
        finally { _rw.ExitWriteLock(); }
    }
    public async Task<int> Async_Good()
    {
        int n;
        lock (_gate) { n = _n; }
        await Task.Delay(n).ConfigureAwait(false);
        lock (_gate) { return _n += n; }
    }
    public void Nested_Good() { lock (_gate) { lock (_lock) { _n++; } } }
    public void Static_Lambda() { var t = new Thread(static o => ((Ordinary)o!)._n++); t.Start(this); } // MML104
    public void Dispose() { lock (_gate) { if (_closed) return; _closed = true; } _list.Clear(); } // MML104
    public int Prop { get { lock (_gate) { return _n; } } set { lock (_gate) { _n = value; } } }
    public (int, int) Pair() { lock (_gate) { return (_n, _list.Count); } }
    public void Swap(Ordinary other)
    {
        lock (_gate) { lock (other._gate) { (_n, other._n) = (other._n, _n); } }
    }
    public override bool Equals(object? o) => o is Ordinary a && a._n == _n; // MML106 x2
    public override int GetHashCode() { lock (_gate) return _n; }
    public static bool operator ==(Ordinary a, Ordinary b) { lock (a._gate) return a._n == 0; }
    public static bool operator !=(Ordinary a, Ordinary b) => !(a == b);
    ~Ordinary() { lock (_gate) _n = 0; }
}
