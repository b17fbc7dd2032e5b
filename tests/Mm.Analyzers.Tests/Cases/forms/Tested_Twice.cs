// Flags that are counted, masked, nullable, passed by reference, or the outcome of a comparison.
using System; using System.Collections.Generic; using System.Linq; using System.Threading; using System.Threading.Tasks;
using Mm.Locks;
namespace Cases.Forms.TestedTwice;
sealed class A
{
    readonly object _g = new(); readonly RwSem _l = new();
    [GuardedBy("_g")] int _n;
    [GuardedBy("_l")] int _m;
    static bool Test() => true;
    enum St { Idle, Busy }
    public void Loop() { int tries = 0; while (tries < 3) { if (_l.TryWriteLock()) { _m = 1; _l.WriteUnlock(); break; } tries++; } }
    public void LoopHeld() { int tries = 0; bool ok = false; for (; tries < 3 && !ok; tries++) ok = _l.TryWriteLock(); if (ok) { _m = 1; _l.WriteUnlock(); } }
    public void Depth() { int depth = 0; lock (_g) { depth++; lock (_g) { depth++; _n = depth; } depth--; } _n = depth; } // MML104
    public void TwoFlags(bool a, bool b)
    {
        int held = 0;
        try
        {
            if (a) { Monitor.Enter(_g); held |= 1; }
            if (b) { _l.WriteLock(); held |= 2; }
            if (a) _n = 1;
            if (b) _m = 1;
        }
        finally
        {
            if ((held & 2) != 0) _l.WriteUnlock();
            if ((held & 1) != 0) Monitor.Exit(_g);
        }
    }
    public void TwoFlagsWrong(bool a, bool b)
    {
        int held = 0;
        try
        {
            if (a) { Monitor.Enter(_g); held |= 1; } // MML201
            if (b) { _l.WriteLock(); held |= 2; }
        }
        finally
        {
            if ((held & 2) != 0) _l.WriteUnlock();
        }
    }
    public void EnumOut() { var s = Take(); if (s == St.Busy) { _m = 1; _l.WriteUnlock(); } }
    [AcquiresWrite("_l", When = St.Busy)] St Take() { _l.WriteLock(); return St.Busy; }
    [AcquiresWrite("_l", When = 2)] int Take2(bool b) { if (b) { _l.WriteLock(); return 2; } return 0; }
    public void Out3(bool b) { int r = Take2(b); switch (r) { case 2: _m = 1; _l.WriteUnlock(); break; default: break; } }
    public void ByRef(ref int held) { held = 0; if (Test()) { _l.WriteLock(); held = 1; } if (held == 1) _l.WriteUnlock(); }
    public void Conditional(bool? b) { if (b ?? false) _l.WriteLock(); if (b ?? false) _l.WriteUnlock(); }
    public void Conditional2(bool? b) { if (b is true) _l.WriteLock(); if (b == true) _l.WriteUnlock(); }
    public void Conditional3(bool? b) { if (b.HasValue) _l.WriteLock(); if (b is not null) _l.WriteUnlock(); }
    public void Conditional4(int? b) { if (b > 3) _l.WriteLock(); if (b > 3) _l.WriteUnlock(); }
    public void Conditional5(A? o) { if (o?._m > 3) _n = 1; } // MML104, MML106
    public void Strings(string s) { if (s == "w") _l.WriteLock(); else _l.ReadLock(); if (s == "w") _l.WriteUnlock(); else _l.ReadUnlock(); }
    public void Strings2(string s) { switch (s) { case "w": _l.WriteLock(); break; case "r": _l.ReadLock(); break; } switch (s) { case "w": _l.WriteUnlock(); break; case "r": _l.ReadUnlock(); break; } }
    public void Long(long n) { if (n >= 10) _l.WriteLock(); if (n >= 10) _l.WriteUnlock(); }
    public void Ulong(ulong n) { if (n >= 10) _l.WriteLock(); if (n >= 10) _l.WriteUnlock(); }
    public void Both(bool a, bool b) { if (a && b) _l.WriteLock(); if (a && b) _l.WriteUnlock(); }
    public void Local(int a, int b) { bool c = a < b; if (c) _l.WriteLock(); if (c) _l.WriteUnlock(); }
}
sealed class B
{
    readonly RwSem _l = new();
    public void C1(bool? b) { if (b.GetValueOrDefault()) _l.WriteLock(); if (b.GetValueOrDefault()) _l.WriteUnlock(); }
    public void C2(bool? b) { bool c = b ?? false; if (c) _l.WriteLock(); if (c) _l.WriteUnlock(); }
    public void C3(object o) { bool c = o is string; if (c) _l.WriteLock(); if (c) _l.WriteUnlock(); }
    public void C4(object o, object p) { bool c = ReferenceEquals(o, p); if (c) _l.WriteLock(); if (c) _l.WriteUnlock(); }
    public void C5(int n) { bool c = n % 2 == 0; if (c) _l.WriteLock(); if (!c) return; _l.WriteUnlock(); }
    public void C6(int n, int m) { bool c = n < m; if (c) _l.WriteLock(); c = n < m + 1; if (c) _l.WriteUnlock(); } // MML205
    public void C7(int n, int m) { bool c = n < m; if (!c) return; _l.WriteLock(); if (c) _l.WriteUnlock(); }
    public void C8(int n, int m) { bool c = n < m; if (c) _l.WriteLock(); if (!c) _l.WriteUnlock(); } // MML201, MML202
}
