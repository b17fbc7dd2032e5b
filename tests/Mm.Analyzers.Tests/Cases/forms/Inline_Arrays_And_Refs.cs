// inline arrays, ref fields, ref readonly, params spans, stackalloc
using System; using System.Collections.Generic; using System.Runtime.CompilerServices; using System.Threading; using Mm.Locks;
namespace Cases.Forms.More.Inline;
[InlineArray(4)] struct Four { int _e; }
ref struct Holder { public ref int R; public ReadOnlySpan<int> S; public Holder(ref int r) { R = ref r; } }
sealed class P
{
    readonly object _g = new();
    [GuardedBy("_g")] Four _f;
    [GuardedBy("_g")] int _n;
    [GuardedBy("_g")] int[] _a = new int[4];
    [GuardedBy("_g")] readonly List<int> _l = new();

    public void W() { _f[0] = 1; } // MML104
    public int R() => _f[1]; // MML106
    public void Right() { lock (_g) { _f[0] = _f[1]; foreach (int x in _f) _n += x; } }
    public void Each() { foreach (int x in _f) Console.WriteLine(x); } // MML106
    public int Slice() { lock (_g) { Span<int> s = _f; return s[0]; } }
    public int SliceAfter()
    {
        scoped Span<int> s;
        lock (_g) s = _f;
        return s[0]; // MML107
    }
    public int SliceRange() { return _f[1..2][0]; } // MML104|MML106
    public int Last() { return _f[^1]; } // MML106
    public void Inc() { _f[2]++; } // MML104
    public void Swap() { (_f[0], _f[1]) = (_f[1], _f[0]); } // MML104 x2
    public ref int Ref() { lock (_g) return ref _f[0]; } // MML107
    public ref readonly int RefRo() { lock (_g) return ref _n; } // MML107
    public ref readonly int RefRoWithout() => ref _n; // MML106|MML107
    static void In(in int x) { }
    static void RefReadonly(ref readonly int x) { }
    static void RefIt(ref int x) { }
    public void PassIn() { In(in _n); In(_n); } // MML106 x2
    public void PassRr() { RefReadonly(ref _n); } // MML106
    public void PassRr2() { RefReadonly(in _n); } // MML106
    public void PassRef() { RefIt(ref _n); } // MML104
    public void PassRight() { lock (_g) { In(in _n); RefReadonly(in _n); RefIt(ref _n); RefIt(ref _f[0]); } }
    public int RefLocal() { lock (_g) { ref readonly int r = ref _n; return r; } }
    public int RefLocalAfter()
    {
        ref int r = ref Unsafe.NullRef<int>();
        lock (_g) r = ref _n;
        return r; // MML107
    }
    public void RefField() { lock (_g) { var h = new Holder(ref _n); h.R = 2; } }
    public void RefFieldWithout() { var h = new Holder(ref _n); } // MML104
    public void RefFieldInit() { lock (_g) { var h = new Holder { S = _a }; Console.WriteLine(h.S[0]); } }
    static int Sum(params ReadOnlySpan<int> xs) { int n = 0; foreach (int x in xs) n += x; return n; }
    public int Params() => Sum(_n, 1, 2); // MML106
    public int ParamsRight() { lock (_g) return Sum(_n, _a[0]); }
    public int ParamsArray() => Sum(_a); // MML106
    public unsafe void Stack() { int* p = stackalloc int[_n]; p[0] = 1; } // MML106
    public void StackSpan() { Span<int> s = stackalloc int[] { _n, 2 }; s[0] = 1; } // MML106
    public void StackRight() { lock (_g) { Span<int> s = stackalloc int[_n]; s[0] = _n; } }
    public unsafe void Fixed() { fixed (int* p = _a) p[0] = 1; } // MML104|MML106
    public unsafe void FixedField() { fixed (int* p = &_n) *p = 1; } // MML104
    public unsafe void FixedRight() { lock (_g) fixed (int* p = &_n) *p = 1; }
    public unsafe void FixedSpan() { lock (_g) fixed (int* p = _a.AsSpan()) p[0] = _n; }
    public int Ternary(bool b) { int z = 0; ref int r = ref b ? ref _n : ref z; return r; } // MML104|MML106
    public int TernaryRight(bool b) { lock (_g) { int z = 0; ref int r = ref b ? ref _n : ref z; r = 2; return r; } }
}
