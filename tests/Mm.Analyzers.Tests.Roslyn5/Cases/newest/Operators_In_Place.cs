// C# 14 operators that change their object, in the compilers that know them.
using System;
using System.Threading;
using Mm.Locks;

namespace Cases.Newest;

sealed class Op
{
    public readonly RwSem Sem = new();
    [GuardedBy("Sem")] int _n;
    [RequiresWrite("Sem")] public void operator +=(int x) { _n += x; }
    public void operator -=(int x) { _n -= x; } // MML104
    [RequiresWrite("Sem")] public void operator ++() { _n++; }
    [RequiresRead("a.Sem")] public static int operator +(Op a, int b) => a._n + b;
    public static implicit operator int(Op a) { return a._n; } // MML106
    [RequiresRead("a.Sem")] public static explicit operator string(Op a) => a._n.ToString();
    [RequiresRead("a.Sem")] public static bool operator true(Op a) => a._n > 0;
    [RequiresRead("a.Sem")] public static bool operator false(Op a) => a._n <= 0;
    [RequiresWrite("Sem")] public void operator checked +=(int x) { _n += x; }
}
sealed class OpUse
{
    Op _f = new();
    public void A(Op o) { o += 1; } // MML101
    public void B(Op o) { using (o.Sem.Write()) o += 1; }
    public void C(Op o) { o++; } // MML101
    public void D(Op o) { using (o.Sem.Write()) { o++; ++o; } }
    public int E(Op o) => o + 1; // MML103
    public int F(Op o) { using (o.Sem.Read()) return o + 1; }
    public string G(Op o) => (string)o; // MML103
    public string H(Op o) { using (o.Sem.Read()) return (string)o; }
    public int I(Op o) { if (o) return 1; return 0; } // MML103
    public int J(Op o) { using (o.Sem.Read()) { if (o) return 1; return 0; } }
    public void K(Op o) { checked { o += 2; } } // MML101
    public void L() { _f += 1; } // MML101
    public void M() { using (_f.Sem.Write()) _f += 1; }
}
sealed class Counter
{
    public readonly RwSem Sem = new();
    [GuardedBy("Sem")] int _n;
    [RequiresWrite("Sem")] public void operator --() { _n--; }
}

struct Total
{
    int _x;
    public void operator +=(int x) { _x += x; }
}

sealed class CounterUse(object gate)
{
    [GuardedBy("gate")] Total _s;
    public void Unheld(Counter o) { o--; } // MML101
    public void Held(Counter o) { using (o.Sem.Write()) --o; }
    public void Struct() { _s += 1; } // MML104
    public void StructRight() { lock (gate) _s += 1; }
}
