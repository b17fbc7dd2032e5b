// Operators of C# 14 that change the object that they are called on.
using Mm.Locks;

namespace Cases.CSharp14;

class Tally
{
    public readonly RwSem Mu = new();
    [GuardedBy("Mu")] int _n;
    [RequiresWrite("Mu")] public void operator ++() => _n++;
    [RequiresWrite("Mu")] public void operator +=(int x) => _n += x;
    public void operator -=(int x) => _n -= x; // MML104
}

sealed class InstanceOperators
{
    public void Unheld(Tally c) { c++; c += 2; } // MML101 x2
    public void Held(Tally c) { c.Mu.WriteLock(); c++; c += 2; ++c; c.Mu.WriteUnlock(); }
    public void HeldForRead(Tally c) { c.Mu.ReadLock(); c++; c.Mu.ReadUnlock(); } // MML102
    public void OfAnother(Tally c, Tally d) { c.Mu.WriteLock(); d += 1; c.Mu.WriteUnlock(); } // MML101
    public void InALoop(Tally[] all) { foreach (var c in all) { c.Mu.WriteLock(); var d = c; d += 1; d++; c.Mu.WriteUnlock(); } }
}
