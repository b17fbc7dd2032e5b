// Contracts on one accessor, on both, on indexers, init and expression bodies.
using Mm.Locks;

namespace Cases.Forms;

sealed class Table
{
    readonly RwSem _sem = new();
    [GuardedBy("_sem")] readonly int[] _cells = new int[8];
    [GuardedBy("_sem")] int _first;

    public int First { [RequiresRead("_sem")] get => _first; [RequiresWrite("_sem")] set => _first = value; }
    [RequiresRead("_sem")] public int Second => _cells[1];
    public int this[int i] { [RequiresRead("_sem")] get => _cells[i]; [RequiresWrite("_sem")] set => _cells[i] = value; }
    public int Free { get { using var hold = _sem.Read(); return _first; } set { using var hold = _sem.Write(); _first = value; } }
    public int WrongBody { get => _first; set { using var hold = _sem.Write(); _first = value; } } // MML106
    public int WrongSetter { get => 0; set => _first = value; } // MML104

    public int Reads() => First + Second + this[3]; // MML103 x3
    public void Writes() { First = 1; this[2] = 3; } // MML101 x2
    public void WritesUnderRead() { using var hold = _sem.Read(); First = 1; this[2] = Second; } // MML102 x2
    public void CompoundUnderRead() { using var hold = _sem.Read(); First += 1; this[1]++; } // MML102 x2
    public void Right() { using var hold = _sem.Write(); First = Second; this[2] += First; First++; }
    public void FreeNeedsNothing() { Free = Free + 1; }
    public int NullConditional(Table? t) => t?.First ?? 0; // MML103
    public bool InAPattern(object o) => o is Table { First: 1 }; // MML103
    public bool InAPatternRight(Table t) { using var hold = t._sem.Read(); return t is { First: 1, Second: > 2 }; }
    public (int, int) InATuple() { using var hold = _sem.Read(); return (First, this[0]); }
    public void Deconstructed() { (First, this[0]) = (1, 2); } // MML101 x2
}
