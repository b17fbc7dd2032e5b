// The enumerable of an iterator that requires a lock runs where it is enumerated.
using System.Collections.Generic;
using Mm.Locks;

namespace Cases.Flow;

sealed class KeptIterator
{
    readonly RwSem _sem = new();
    [GuardedBy("_sem")] readonly List<int> _items = new();
    IEnumerable<int>? _kept;

    [RequiresRead("_sem")]
    public IEnumerable<int> All()
    {
        foreach (int item in _items) yield return item;
    }

    public int Enumerated()
    {
        using var hold = _sem.Read();
        int sum = 0;
        foreach (int item in All()) sum += item;
        return sum;
    }

    public IEnumerable<int> Returned()
    {
        using var hold = _sem.Read();
        return All(); // MML107
    }

    public void Stored()
    {
        using var hold = _sem.Read();
        _kept = All(); // MML107
    }
}
