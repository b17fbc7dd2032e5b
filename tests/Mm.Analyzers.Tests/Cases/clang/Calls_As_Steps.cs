// Calls and conditions that are only steps to what they name: made again alike, they name the same object.
using System.Collections.Generic;
using Mm.Locks;

namespace Cases.Clang;

sealed class Part
{
    public readonly RwSem Mu = new();
    [GuardedBy("Mu")] public int A;
    [RequiresWrite("Mu")] public void Set(int v) => A = v;
}

sealed class Parts
{
    readonly Part _part = new();
    readonly List<Part> _list = new();
    readonly Dictionary<string, RwSem> _locks = new();

    public Part Get() => _part;
    public Part GetOther() => _part;
    public Part Get(int n) => _list[n];
    public Part Get(int n, string name) => _list[n + name.Length];
    public Part Get(bool first) => _list[first ? 0 : 1];
    static Part Find(Parts p, int n) => p._list[n];
    RwSem LockOf(string key) => _locks[key];
    static Part Make() => new();

    public static void Same(Parts p)
    {
        p.Get().Mu.WriteLock();
        p.Get().A = 1;
        (p.Get()).Set(2);
        p.Get().Mu.WriteUnlock();
        p.Get().A = 3; // MML104
    }

    public static void Arguments(Parts p, int n, int m, string name)
    {
        p.Get(n).Mu.WriteLock();
        p.Get(n).A = 1;
        p.Get(m).A = 2; // MML104
        p.Get(n).Mu.WriteUnlock();
        p.Get(10).Mu.WriteLock();
        p.Get(10).A = 1;
        p.Get(11).A = 2; // MML104
        p.Get(10).Mu.WriteUnlock();
        p.Get(n, "x").Mu.WriteLock();
        p.Get(n, "x").A = 1;
        p.Get(n, "y").A = 1; // MML104
        p.Get(n, name).A = 1; // MML104
        p.Get(n, "x").Mu.WriteUnlock();
        p.Get(true).Mu.WriteLock();
        p.Get(true).A = 1;
        p.Get(false).A = 1; // MML104
        p.Get(true).Mu.WriteUnlock();
        p.Get(n + 1).Mu.WriteLock();
        p.Get(n + 1).A = 1;
        p.Get(n + 1).Mu.WriteUnlock();
        Find(p, n).Mu.WriteLock();
        Find(p, n).A = 1;
        Find(p, m).A = 1; // MML104
        Find(p, n).Mu.WriteUnlock();
    }

    public static void OfAnother(Parts p, Parts q)
    {
        p.Get().Mu.WriteLock();
        q.Get().A = 1; // MML104
        p.GetOther().A = 1; // MML104
        p.Get().Mu.WriteUnlock();
    }

    public static void TheArgumentChanges(Parts p, int n)
    {
        p.Get(n).Mu.WriteLock(); // MML201
        n++;
        p.Get(n).A = 1; // MML104
        p.Get(n).Mu.WriteUnlock(); // MML202
    }

    public void ByKey(string key, string other)
    {
        LockOf(key).WriteLock();
        try
        {
            Get().A = 1; // MML104
        }
        finally
        {
            LockOf(key).WriteUnlock();
        }
        LockOf(key).WriteLock(); // MML201
        LockOf(other).WriteUnlock(); // MML202
    }

    public static void EachMadeAnew()
    {
        var a = Make();
        var b = Make();
        a.Mu.WriteLock();
        b.Mu.WriteLock();
        a.A = b.A = 1;
        b.Mu.WriteUnlock();
        a.Mu.WriteUnlock();
    }

    public static void OneOfTwo(bool first, Part a, Part b)
    {
        (first ? a : b).Mu.WriteLock();
        (first ? a : b).A = 1;
        (first ? b : a).A = 1; // MML104
        (first ? a : b).Mu.WriteUnlock();
    }

    public static void TheOneThatIsThere(Part? a, Part b)
    {
        (a ?? b).Mu.WriteLock();
        (a ?? b).A = 1;
        (a ?? b).Mu.WriteUnlock();
    }

    public static void GuardOfOneOfTwo(bool first, Part a, Part b)
    {
        using var hold = (first ? a : b).Mu.Write();
        if (first) a.A = 1;
        else b.A = 1;
        if (first) b.A = 1; // MML104
    }

    public static void InALoop(Parts p, int n)
    {
        for (int i = 0; i < n; i++)
        {
            p.Get(i).Mu.WriteLock();
            p.Get(i).A = i;
            p.Get(i).Mu.WriteUnlock();
        }
    }
}
