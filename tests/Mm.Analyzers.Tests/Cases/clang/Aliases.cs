// One lock under several names is one lock; equal names of two objects are two.
using Mm.Locks;

namespace Cases.Clang;

sealed class Shop
{
    readonly RwSem _mu = new();
    public RwSem Mu { [ReturnsLock("_mu")] get => _mu; }
    [ReturnsLock("_mu")] public RwSem GetMu() => _mu;
    [GuardedBy("_mu")] public int Stock;
    [RequiresWrite("_mu")] public void Sell() => Stock--;
}

static class Aliases
{
    public static void ByGetter(Shop s) { s.GetMu().WriteLock(); s.Stock = 1; s.Sell(); s.GetMu().WriteUnlock(); }
    public static void ByProperty(Shop s) { s.Mu.WriteLock(); s.Stock = 1; s.Mu.WriteUnlock(); }
    public static void MixedNames(Shop s) { s.Mu.WriteLock(); s.Sell(); s.GetMu().WriteUnlock(); }
    public static void ByLocal(Shop s) { var mu = s.Mu; mu.WriteLock(); s.Sell(); mu.WriteUnlock(); }
    public static void ByLocalOfOwner(Shop s) { var t = s; t.Mu.WriteLock(); s.Sell(); t.Stock = 1; s.Mu.WriteUnlock(); }
    public static void OfAnother(Shop s, Shop t) { s.GetMu().WriteLock(); t.Sell(); s.GetMu().WriteUnlock(); } // MML101
    public static void LocalOfAnother(Shop s, Shop t) { var mu = t.Mu; mu.WriteLock(); s.Stock = 1; mu.WriteUnlock(); } // MML104
    public static void AfterRelease(Shop s) { var mu = s.Mu; mu.WriteLock(); s.Mu.WriteUnlock(); s.Sell(); } // MML101

    public static void ByParentheses(Shop s)
    {
        ((s).Mu).WriteLock();
        (s).Sell();
        s!.Mu.WriteUnlock();
    }

    public static void ByRefLocal(Shop s)
    {
        ref readonly Shop r = ref s;
        r.Mu.WriteLock();
        s.Sell();
        r.Mu.WriteUnlock();
    }

    public static void ReassignedParameter(Shop s, Shop t)
    {
        s.Mu.WriteLock();
        var first = s;
        s = t;
        s.Sell(); // MML101
        first.Sell();
        first.Mu.WriteUnlock();
    }
}
