// events, indexers with a contract on one accessor, generic locks, nested generic types, static generics, nameof paths, deconstruction
using System; using System.Collections.Generic; using System.Threading; using Mm.Locks;
namespace Cases.Forms.More.Misc;
sealed class Ev
{
    readonly object _g = new();
    readonly RwSem _s = new();
    [GuardedBy("_g")] EventHandler? _h;
    [GuardedBy("_g")] public event Action? Auto;
    public event EventHandler E { add { lock (_g) _h += value; } remove { _h -= value; } } // MML104
    public event EventHandler F { [RequiresWrite("_s")] add { } [RequiresRead("_s")] remove { } }
    public void Sub() { F += (_, _) => { }; } // MML101
    public void Unsub(EventHandler h) { F -= h; } // MML103
    public void SubRight(EventHandler h) { using (_s.Write()) { F += h; F -= h; } }
    public void Raise() { Auto?.Invoke(); } // MML106
    public void RaiseRight() { Action? a; lock (_g) a = Auto; a?.Invoke(); }
    public void AddAuto(Action a) { Auto += a; } // MML104
    public void AddAutoRight(Action a) { lock (_g) Auto += a; }
    public void Handler() { lock (_g) _h?.Invoke(this, EventArgs.Empty); }
    public void HandlerWrong() { _h?.Invoke(this, EventArgs.Empty); } // MML106
}
sealed class Ix
{
    readonly RwSem _s = new();
    [GuardedBy("_s")] readonly int[] _a = new int[4];
    public int this[int i] { [RequiresRead("_s")] get => _a[i]; set { using (_s.Write()) _a[i] = value; } }
    public int this[string s] { get { using (_s.Read()) return _a[0]; } [RequiresWrite("_s")] set => _a[0] = value; }
    public int Get() => this[0]; // MML103
    public void Set() { this[0] = 1; }
    public void SetS() { this["a"] = 1; } // MML101
    public int GetS() => this["a"];
    public void Inc() { this[0]++; } // MML103
    public void IncS() { using (_s.Write()) { } this["a"] += 1; } // MML101
    public void Init() { var x = new Ix { [0] = 1, ["a"] = 2 }; } // MML101
}
interface ILock { void Enter(); void Exit(); }
[Lock("ilock")] abstract class ILocked { [AcquiresWrite] public abstract void Enter(); [ReleasesWrite] public abstract void Exit(); [AcquiresWrite(When = true)] public abstract bool TryEnter(); }
[Lock("my")] sealed class My : ILocked { public override void Enter() { } public override void Exit() { } public override bool TryEnter() => true; }
sealed class Gen<T> where T : ILocked, new()
{
    readonly T _l = new();
    [GuardedBy("_l")] int _n;
    public void Right() { _l.Enter(); _n = 1; _l.Exit(); }
    public void Wrong() { _n = 1; } // MML104
    public void Leak() { _l.Enter(); _n = 1; } // MML201
    public void Try() { if (_l.TryEnter()) { _n = 1; _l.Exit(); } }
    public static void Static(T l) { l.Enter(); l.Exit(); }
    public static void StaticLeak<U>(U l) where U : ILocked { l.Enter(); } // MML201
    public sealed class Nested
    {
        readonly Gen<T> _o;
        public Nested(Gen<T> o) { _o = o; }
        public void Right() { _o._l.Enter(); _o._n = 1; _o._l.Exit(); }
        public void Wrong() { _o._n = 1; } // MML104
    }
    sealed class Inner { readonly object _g = new(); [GuardedBy("_g")] public T? V; public void Right(T v) { lock (_g) V = v; } public void Wrong(T v) { V = v; } } // MML104
}
sealed class UseGen { Gen<My> _g = new(); public void A() { var x = new Gen<My>.Nested(_g); x.Right(); } }
static class SG<T>
{
    static readonly object s_g = new();
    [GuardedBy("s_g")] static T? s_v;
    [GuardedBy(nameof(s_g))] public static int N;
    public static void Right(T v) { lock (s_g) s_v = v; }
    public static void Wrong(T v) { s_v = v; } // MML104
    [RequiresWrite("s_g")] public static void Req() { s_v = default; N = 1; }
    public static void Call() { lock (s_g) Req(); }
    public static void CallOther() { lock (SG<string>.s_g) SG<int>.Req(); } // MML101?
    public static void CallWrong() { SG<int>.Req(); } // MML101
}
sealed class Paths
{
    public readonly RwSem Sem = new();
    public readonly Sub In = new();
    [GuardedBy(nameof(Sem))] int _a;
    [GuardedBy(nameof(In) + "." + nameof(Sub.S))] int _b;
    [GuardedBy($"{nameof(In)}.{nameof(Sub.S)}")] int _c;
    [RequiresWrite(nameof(p) + "." + nameof(Sem))] static void F(Paths p) { p._a = 1; }
    [RequiresWrite(nameof(Paths) + "." + nameof(Global))] static void G() { }
    static readonly RwSem Global = new();
    public void A() { using (Sem.Write()) _a = 1; using (In.S.Write()) { _b = 1; _c = 1; } F(this); G(); } // MML101 x2
    public void B() { using (Sem.Write()) { F(this); _b = 1; } using (Global.Write()) G(); } // MML104
    public void C(Paths p, Paths q) { using (p.Sem.Write()) F(q); } // MML101
    [RequiresWrite(nameof(Missing))] void D() { } // MML001
    static void Missing() { }
}
sealed class Sub { public readonly RwSem S = new(); }
sealed class Dec
{
    readonly object _g = new();
    [GuardedBy("_g")] int _x; [GuardedBy("_g")] int _y;
    public void Deconstruct(out int x, out int y) { lock (_g) { x = _x; y = _y; } }
    public void A((int, int) t) { (_x, _y) = t; } // MML104 x2
    public void B((int, int) t) { lock (_g) (_x, _y) = t; }
    public void C(Dec o) { (_x, int k) = o; } // MML104
    public void D(Dec o) { lock (_g) (_x, _y) = o; }
    public (int, int) E() => (_x, _y); // MML106 x2
    public void F() { var (a, b) = (_x, 2); } // MML106
    public void G(IEnumerable<Dec> ds) { foreach (var (x, y) in ds) { lock (_g) _x = x; } }
    public void H() { lock (_g) { (_x, _y) = (_y, _x); } }
    public void I() { (_x, _y) = (_y, _x); } // MML104 x2
    public void J(out int v) { v = _x; } // MML106
    public bool K() => (_x, _y) == (1, 2); // MML106 x2
    public bool L() => (_x, _y) is (1, 2); // MML106 x2
    public void M() { (int a, (_x, int b)) = (1, (2, 3)); } // MML104
}
sealed class DecReq
{
    readonly RwSem _s = new();
    [RequiresRead("_s")] public void Deconstruct(out int a, out int b) { a = b = 1; }
    public void A() { var (a, b) = this; } // MML103
    public void B() { using (_s.Read()) { var (a, b) = this; } }
    public bool D() => this is (1, 2); // MML103
    public bool E() { using (_s.Read()) return this is (1, 2); }
    public void F(List<DecReq> l) { foreach (var (a, b) in l) { } } // MML103
}
