// Static locks, locks of outer types, locks of nested objects.
using Mm.Locks;

namespace Cases.Forms;

static class Registry
{
    static readonly object s_gate = new();
    public static readonly RwSem Sem = new();
    [GuardedBy("s_gate")] static int s_count;
    [GuardedBy("Sem")] public static int Total;
    [RequiresWrite("Sem")] public static void Add(int n) => Total += n;

    static Registry() { s_count = 1; Total = 1; }
    public static void Right() { lock (s_gate) s_count++; }
    public static void Wrong() => s_count++; // MML104

    public sealed class Item
    {
        [GuardedBy("s_gate")] int _n;
        [GuardedBy("Registry.Sem")] int _m;
        public void Right() { lock (s_gate) _n = s_count; using var hold = Sem.Write(); _m = 1; Add(1); }
        public void Wrong() { _n = 1; _m = 2; } // MML104 x2
    }
}

sealed class Outer
{
    readonly Inner _inner = new();
    [GuardedBy("_inner.Gate")] int _n;
    public void Right() { lock (_inner.Gate) { _n = 1; _inner.Value = 2; } }
    public void Wrong() { lock (_inner) { _n = 1; } } // MML104
    public void Member() => _inner.Value = 1; // MML104
    public static void OfAType() { Registry.Add(1); } // MML101
    public static void OfATypeRight() { using var hold = Registry.Sem.Write(); Registry.Add(1); Registry.Total++; }

    sealed class Inner
    {
        public readonly object Gate = new();
        [GuardedBy("Gate")] public int Value;
    }
}
