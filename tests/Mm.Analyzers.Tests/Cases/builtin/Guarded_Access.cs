// Seeded 13-18: the wrong lock, no lock, a lock let go of too early, and their twins.
using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Mm.Locks;

namespace Cases.Builtin;

public class GuardedAccess
{
    private readonly object _gate = new();
    private readonly object _stats = new();
    private static readonly Lock s_all = new();
    [GuardedBy("_gate")] private readonly List<string> _items = new();
    [GuardedBy("_gate")] private int _version;
    [GuardedBy("_stats")] private long _hits;
    [GuardedBy("s_all")] private static int s_instances;

    public void WrongLock_Bad(string item) { lock (_stats) { _items.Add(item); _hits++; } } // MML104
    public void WrongLock_Good(string item) { lock (_gate) { _items.Add(item); } lock (_stats) { _hits++; } }

    public int CountUnlocked_Bad() => _items.Count; // MML106
    public int Count_Good() { lock (_gate) { return _items.Count; } }

    public void InstanceForStatic_Bad() { lock (_gate) { s_instances++; } } // MML104
    public void InstanceForStatic_Good() { lock (s_all) { s_instances++; } }

    public void CheckThenAct_Bad(string item)
    {
        bool missing;
        lock (_gate) { missing = !_items.Contains(item); }
        if (missing) _items.Add(item); // MML104
    }

    public void CheckThenAct_Good(string item)
    {
        lock (_gate)
        {
            if (!_items.Contains(item)) _items.Add(item);
        }
    }

    public void OtherObject_Bad(GuardedAccess other) { lock (_gate) { other._items.AddRange(_items); } } // MML104
    public void OtherObject_Good(GuardedAccess other)
    {
        string[] copy;
        lock (_gate) { copy = _items.ToArray(); }
        lock (other._gate) { other._items.AddRange(copy); }
    }

    public int DoubleChecked_Bad()
    {
        if (_version == 0) // MML106
        {
            lock (_gate) { if (_version == 0) _version = 1; }
        }
        lock (_gate) { return _version; }
    }

    public int DoubleChecked_Good()
    {
        lock (_gate)
        {
            if (_version == 0) _version = 1;
            return _version;
        }
    }

    public int Version { get { lock (_gate) return _version; } set { _version = value; } } // MML104
    public int VersionGood { get { lock (_gate) return _version; } set { lock (_gate) _version = value; } }

    public string this[int i] => _items[i]; // MML106
    public override string ToString() => $"{_version} items"; // MML106
}
