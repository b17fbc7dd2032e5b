// Ref locals, ref fields, spans of guarded arrays, inline arrays, fixed buffers, ref readonly.
using System;
using System.Runtime.CompilerServices;
using Mm.Locks;

namespace Cases.Forms;

[InlineArray(4)] struct Four { int _element; }

sealed class Refs
{
    readonly RwSem _sem = new();
    [GuardedBy("_sem")] int _n;
    [GuardedBy("_sem")] Four _four;
    [GuardedBy("_sem")] readonly int[] _array = new int[8];

    public void Local() { using var hold = _sem.Write(); ref int n = ref _n; n = 1; }
    public void LocalUnderRead() { using var hold = _sem.Read(); ref int n = ref _n; n = 1; } // MML105, MML105?
    public int ReadonlyLocal() { using var hold = _sem.Read(); ref readonly int n = ref _n; return n; }
    public int ReadonlyLocalUnheld() { ref readonly int n = ref _n; return n; } // MML106
    public void InlineElement() { using var hold = _sem.Write(); _four[1] = 2; }
    public void InlineElementUnheld() { _four[1] = 2; } // MML104
    public int InlineElementRead() => _four[2]; // MML106
    public void Element() { using var hold = _sem.Write(); _array[0] = 1; _array[^1]++; }
    public void ElementUnderRead() { using var hold = _sem.Read(); _array[0] = 1; } // MML105
    public int ElementRead() { using var hold = _sem.Read(); return _array[0] + _array[1..3].Length; }
    public int SpanHeld() { using var hold = _sem.Write(); Span<int> s = _array; s[0] = 1; return s.Length; }
    public int SpanUnheld() { Span<int> s = _array; return s.Length; } // MML106
    public ref int Leaves() { using var hold = _sem.Write(); return ref _array[0]; } // MML107
    public void Conditional(bool b, int other) { using var hold = _sem.Read(); (b ? ref _n : ref other) = 1; } // MML105
    static void Set(ref int n) => n = 1;
    public void Passed() { using var hold = _sem.Write(); Set(ref _n); Set(ref _array[0]); }
    public void PassedUnheld() { Set(ref _n); } // MML104
}
