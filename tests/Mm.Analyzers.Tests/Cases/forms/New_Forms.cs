// C# 14 extension members; operators with compound assignment; null-conditional assignment; field keyword
using System; using System.Collections.Generic; using System.Threading; using Mm.Locks;
namespace Cases.Forms.More.Ext;
public sealed class Mm { public readonly RwSem Sem = new(); [GuardedBy("Sem")] public int N; public Mm? Next; }
static class Exts
{
    extension(Mm mm)
    {
        [RequiresWrite("mm.Sem")] public void Grow() { mm.N++; }
        [RequiresRead("mm.Sem")] public int Size => mm.N;
        public int SizeLocked { get { using (mm.Sem.Read()) return mm.Size; } }
        public int SizeWrong { get { return mm.Size; } } // MML103
        public void WriteWrong() { mm.N = 1; } // MML104
        [AcquiresWrite("mm.Sem")] public void Take() { mm.Sem.WriteLock(); }
        [ReleasesWrite("mm.Sem")] public void Give() { mm.Sem.WriteUnlock(); }
        public static Mm Make() { var m = new Mm(); m.N = 1; return m; }
        public int this[int i] { get { return mm.N + i; } } // MML106?
    }
    extension<T>(List<T> list) { public int Twice() => list.Count * 2; }
}
sealed class U
{
    readonly Mm _mm = new();
    [GuardedBy("_g")] readonly List<int> _l = new();
    readonly object _g = new();
    public void A() { _mm.Grow(); } // MML101
    public void B() { using (_mm.Sem.Write()) _mm.Grow(); }
    public int C() => _mm.Size; // MML103
    public int D() { using (_mm.Sem.Read()) return _mm.Size + _mm.Next!.Size; } // MML103
    public void E() { Exts.Grow(_mm); } // MML101
    public void F() { _mm.Take(); _mm.N = 1; _mm.Give(); }
    public void G() { _mm.Take(); } // MML201
    public void H() { _mm?.Grow(); } // MML101
    public int I() => _l.Twice(); // MML106
    public int J() { lock (_g) return _l.Twice(); }
    public void K() { _mm.Take(); try { _mm.Grow(); } finally { _mm.Give(); } }
}
sealed class NullCond
{
    public readonly object G = new();
    [GuardedBy("G")] public int N;
    [GuardedBy("G")] public string? S;
    [GuardedBy("G")] public List<int>? L;
    public NullCond? Next { get; set; }
    public void A(NullCond? o) { o?.N = 1; } // MML104
    public void B(NullCond? o) { o?.N += 1; } // MML104
    public void C(NullCond? o) { if (o is null) return; lock (o.G) o?.N = 1; }
    public void D() { S ??= "x"; } // MML104
    public void E() { lock (G) S ??= "x"; }
    public void F() { lock (G) L ??= new(); L?.Add(1); } // MML104
    public void H() { lock (G) { L?.Add(1); L?[0] = 2; } }
    public void I() { L?[0] = 2; } // MML104
    public int? J(NullCond? o) => o?.Next?.N; // MML106
    public void K(NullCond? o) { o?.Next = new NullCond { N = 1 }; }
    public int L2() => L?.Count ?? 0; // MML106
    public void M(NullCond? o) { o?.Next?.N = 1; } // MML104
    public void O(NullCond? o) { if (o is not null) o.N++; } // MML104
}
sealed class FieldKw
{
    readonly object _g = new();
    [field: GuardedBy("_g")] public int A { get { lock (_g) return field; } set { field = value; } } // MML104
    [field: GuardedBy("_g")] public int B { get => field; set { lock (_g) field = value; } } // MML106
    [field: GuardedBy("_g")] public int C { get { lock (_g) return field; } set { lock (_g) field = value; } } = 3;
}
