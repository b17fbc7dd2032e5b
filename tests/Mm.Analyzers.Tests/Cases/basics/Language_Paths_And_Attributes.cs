using System; using System.Collections.Generic; using System.Diagnostics; using System.Linq; using System.Threading; using System.Threading.Tasks; using Mm.Locks;
namespace Cases.Language_Paths_And_Attributes;
// section 2 and 3 sentences
class Base { protected readonly RwSem _b = new(); public static readonly RwSem S = new(); [GuardedBy("_b")] protected int _bn; }
class Derived : Base
{
    [GuardedBy("_b")] private int _n; [GuardedBy("S")] private int _s; [GuardedBy("Base.S")] private int _s2;
    void A() { _b.WriteLock(); _n = 1; _bn = 1; _b.WriteUnlock(); S.WriteLock(); _s = 1; _s2 = 1; S.WriteUnlock(); _s2 = 2; } // MML104
    sealed class Inner { [GuardedBy("S")] int _x; void M() { S.WriteLock(); _x = 1; S.WriteUnlock(); _x = 2; } } // MML104
}
class Prim(RwSem sem) { [GuardedBy("sem")] private int _n; public void A() { sem.WriteLock(); _n = 1; sem.WriteUnlock(); _n = 2; } [RequiresWrite("sem")] public void B() => _n = 3; public void C() => B(); } // MML104, MML101
class Mm { public readonly RwSem MmapLock = new(); [GuardedBy("MmapLock")] public int Brk; [GuardedBy("MmapLock", WriteMode = LockMode.Update)] public int TotalVm; [GuardedBy("MmapLock", InterlockedWriteMode = LockMode.Read)] public object? Lazy; [GuardedBy("MmapLock", LockFreeReads = true)] public volatile int Seq; [GuardedBy("MmapLock", LockFreeReads = true)] public int Seq2;
   [RequiresWrite] public void W() { } [RequiresRead] public void R() { } [RequiresUpdate("MmapLock")] public void U() { TotalVm++; Brk = 1; } } // MML105
class Two { public readonly RwSem A = new(); public readonly RwSem B = new(); [GuardedBy("A", "B")] public int N; [GuardedBy("A")] [GuardedBy("B")] public int Both; [GuardedBy("A", AlsoReadUnder = new[] { "B" })] public int Also;
   void R1() { A.ReadLock(); _ = N; _ = Both; _ = Also; A.ReadUnlock(); } // MML106
   void R2() { B.ReadLock(); _ = N; _ = Also; Also = 1; B.ReadUnlock(); } // MML104
   void W1() { A.WriteLock(); N = 1; A.WriteUnlock(); } // MML104
   void W2() { A.WriteLock(); B.WriteLock(); N = 1; Both = 1; Also = 2; B.WriteUnlock(); A.WriteUnlock(); }
   void W3() { A.WriteLock(); B.ReadLock(); N = 1; Both = 1; B.ReadUnlock(); A.WriteUnlock(); } // MML105 x2
   [RequiresReadAny("A", "B")] void Any() { _ = N; N = 1; } // MML105
   void CallAny() { A.ReadLock(); Any(); A.ReadUnlock(); B.ReadLock(); Any(); B.ReadUnlock(); Any(); } // MML103
   [RequiresReadAny("A")] void OneOf() { Any(); } }
class S
{
    void Params([RequiresWrite] Mm mm, [RequiresRead("MmapLock")] Mm b) { mm.Brk = 1; _ = b.Brk; b.Brk = 1; } // MML105
    void Calls(Mm a, Mm b) { a.MmapLock.WriteLock(); b.MmapLock.ReadLock(); Params(a, b); Params(b: b, mm: a); b.MmapLock.ReadUnlock(); a.MmapLock.WriteUnlock(); Params(a, b); } // MML101
    void Swapped(Mm a, Mm b) { a.MmapLock.WriteLock(); Params(b, a); a.MmapLock.WriteUnlock(); } // MML101
    void Modes(Mm m) { m.MmapLock.WriteLock(); m.MmapLock.Downgrade(); m.TotalVm = 1; m.Brk = 1; m.U(); m.R(); m.W(); m.MmapLock.ReadUnlock(); } // MML105, MML102
    void Inter(Mm m) { m.MmapLock.ReadLock(); Interlocked.CompareExchange(ref m.Lazy, new object(), null); m.Lazy = null; m.MmapLock.ReadUnlock(); Interlocked.Exchange(ref m.Lazy, null); } // MML105, MML104
    int Free(Mm m) { int a = m.Seq; int b = Volatile.Read(ref m.Seq2); int c = m.Seq2; m.Seq = 1; return a + b + c; } // MML106, MML104
    void Eq(Mm m, Mm o) { if (m == o) { o.MmapLock.WriteLock(); m.Brk = 1; o.MmapLock.WriteUnlock(); } else { o.MmapLock.WriteLock(); m.Brk = 1; o.MmapLock.WriteUnlock(); } } // MML104
    void Ref(Mm m, Mm o) { Debug.Assert(ReferenceEquals(m, o)); o.MmapLock.WriteLock(); m.Brk = 1; o.MmapLock.WriteUnlock(); }
    void Reassign(Mm m, Mm o) { m.MmapLock.WriteLock(); var old = m; m = o; m.Brk = 1; old.Brk = 2; old.MmapLock.WriteUnlock(); } // MML104
    void Excl() { }
    [Excludes("m.MmapLock")] void Ex(Mm m) { m.MmapLock.WriteLock(); m.MmapLock.WriteUnlock(); }
    void CallEx(Mm m) { Ex(m); m.MmapLock.ReadLock(); Ex(m); m.MmapLock.ReadUnlock(); } // MML301
}
class Ev { private readonly object _g = new(); [GuardedBy("_g")] private event Action? Changed; void A() { lock (_g) Changed += B; Changed -= B; Action? c; lock (_g) c = Changed; c?.Invoke(); Changed?.Invoke(); } void B() { } } // MML104, MML106
struct Cnt { public int X; public readonly int Get() => X; public void Inc() => X++; }
class St { private readonly object _g = new(); [GuardedBy("_g")] private Cnt _c; [GuardedBy("_g")] private readonly List<int> _l = new(); [GuardedBy("_g", ReferenceOnly = true)] private List<int> _ro = new(); [GuardedBy("_g")] private int[] _a = new int[2];
   void A() { _c.Inc(); _ = _c.Get(); _l.Add(1); _ = _l.Count; _ro.Add(1); } // MML104 x2, MML106 x3
   void A2() { var l = _l; l.Add(1); lock (_g) { l.Add(2); } foreach (var x in l) { } } // MML104, MML106
   void A3() { int[] a; lock (_g) a = _a; a[0] = 1; } // MML104
   void A4() { lock (_g) { _c.X = 1; ref var r = ref _c; r.X = 2; } _c = default; } // MML104
   void A5() { List<int> r; lock (_g) r = _ro; r.Add(1); } }
