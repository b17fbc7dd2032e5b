// Records: positional members, init, with copies, deconstruction.
using Mm.Locks;

namespace Cases.Forms;

record Entry(string Name)
{
    public readonly object Gate = new();
    [GuardedBy("Gate")] public int Count { get; set; }
    [GuardedBy("Gate")] public int Size { get; init; }
}

static class Entries
{
    public static Entry Made() => new("a") { Count = 1, Size = 2 };
    public static Entry Copied(Entry e) { lock (e.Gate) return e with { Count = 3, Size = 4 }; }
    public static void Wrong(Entry e) => e.Count = 1; // MML104
    public static int WrongRead(Entry e) => e.Size; // MML106
    public static void Right(Entry e) { lock (e.Gate) e.Count = e.Size; }
    public static string Name(Entry e) { var (name, more) = (e.Name, e.Name.Length); return name + more; }
    public static Entry Fresh() { var e = new Entry("b"); e.Count = 2; return e; }
    public static Entry FreshCopy(Entry old)
    {
        Entry e;
        lock (old.Gate) e = old with { };
        e.Count = 5;
        return e;
    }
}

record struct Pair(int A, int B);

sealed class Holder
{
    readonly object _gate = new();
    [GuardedBy("_gate")] Pair _pair;
    public Pair Right() { lock (_gate) { _pair = _pair with { A = 1 }; _pair.B = 2; return _pair; } }
    public void Wrong() => _pair.A = 1; // MML104
    public Pair WrongWith() => _pair with { A = 1 }; // MML106
    public void Deconstructed() { var (a, b) = _pair; } // MML106
}
