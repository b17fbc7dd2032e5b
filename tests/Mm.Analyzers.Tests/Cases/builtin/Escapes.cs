// Seeded 37-42: guarded state that outlives its lock.
using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Mm.Locks;

namespace Cases.Builtin;

public class Escapes
{
    private readonly object _gate = new();
    [GuardedBy("_gate")] private readonly List<int> _list = new();
    [GuardedBy("_gate")] private readonly Dictionary<int, string> _map = new();
    [GuardedBy("_gate")] private int[] _array = new int[4];
    private List<int>? _leaked;

    public List<int> Returned_Bad() { lock (_gate) { return _list; } } // MML107
    public List<int> Returned_Good() { lock (_gate) { return _list.ToList(); } }

    public IEnumerable<int> AsInterface_Bad() { lock (_gate) { return _list; } } // MML107
    public IReadOnlyList<int> AsReadOnly_Bad() { lock (_gate) { return _list; } } // MML107

    public IEnumerable<int> LazyQuery_Bad() { lock (_gate) { return _list.Where(i => i > 0); } } // MML107
    public IEnumerable<int> LazyQuery_Good() { lock (_gate) { return _list.Where(i => i > 0).ToArray(); } }

    public void Stored_Bad() { lock (_gate) { _leaked = _list; } } // MML107
    public void Stored_Good() { lock (_gate) { _leaked = new List<int>(_list); } }

    public int ArrayCopy_Bad()
    {
        int[] array;
        lock (_gate) { array = _array; }
        return array[0]; // MML106|MML107
    }

    public int ArrayCopy_Good()
    {
        int[] array;
        lock (_gate) { array = (int[])_array.Clone(); }
        return array[0];
    }

    public int ForeachOutside_Bad()
    {
        int sum = 0;
        foreach (int i in _list) sum += i; // MML106
        return sum;
    }

    public int ForeachInside_Good()
    {
        int sum = 0;
        lock (_gate) { foreach (int i in _list) sum += i; }
        return sum;
    }

    public bool Any_Good() { lock (_gate) { return _list.Any(i => i > _array.Length); } }
    public int Sum_Good() { lock (_gate) { return _map.Values.Where(s => s.Length > _array[0]).Sum(s => s.Length); } }
    public void ForEach_Good() { lock (_gate) { _list.ForEach(i => _array[0] += i); } }
    public void RemoveAll_Good() { lock (_gate) { _list.RemoveAll(i => _map.ContainsKey(i)); } }
    public string Joined_Good() { lock (_gate) { return string.Join(",", _list); } }
}
