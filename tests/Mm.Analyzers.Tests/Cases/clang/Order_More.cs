// Orders over many locks, of statics, beside contracts and assertions.
using Mm.Locks;

namespace Cases.Clang;

sealed class OrderMore
{
    [AcquiredBefore("_2", "_3")] readonly RwSem _1 = new();
    [AcquiredBefore("_4")] readonly RwSem _2 = new();
    [AcquiredBefore("_4")] readonly RwSem _3 = new();
    [AcquiredBefore("_5", "_6")] readonly RwSem _4 = new();
    [AcquiredBefore("_7")] readonly RwSem _5 = new();
    [AcquiredBefore("_7")] readonly RwSem _6 = new();
    readonly RwSem _7 = new();
    [AcquiredAfter("_7")] readonly RwSem _8 = new();
    static readonly RwSem s_a = new();
    [AcquiredAfter("s_a")] static readonly RwSem s_b = new();

    public void Right()
    {
        _1.WriteLock();
        _2.WriteLock();
        _3.WriteLock();
        _8.WriteLock();
        _8.WriteUnlock();
        _3.WriteUnlock();
        _2.WriteUnlock();
        _1.WriteUnlock();
    }

    public void Unordered() { _3.WriteLock(); _2.ReadLock(); _2.ReadUnlock(); _3.WriteUnlock(); } // MML304: no order is declared, and Right has the other one
    public void OverAll() { _8.WriteLock(); _1.WriteLock(); _1.WriteUnlock(); _8.WriteUnlock(); } // MML303
    public void Direct() { _3.ReadLock(); _1.ReadLock(); _1.ReadUnlock(); _3.ReadUnlock(); } // MML303
    public void ByGuard() { using var inner = _8.Write(); using var outer = _4.Read(); } // MML303
    public void OfStatics() { s_b.WriteLock(); s_a.WriteLock(); s_a.WriteUnlock(); s_b.WriteUnlock(); } // MML303
    public void OfStaticsRight() { s_a.WriteLock(); s_b.WriteLock(); s_b.WriteUnlock(); s_a.WriteUnlock(); }
    public void AfterTheRelease() { _8.WriteLock(); _8.WriteUnlock(); _1.WriteLock(); _1.WriteUnlock(); }

    [RequiresWrite("_1")] public void UnderTheOuter() { _2.WriteLock(); _2.WriteUnlock(); }
    [RequiresWrite("_2")] public void UnderTheInner() { _1.WriteLock(); _1.WriteUnlock(); } // MML303
    [RequiresWrite("_2")] public void AssertsTheOuter() { _1.AssertHeldForWrite(); }
    [RequiresWrite("_3", "_2", "_1")] public void RequiresInAnyOrder() { }
    [RequiresRead("_8")] public void KillableToo() { if (_1.WriteLockKillable() == 0) _1.WriteUnlock(); } // MML303
    [RequiresRead("_8")] public void NotATry() { if (_1.TryWriteLock()) _1.WriteUnlock(); }
    [RequiresWrite("_8")] public void NotADowngrade() { _8.Downgrade(); _8.ReadUnlock(); _8.WriteLock(); } // MML211

    public static void OfTwoObjects(OrderMore a, OrderMore b)
    {
        a._8.WriteLock();
        b._1.WriteLock(); // MML303
        b._1.WriteUnlock();
        a._8.WriteUnlock();
    }
}

sealed class SelfOrdered
{
    [AcquiredBefore("_a")] readonly RwSem _a = new(); // MML002
    [AcquiredAfter("_b")] readonly RwSem _b = new(); // MML002

    public void Uses()
    {
        _a.WriteLock();
        _b.WriteLock();
        _b.WriteUnlock();
        _a.WriteUnlock();
    }
}
