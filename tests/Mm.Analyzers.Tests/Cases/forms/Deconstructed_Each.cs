// Deconstruction in the head of a foreach; what a pattern looks into.
using System; using System.Collections.Generic;
using Mm.Locks;
namespace Cases.Forms.Each;
sealed class A
{
    readonly object _g = new();
    [GuardedBy("_g")] readonly List<int> _list = new();
    [GuardedBy("_g")] List<int> _list2 = new();
    [GuardedBy("_g")] int[] _arr = new int[3];
    public int Switch() => _list switch { [] => 0, [var x] => x, _ => 2 }; // MML106
    public int Switch2() => _list switch { { Count: > 0 } => 0, _ => 2 }; // MML106
    public int Switch3() => _list2 switch { { Count: > 0 } => 0, _ => 2 }; // MML106
    public int Switch4() { switch (_list) { case { Count: > 0 }: return 0; case []: return 2; default: return 1; } } // MML106
    public int Switch5() => _arr switch { [] => 0, [var x] => x, _ => 2 }; // MML106
}
sealed class DecReq
{
    readonly RwSem _s = new();
    [RequiresRead("_s")] public void Deconstruct(out int a, out int b) { a = b = 1; }
    public void F(List<DecReq> l) { foreach (var (a, b) in l) { } } // MML103
    public void F2(List<DecReq> l) { foreach ((int a, int b) in l) { using (_s.Read()) { } } } // MML103
    public void F3(List<DecReq> l) { foreach (var d in l) { using (d._s.Read()) { var (a, b) = d; } } }
}
