// Operators that change a variable in place are calls as any other.
using Mm.Locks;

namespace Cases.Clang;

class Tally
{
    public readonly RwSem Mu = new();
    [GuardedBy("Mu")] int _n;
    [RequiresWrite("c.Mu")] public static Tally operator ++(Tally c) { c._n++; return c; }
    [RequiresRead("c.Mu")] public static Tally operator -(Tally c, int x) { int y = c._n; return c; }
}

sealed class OperatorsInPlace
{
    public void Unheld(Tally c) { c++; } // MML101
    public void UnheldPrefix(Tally c) { ++c; } // MML101
    public void Held(Tally c) { c.Mu.WriteLock(); var d = c; d++; c.Mu.WriteUnlock(); }
    public void HeldForRead(Tally c) { c.Mu.ReadLock(); var d = c; d++; c.Mu.ReadUnlock(); } // MML102
    public void Subtracted(Tally c) { c -= 1; } // MML103
    public void SubtractedHeld(Tally c) { c.Mu.ReadLock(); var d = c; d -= 1; c.Mu.ReadUnlock(); }
    public void ChangedInPlaceIsAnother(Tally c) { c.Mu.WriteLock(); var d = c; d++; d++; c.Mu.WriteUnlock(); } // MML101
}
