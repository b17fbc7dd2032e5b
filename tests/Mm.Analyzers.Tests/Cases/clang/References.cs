// A reference to guarded state does not leave the lock, and does not go where it is written without it.
using System;
using Mm.Locks;

namespace Cases.Clang;

sealed class References
{
    readonly RwSem _mu = new();
    [GuardedBy("_mu")] int _n;
    [GuardedBy("_mu")] int[] _array = new int[4];
    [GuardedBy("_mu")] string _text = "";

    static void Write(ref int v) => v = 1;
    static int Read(in int v) => v;

    public void PassedUnheld() => Write(ref _n); // MML104
    public int PassedInUnheld() => Read(in _n); // MML106
    public void PassedUnderRead() { _mu.ReadLock(); Write(ref _n); _mu.ReadUnlock(); } // MML105
    public void PassedHeld() { _mu.WriteLock(); Write(ref _n); Read(in _n); _mu.WriteUnlock(); }
    public ref int ReturnedByReference() { using var hold = _mu.Write(); return ref _n; } // MML107
    public int[] ArrayReturned() { using var hold = _mu.Read(); return _array; } // MML107
    public string ImmutableReturned() { using var hold = _mu.Read(); return _text; }
    public int ElementReturned() { using var hold = _mu.Read(); return _array[0]; }
    public Span<int> SpanReturned() { using var hold = _mu.Write(); return _array.AsSpan(1); } // MML107

    public void RefLocalHeld()
    {
        _mu.WriteLock();
        ref int n = ref _n;
        n = 1;
        _mu.WriteUnlock();
    }

    public void RefLocalAfterwards()
    {
        _mu.WriteLock();
        ref int n = ref _n;
        _mu.WriteUnlock();
        n = 1; // MML107
    }
}
