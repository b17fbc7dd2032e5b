// Contracts of generic types and members, and of members of constructed types.
using System;
using System.Collections.Generic;
using Mm.Locks;

namespace Cases.Forms;

class Store<TKey, TValue>
    where TKey : notnull
{
    public readonly RwSem Sem = new();
    [GuardedBy("Sem")] protected readonly Dictionary<TKey, TValue> Map = new();
    [RequiresRead("Sem")] public bool Has(TKey key) => Map.ContainsKey(key);
    [RequiresWrite("Sem")] public void Put<T>(TKey key, T value) where T : TValue => Map[key] = value;
    [RequiresWrite("store.Sem")] public static void Clear(Store<TKey, TValue> store) => store.Map.Clear();
    public void Wrong(TKey key) => Map.Remove(key); // MML104
    public TValue WrongRead(TKey key) => Map[key]; // MML106
}

sealed class Names : Store<int, string>
{
    public void Right() { using var hold = Sem.Write(); Put(1, "a"); Map[2] = "b"; }
    public void Wrong() { Put(1, "a"); Map[2] = "b"; } // MML101, MML104
}

interface IHasLock
{
    RwSem Sem { get; }
    [RequiresWrite("Sem")] void Change();
}

static class Generic
{
    public static void Constructed(Store<string, int> s) { using var hold = s.Sem.Read(); bool b = s.Has("a"); s.Put("a", 1); } // MML102
    public static void OfAStatic(Store<string, int> s) => Store<string, int>.Clear(s); // MML101
    public static void OfAStaticRight(Store<string, int> s) { using var hold = s.Sem.Write(); Store<string, int>.Clear(s); }
    public static void Constrained<T>(T t) where T : IHasLock { t.Change(); } // MML101
    public static void ConstrainedRight<T>(T t) where T : class, IHasLock { using var hold = t.Sem.Write(); t.Change(); }
    public static bool TypeParameter<TKey, TValue>(Store<TKey, TValue> s, TKey key) where TKey : notnull => s.Has(key); // MML103
}
