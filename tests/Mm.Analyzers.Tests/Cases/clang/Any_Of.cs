// Several locks of which one is enough to read, and all are needed to write.
using Mm.Locks;

namespace Cases.Clang;

sealed class AnyOf
{
    readonly RwSem _a = new();
    readonly RwSem _b = new();
    [GuardedBy("_a", "_b")] int _n;

    [RequiresReadAny("_a", "_b")] int Peek() => _n;
    [RequiresReadAny("_a", "_b")] int PassedOn() => Peek();
    [RequiresReadAny("_a", "_b")] void Writes() => _n = 1; // MML105
    [RequiresReadAny("_a")] int Narrower() => Peek();

    public int UnderTheFirst() { _a.ReadLock(); int v = Peek(); _a.ReadUnlock(); return v; }
    public int UnderTheSecond() { _b.WriteLock(); int v = Peek(); _b.WriteUnlock(); return v; }
    public int UnderNeither() => Peek(); // MML103
    public int HandOver() { _a.ReadLock(); int v = Peek(); _b.ReadLock(); _a.ReadUnlock(); v += Peek(); _b.ReadUnlock(); return v; }
    public int AfterBoth() { _a.ReadLock(); _b.ReadLock(); _a.ReadUnlock(); _b.ReadUnlock(); return Peek(); } // MML103
    public void WriteUnderOne() { _a.WriteLock(); _n = 1; _a.WriteUnlock(); } // MML104
    public void WriteUnderBoth() { _a.WriteLock(); _b.WriteLock(); _n = 1; _b.WriteUnlock(); _a.WriteUnlock(); }
    public void WriteWithOneForRead() { _a.WriteLock(); _b.ReadLock(); _n = 1; _b.ReadUnlock(); _a.WriteUnlock(); } // MML105
}
