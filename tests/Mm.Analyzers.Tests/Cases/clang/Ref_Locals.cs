// A reference to guarded state is judged by what is done through it, where that is done.
using System;
using System.Threading;
using Mm.Locks;

namespace Cases.Clang;

struct Slot
{
    public int Count;
    public readonly int Get() => Count;
    public void Bump() => Count++;
}

sealed class RefLocals
{
    readonly RwSem _mu = new();
    [GuardedBy("_mu")] int _n;
    [GuardedBy("_mu")] Slot _slot;
    [GuardedBy("_mu")] readonly Slot[] _slots = new Slot[4];

    static void Change(ref int v) => v++;
    static int Look(in int v) => v;

    public int OnlyReadUnderRead()
    {
        _mu.ReadLock();
        ref int n = ref _n;
        ref var slot = ref _slots[1];
        int seen = n + slot.Count + slot.Get() + Look(in n);
        _mu.ReadUnlock();
        return seen;
    }

    public void WrittenUnderRead()
    {
        _mu.ReadLock();
        ref int n = ref _n;
        n = 1; // MML105
        n++; // MML105
        Change(ref n); // MML105
        ref var slot = ref _slots[1];
        slot.Count = 2; // MML105
        slot.Bump(); // MML105
        ref var whole = ref _slot;
        whole = default; // MML105
        _mu.ReadUnlock();
    }

    public void WrittenAfterTheDowngrade()
    {
        _mu.WriteLock();
        ref int n = ref _n;
        n = 1;
        _mu.Downgrade();
        int seen = n;
        n = 2; // MML105
        _mu.ReadUnlock();
        n = 3; // MML107
    }

    public void WrittenUnderWrite()
    {
        _mu.WriteLock();
        ref int n = ref _n;
        ref int m = ref n;
        m = 1;
        ref var slot = ref _slots[2];
        slot.Bump();
        slot = new Slot();
        _mu.WriteUnlock();
        m = 2; // MML107
    }

    public void TakenWithoutTheLock()
    {
        ref int n = ref _n; // MML104
        n = 1;
        ref readonly int seen = ref _n; // MML106
    }

    public void Rebound()
    {
        var others = new int[1];
        _mu.ReadLock();
        ref int n = ref _n;
        int seen = n;
        n = ref others[0];
        n = 2;
        _mu.ReadUnlock();
        n = 3;
    }

    public void InALoop()
    {
        for (int i = 0; i < 4; i++)
        {
            _mu.WriteLock();
            ref var slot = ref _slots[i];
            slot.Bump();
            _mu.WriteUnlock();
        }
    }

    public void ForeachByReference()
    {
        _mu.ReadLock();
        foreach (ref var slot in _slots.AsSpan()) slot.Count++; // MML105
        _mu.ReadUnlock();
    }
}
