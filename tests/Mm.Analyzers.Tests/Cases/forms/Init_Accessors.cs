// init accessors and required members
using System; using System.Collections.Generic; using System.Threading; using Mm.Locks;
namespace Cases.Forms.More.Init;
sealed class P
{
    readonly object _g = new();
    [GuardedBy("_g")] int _n;
    [GuardedBy("_g")] public int Auto { get; set; }
    [GuardedBy("_g")] public int AutoInit { get; init; }
    public int N { get { lock (_g) return _n; } init { _n = value; } }
    public int M { get => _n; init => _n = value; } // MML106
    public required int R { get { lock (_g) return _n; } init { _n = value; } }
    public int Shares { init { s_last = this; _n = value; } } // MML104
    static P? s_last;
    public int Static { init { _n = value; s_last!._n = 1; } } // MML104
    public int Lambda { init { Action a = () => _n = 2; a(); } } // MML104
    public static P Make() => new P { N = 1, R = 2, Auto = 3, AutoInit = 4 };
    public static P MakeAndUse() { var p = new P { R = 1 }; p.Auto = 2; p._n = 3; return p; }
    public static void Use(P p) { p.Auto = 1; } // MML104
    public static int Read(P p) { return p.AutoInit + p.Auto; } // MML106 x2
    public static int ReadRight(P p) { lock (p._g) return p.AutoInit + p.Auto; }
}
sealed class Q
{
    readonly RwSem _s = new();
    [GuardedBy("_s")] int _v;
    public int V { [RequiresRead("_s")] get => _v; [RequiresWrite("_s")] init => _v = value; }
    public static Q Make() => new Q { V = 1 }; // MML101
    public int W { init { _v = value; V2(); } } // MML101
    [RequiresWrite("_s")] void V2() { }
}
