// Paths of extension members, default interface members, generics, nested types, primary constructors.
using Mm.Locks;
namespace Cases;
public class Host { public readonly RwSem Gate = new(); [GuardedBy("Gate")] public int N; }
public static class Exts
{
    extension(Host host)
    {
        [RequiresWrite("host.Gate")] public void Grow(int by) => host.N += by;
        [RequiresRead("host.Gate")] public int Size => host.N;
        [RequiresRead("hots.Gate")] public int Bad => 0; // MML001
    }
    [RequiresWrite("host.Gate")] public static void Old(this Host host) => host.N++;
    [Mutates] public static void Changes(this Host host) { }
}
public interface IDef
{
    RwSem Gate { get; }
    [RequiresWrite("Gate")] void A() { }
    [RequiresRead("Gate")] void B();
}
public class Impl : IDef { public RwSem Gate { get; } = new(); [RequiresWrite("Gate")] public void B() { } } // MML401
public class Gen<T> where T : IDef { private readonly T _t; [GuardedBy("_t.Gate")] private int _n; public Gen(T t) => _t = t; }
public class GenBase<T> { protected readonly RwSem _s = new(); [RequiresRead("_s")] public virtual void M(T t) { } }
public class GenDer : GenBase<int> { [RequiresRead("_s")] public override void M(int t) { } }
public class GenDer2<U> : GenBase<U> { [RequiresWrite("_s")] public override void M(U t) { } } // MML401
public class Outer { private static readonly object s_gate = new(); public class Inner { [GuardedBy("s_gate")] private int _n; [GuardedBy("Outer.s_gate")] private int _m; } }
public class Prim(RwSem gate) { [GuardedBy("gate")] private int _n; [RequiresWrite("gate")] public void W() => _n++; }
public struct Str { private readonly object _o; public Str(object o) { _o = o; _n = 0; } [GuardedBy("_o")] private int _n; }
public class Nul { private readonly RwSem? _s = new(); [RequiresWrite("_s")] void M() { } [GuardedBy("_s")] event System.Action? E; }
public class Arr { private readonly RwSem[] _s = [new()]; [GuardedBy("_s")] private int _n; }
public class Async { private readonly RwSem _s = new(); [AcquiresWrite("return.Gate")] public System.Threading.Tasks.Task<Host> M() => null!; }
