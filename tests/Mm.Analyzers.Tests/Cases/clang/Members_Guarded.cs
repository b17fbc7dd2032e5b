// The forms of guarded state: fields, statics, properties, several guards, state behind a reference.
using System.Collections.Generic;
using Mm.Locks;

namespace Cases.Clang;

sealed class Guarded
{
    static readonly RwSem s_mu = new();
    [GuardedBy("s_mu")] static int s_count;
    readonly RwSem _mu = new();
    readonly RwSem _two = new();
    [GuardedBy("_mu")] int _n;
    [GuardedBy("_mu", "_two")] int _both;
    [GuardedBy("_mu")] int Value { get; set; }
    [GuardedBy("_mu")] readonly List<int> _items = new();
    [GuardedBy("_mu", ReferenceOnly = true)] List<int> _shared = new();
    int _free;

    public void Static() => s_count++; // MML104
    public void StaticHeld() { s_mu.WriteLock(); s_count++; s_mu.WriteUnlock(); }
    public void Property() => Value = 1; // MML104
    public int PropertyRead() => Value; // MML106
    public void PropertyHeld() { _mu.WriteLock(); Value++; _mu.WriteUnlock(); }
    public void Behind() => _items.Add(1); // MML104
    public int BehindRead() => _items.Count; // MML106
    public void BehindShared() { _mu.ReadLock(); _items.Clear(); _mu.ReadUnlock(); } // MML105
    public void BehindHeld() { _mu.WriteLock(); _items.Add(1); _mu.WriteUnlock(); }
    public void ReferenceReplaced() => _shared = new List<int>(); // MML104
    public void Free() { _free++; _free += _free; }

    public int ReadsUnderEither()
    {
        _mu.ReadLock();
        int seen = _both;
        _mu.ReadUnlock();
        _two.ReadLock();
        seen += _both;
        _two.ReadUnlock();
        return seen;
    }

    public void WritesNeedBoth()
    {
        _mu.WriteLock();
        _both = 1; // MML104
        _two.WriteLock();
        _both = 2;
        _two.WriteUnlock();
        _mu.WriteUnlock();
    }

    public static void OfAnother(Guarded other, Guarded own)
    {
        own._mu.WriteLock();
        own._n = 1;
        other._n = 1; // MML104
        own._mu.WriteUnlock();
    }

    public void InAnExpression(int v)
    {
        v = _n > 0 ? v : -v; // MML106
        v += _n; // MML106
        Use(ref _n); // MML104
        Out(out _n); // MML104
        In(in _n); // MML106
    }

    static void Use(ref int v) => v++;
    static void Out(out int v) => v = 1;
    static int In(in int v) => v;
}
