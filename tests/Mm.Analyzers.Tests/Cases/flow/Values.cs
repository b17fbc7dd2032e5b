// Valid-under values: hand-over, parameters, capture, storage, out parameters.
#nullable enable
using System;
using System.Collections.Generic;
using Mm.Locks;

namespace Cases.Flow.Values;

sealed class Item
{
    public readonly RwSem Own = new();
    public int X;
    [AcquiresRead("Own", When = true)] public extern bool TryOwn();
    [ReleasesRead("Own")] public extern void EndOwn();
}

sealed class Store
{
    public readonly RwSem Sem = new();
    public readonly RwSem Rcu = new();
    Item? _kept;
    readonly Item _item = new();

    [RequiresRead("Rcu")] [return: ValidUnder("Rcu", "return.Own")] public Item? Lookup() => _item;
    [RequiresRead("Sem")] public bool TryFind([ValidUnder("Sem")] out Item item) { item = _item; return true; }
    [RequiresRead("Sem")] [return: ValidUnder("Sem")] public Item Find() => _item;
    static int Use([ValidUnder("s.Sem")] Item item, Store s) => item.X;

    public int HandOver()
    {
        Rcu.ReadLock();
        var item = Lookup();
        if (item == null || !item.TryOwn())
        {
            Rcu.ReadUnlock();
            return 0;
        }
        Rcu.ReadUnlock();
        int x = item.X;
        item.EndOwn();
        return x;
    }

    public int NoHandOver()
    {
        Rcu.ReadLock();
        var item = Lookup();
        Rcu.ReadUnlock();
        if (item == null) return 0;
        return item.X; // MML109
    }

    public int AfterHandOverEnds()
    {
        Rcu.ReadLock();
        var item = Lookup();
        if (item == null || !item.TryOwn())
        {
            Rcu.ReadUnlock();
            return 0;
        }
        Rcu.ReadUnlock();
        item.EndOwn();
        return item.X; // MML109
    }

    public int ByOut()
    {
        Sem.ReadLock();
        TryFind(out var item);
        int x = item.X;
        Sem.ReadUnlock();
        return x + item.X; // MML109
    }

    public void Stored()
    {
        Sem.ReadLock();
        _kept = Find(); // MML107
        Sem.ReadUnlock();
    }

    public Func<int> Captured()
    {
        Sem.ReadLock();
        var item = Find();
        Func<int> f = () => item.X; // MML107
        Sem.ReadUnlock();
        return f;
    }

    public int LocalList()
    {
        Sem.ReadLock();
        var items = new List<Item>();
        items.Add(Find());
        int n = items.Count;
        Sem.ReadUnlock();
        return n;
    }

    public bool NullTestIsNoUse()
    {
        Rcu.ReadLock();
        var item = Lookup();
        Rcu.ReadUnlock();
        return item != null;
    }

    public int LoopReload()
    {
        int sum = 0;
        for (int i = 0; i < 3; i++)
        {
            Sem.ReadLock();
            var item = Find();
            sum += item.X;
            Sem.ReadUnlock();
        }
        return sum;
    }

    public int LoopStale()
    {
        int sum = 0;
        Sem.ReadLock();
        var item = Find();
        for (int i = 0; i < 3; i++)
        {
            sum += item.X; // MML109
            Sem.ReadUnlock();
            Sem.ReadLock();
        }
        Sem.ReadUnlock();
        return sum;
    }
}
