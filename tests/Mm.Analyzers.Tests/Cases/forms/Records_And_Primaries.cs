// records: positional, with, Equals; primary constructors captured
using System; using System.Collections.Generic; using System.Threading; using Mm.Locks;
namespace Cases.Forms.More.Records;
sealed record R(int A)
{
    public readonly object G = new();
    [GuardedBy("G")] public int N;
    [GuardedBy("G")] public int P { get; set; }
    public bool Same(R o) => N == o.N; // MML106 x2
    public R Copy() { var c = this with { A = 2, P = 3 }; c.N = 1; return c; }
    public R CopyShared() { var c = this with { N = 3 }; s_r = c; c.N = 1; return c; } // MML104
    static R? s_r;
    public void Right() { lock (G) { N = A; P = N; } }
    public static bool operator >(R a, R b) { lock (a.G) lock (b.G) return a.N > b.N; } // MML303?
    public static bool operator <(R a, R b) { lock (a.G) return a.N < b.N; } // MML106
    public override string ToString() { return N.ToString(); } // MML106
    public override int GetHashCode() { lock (G) return N; }
    public void Deconstruct(out int a, out int n) { a = A; lock (G) n = N; }
    public void Deconstruct(out int a, out int n, out int k) { a = A; k = 0; n = N; } // MML106
}
record struct S(int A)
{
    static readonly object s_g = new();
    [GuardedBy("s_g")] static int s_n;
    public static void W() { s_n = 1; } // MML104
    public static void Right() { lock (s_g) s_n = 1; }
    public S With() => this with { A = s_n }; // MML106
}
record Pos([property: GuardedBy("Gate")] int N, [field: GuardedBy("Gate")] int M)
{
    public readonly object Gate = new();
    public int Get() => N; // MML106
    public int GetRight() { lock (Gate) return N; }
    public Pos Next() => this with { N = 1 };
    public static Pos Make() => new(1, 2);
}
abstract record Base { public readonly RwSem Sem = new(); [GuardedBy("Sem")] protected int V; [RequiresWrite("Sem")] public abstract void Set(int v); }
sealed record Derived(int X) : Base
{
    public override void Set(int v) { V = v; }
    public void Do() { Set(X); } // MML101
    public void DoRight() { using (Sem.Write()) Set(X); }
    public void Wrong() { using (Sem.Read()) V = X; } // MML105
}
sealed class Primary(object gate, RwSem sem)
{
    [GuardedBy("gate")] int _n;
    [GuardedBy("sem")] int _m = 1;
    public void W() { _n = 1; } // MML104
    public void Right() { lock (gate) _n = 1; }
    public void Sem() { sem.WriteLock(); _m = 1; sem.WriteUnlock(); }
    public void Leak() { sem.WriteLock(); } // MML201
    public void Mutated(object o) { lock (gate) { gate = o; _n = 1; } } // MML104
    public Action Lambda() => () => { lock (gate) _n++; };
    public Action LambdaWrong() => () => _n++; // MML104
    [RequiresWrite("sem")] public void Req() { _m = 2; }
    public void CallReq() { using (sem.Write()) Req(); }
    public void CallReqWrong() { using (sem.Read()) Req(); } // MML102
}
class PBase(object g) { protected object G => g; }
sealed class PDerived(object h) : PBase(h) { [GuardedBy("G")] int _n; public void W() { lock (G) _n = 1; } public void X() { lock (h) _n = 1; } } // MML104
readonly struct PStruct(object gate) { public void W(ref int x) { lock (gate) x = 1; } }
