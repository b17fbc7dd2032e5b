// partial methods, properties, constructors, events; default interface methods; static abstract; explicit implementations
using System; using System.Collections.Generic; using System.Threading; using Mm.Locks;
namespace Cases.Forms.More.Part;
partial class P
{
    readonly RwSem _s = new();
    [GuardedBy("_s")] int _n;
    [RequiresWrite("_s")] partial void M();
    [RequiresWrite("_s")] public partial int Get(int x);
    public partial int Prop { [RequiresRead("_s")] get; [RequiresWrite("_s")] set; }
    public partial int this[int i] { [RequiresRead("_s")] get; }
    public partial P(int n);
    public partial event Action E;
    [RequiresWrite("_s")] partial void NotImplemented();
}
partial class P
{
    partial void M() { _n = 1; }
    public partial int Get(int x) { return _n = x; }
    public partial int Prop { get => _n; set => _n = value; }
    public partial int this[int i] => _n + i;
    public partial P(int n) { _n = n; }
    public partial event Action E { add { _n = 1; } remove { using (_s.Write()) _n = 2; } } // MML104
    public void Use() { M(); Get(1); Prop = Prop + this[2]; } // MML101 x3, MML103
    public void Right() { using (_s.Write()) { M(); Get(1); Prop = Prop + this[2]; NotImplemented(); } }
    public void Not() { NotImplemented(); } // MML101?
}
partial class Q
{
    readonly object _g = new();
    [GuardedBy("_g")] public partial int V { get; set; }
    int _v;
    public partial int V { get => _v; set => _v = value; }
    public void W() { V = 1; } // MML104
    public void Right() { lock (_g) V = 1; }
}
interface IThing
{
    RwSem Sem { get; }
    [RequiresWrite("Sem")] void Change();
    [RequiresRead("Sem")] int Look() => 1;
    void Both() { Change(); } // MML101
    void BothRight() { using (Sem.Write()) { Change(); Look(); } }
    [RequiresWrite("Sem")] void Through() { Change(); }
    static abstract int Count { get; }
    [RequiresWrite("sem")] static abstract void Bump(RwSem sem);
    static virtual void Twice(RwSem sem) { }
}
sealed class Thing : IThing
{
    public RwSem Sem { get; } = new();
    [GuardedBy("Sem")] int _n;
    void IThing.Change() { _n = 1; }
    int IThing.Look() { _n = 2; return _n; } // MML105
    public static int Count => 1;
    public static void Bump(RwSem sem) { }
    public void Use(IThing t) { t.Change(); ((IThing)this).Change(); } // MML101 x2
    public void Use2() { using (Sem.Write()) ((IThing)this).Change(); }
}
sealed class Other : IThing
{
    readonly RwSem _own = new();
    RwSem IThing.Sem => _own;
    [GuardedBy("_own")] int _n;
    void IThing.Change() { _n = 1; }
    public static int Count => 1;
    public static void Bump(RwSem sem) { }
    public void Right() { using (_own.Write()) ((IThing)this).Change(); }
}
static class Gen
{
    public static void B<T>(RwSem s) where T : IThing { T.Bump(s); } // MML101
    public static void C<T>(RwSem s) where T : IThing { using (s.Write()) T.Bump(s); }
    public static void D<T>(T t) where T : IThing { using (t.Sem.Write()) t.Change(); }
    public static void E<T>(T t) where T : IThing { using (t.Sem.Read()) t.Change(); } // MML102
    public static void F(IThing t) { t.Look(); } // MML103
}
sealed class Weaker : IThing
{
    public RwSem Sem { get; } = new();
    [RequiresWrite("Sem")] public void Change() { }
    [RequiresWrite("Sem")] public int Look() => 2; // MML401
    public static int Count => 1;
    [RequiresWrite("sem")] public static void Bump(RwSem sem) { }
}
