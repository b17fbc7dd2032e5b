// Locks that members return: through several of them, of parameters, of elements of a hierarchy, of generic types.
using Mm.Locks;

namespace Cases.Clang;

class Cell
{
    readonly RwSem _mu = new();
    [ReturnsLock("_mu")] public RwSem GetMu() => _mu;
    [ReturnsLock("c._mu")] public static RwSem GetMu(Cell c) => c._mu;
    [GuardedBy("_mu")] public int A;
    [RequiresWrite("_mu")] public void Do() => A++;
    [RequiresWrite("_mu", "other._mu")] public void DoBoth(Cell other) => A += other.A;
    [RequiresWrite("c._mu")] public static void DoStatic(Cell c) => c.A++;
}

sealed class SpecialCell : Cell
{
    public RwSem Mine { [ReturnsLock("_mu")] get => GetMu(); } // MML001
}

static class CellExtensions
{
    [ReturnsLock("c._mu")] public static RwSem TheLock(this Cell c) => Cell.GetMu(c); // MML001
}

class Holder2<T>
{
    public readonly RwSem Mutex = new();
    [GuardedBy("Mutex")] protected T? Value;
    [ReturnsLock("Mutex")] public RwSem GetMutex() => Mutex;
}

sealed class IntHolder : Holder2<int>
{
    [RequiresWrite("Mutex")] public void Set() => Value = 1;
    public void Unheld() => Value = 2; // MML104
    public void Held() { GetMutex().WriteLock(); Set(); Value = 3; Mutex.WriteUnlock(); }
}

abstract class Source
{
    public abstract RwSem Gate { get; }
    [RequiresWrite("Gate")] public void Use() { }
}

sealed class RealSource : Source
{
    public override RwSem Gate { get; } = new();
    [GuardedBy("Gate")] int _n;
    public void Held() { Gate.WriteLock(); Use(); _n = 1; Gate.WriteUnlock(); }
}

static class Returned
{
    [RequiresWrite("s.Gate")] static void OfBase(Source s) => s.Use();
    [RequiresWrite("s.Gate")] static void OfDerived(RealSource s) => OfBase(s);

    public static void Unheld(Cell a, Cell b)
    {
        a.A = 0; // MML104
        a.Do(); // MML101
        a.DoBoth(b); // MML101
        Cell.DoStatic(a); // MML101
    }

    public static void ByGetter(Cell a, Cell b)
    {
        a.GetMu().WriteLock();
        a.A = 0;
        a.Do();
        a.DoBoth(b); // MML101
        Cell.GetMu(b).WriteLock();
        a.DoBoth(b);
        Cell.GetMu(b).WriteUnlock();
        Cell.DoStatic(a);
        Cell.GetMu(a).WriteUnlock();
    }

    public static void InALocal(Cell a)
    {
        var mu = Cell.GetMu(a);
        mu.WriteLock();
        a.Do();
        a.GetMu().WriteUnlock();
    }

    public static void AsAGuard(Cell a)
    {
        using (Cell.GetMu(a).Write()) a.Do();
        using (a.GetMu().Read()) a.Do(); // MML102
    }

    public static void ByBase(RealSource r)
    {
        Source s = r;
        s.Gate.WriteLock();
        OfDerived(r);
        r.Use();
        s.Use();
        r.Gate.WriteUnlock();
    }

    public static void ByBaseUnheld(RealSource r)
    {
        Source s = r;
        s.Use(); // MML101
        OfBase(r); // MML101
    }
}
