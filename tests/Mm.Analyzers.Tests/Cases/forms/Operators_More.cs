// Operators of the older kind, and primary constructor parameters that are given another lock.
using System;
using System.Threading;
using Mm.Locks;

namespace Cases.Forms.Operators;

sealed class Op
{
    public readonly RwSem Sem = new();
    [GuardedBy("Sem")] int _n;
    [RequiresWrite("a.Sem")] public static Op operator ++(Op a) { a._n++; return a; }
    [RequiresRead("a.Sem")] public static int operator +(Op a, int b) => a._n + b;
    public static implicit operator int(Op a) { return a._n; } // MML106
    [RequiresRead("a.Sem")] public static explicit operator string(Op a) => a._n.ToString();
    [RequiresRead("a.Sem")] public static bool operator true(Op a) => a._n > 0;
    [RequiresRead("a.Sem")] public static bool operator false(Op a) => a._n <= 0;
}

sealed class User(object gate, RwSem sem)
{
    [GuardedBy("gate")] int _n;
    [GuardedBy("sem")] int _m;
    public void Increment(Op o) { o++; } // MML101
    public void IncrementRight(Op o) { using (o.Sem.Write()) o++; }
    public int Add(Op o) => o + 1; // MML103
    public string Convert(Op o) => (string)o; // MML103
    public string ConvertRight(Op o) { using (o.Sem.Read()) return (string)o; }
    public int Condition(Op o) { if (o) return 1; return 0; } // MML103
    public int ConditionRight(Op o) { using (o.Sem.Read()) { if (o) return 1; return 0; } }
    public void Replaced(object o) { lock (gate) { gate = o; _n = 1; } } // MML104
    public void ReplacedBefore(object o) { gate = o; lock (gate) { _n = 1; } }
    public void Renamed(RwSem o) { sem.WriteLock(); var old = sem; sem = o; old.WriteUnlock(); }
    public void Exchanged(RwSem o) { Interlocked.Exchange(ref sem, o); sem.WriteLock(); _m = 1; sem.WriteUnlock(); }
}
