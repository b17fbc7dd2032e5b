// Parameters of primary constructors are the object's own, like fields.
using System.Collections.Generic;
using Mm.Locks;

namespace Cases.Forms;

sealed class Ledger(RwSem sem, List<int> seed)
{
    [GuardedBy("sem")] readonly List<int> _items = new(seed);
    [GuardedBy("sem")] int _n = seed.Count;

    public void Right() { using var hold = sem.Write(); _n++; _items.Add(1); }
    public void Wrong() { _n++; } // MML104
    public int WrongRead() => _items.Count; // MML106
    [RequiresWrite("sem")] public void Add(int n) => _n += n;
    public void Calls() { Add(1); } // MML101
    public void CallsUnder() { sem.WriteLock(); Add(1); sem.WriteUnlock(); }
    public static void OfAnother(Ledger a) => a.Add(1); // MML101
}

class Base(RwSem gate)
{
    protected readonly RwSem Gate = gate;
    [GuardedBy("Gate")] protected int N;
}

sealed class Derived(RwSem gate) : Base(gate)
{
    public void Right() { using var hold = Gate.Write(); N = 1; }
    public void Wrong() => N = 1; // MML104
}

readonly struct View(object gate)
{
    readonly object _gate = gate;
    public void Use(int n) { lock (_gate) { } }
}
