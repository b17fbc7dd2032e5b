// The same comparison of an unmodified number, made twice.
using System;
using System.Threading;
using Mm.Locks;

namespace Cases.Forms;

sealed class ComparedTwice
{
    [Flags] internal enum F { None = 0, Read = 1, Write = 2, Both = 3 }

    readonly RwSem _l = new();
    readonly F _f;
    [GuardedBy("_l")] int _n;
    static void Work() { }
    static extern bool Test();

    public void Above(int n) { if (n > 0) _l.WriteLock(); Work(); if (n > 0) { _n = 1; _l.WriteUnlock(); } }
    public void Opposite(int n) { if (n > 0) _l.WriteLock(); Work(); if (n <= 0) return; _n = 1; _l.WriteUnlock(); }
    public void Next(int n) { if (n > 0) _l.WriteLock(); Work(); if (n >= 1) { _n = 1; _l.WriteUnlock(); } }
    public void Swapped(int n) { if (0 < n) _l.WriteLock(); Work(); if (n > 0) { _n = 1; _l.WriteUnlock(); } }
    public void Wrong(int n)
    {
        if (n > 0) _l.WriteLock();
        Work();
        if (n < 0) _l.WriteUnlock(); // MML202|MML205
    }
    public void Modified(int n)
    {
        if (n > 0) _l.WriteLock();
        n--;
        if (n > 0) _l.WriteUnlock(); // MML205
    }
    public void Between(int n) { if (n > 0) _l.WriteLock(); Work(); if (n > 1) { _n = 1; } if (n > 0) _l.WriteUnlock(); } // MML205: that 2 is above 0 too is not known
    public void Mask(F f) { if ((f & F.Write) != 0) _l.WriteLock(); Work(); if ((f & F.Write) != 0) { _n = 1; _l.WriteUnlock(); } }
    public void MaskEqual(F f) { if ((f & F.Write) == F.Write) _l.WriteLock(); Work(); if ((f & F.Write) != 0) { _n = 1; _l.WriteUnlock(); } }
    public void HasFlag(F f) { if (f.HasFlag(F.Write)) _l.WriteLock(); Work(); if (f.HasFlag(F.Write)) { _n = 1; _l.WriteUnlock(); } }
    public void HasFlagMask(F f) { if (f.HasFlag(F.Write)) _l.WriteLock(); Work(); if ((f & F.Write) == 0) return; _n = 1; _l.WriteUnlock(); }
    public void MaskField() { if ((_f & F.Write) != 0) _l.WriteLock(); Work(); if ((_f & F.Write) != 0) { _n = 1; _l.WriteUnlock(); } }
    public void MaskTry(int flags)
    {
        if ((flags & 4) != 0) _l.WriteLock();
        try { Work(); }
        finally { if ((flags & 4) != 0) _l.WriteUnlock(); }
    }
    public void MaskOther(F f)
    {
        if ((f & F.Write) != 0) _l.WriteLock(); // MML201?
        Work();
        if ((f & F.Read) != 0) { _l.WriteUnlock(); } // MML205
    }
    public void MaskModes(F f)
    {
        if ((f & F.Write) != 0) _l.WriteLock(); else _l.ReadLock();
        Work();
        if ((f & F.Write) != 0) { _n = 1; _l.WriteUnlock(); } else _l.ReadUnlock();
    }
    public void Loop(int n)
    {
        for (int i = 0; i < 10; i++) { if (i > 5) _l.WriteLock(); Work(); if (i > 5) _l.WriteUnlock(); }
    }
    public void Length(string s) { if (s.Length > 3) _l.WriteLock(); Work(); if (s.Length > 3) _l.WriteUnlock(); }
    public void NullableParameter(bool? p)
    {
        if (p == true) _l.WriteLock();
        if (p is null) _n = 1; // MML104|MML205
        if (p == true) _l.WriteUnlock();
    }
    public void AtLeastOnce()
    {
        for (int i = 0; i < 3; i++) { if (i == 0) _l.WriteLock(); } // MML205: a loop that grows a hold
        _l.WriteUnlock();
    }
    public void HeldIsNotNull()
    {
        RwSem? held = null;
        if (Test()) { _l.WriteLock(); held = _l; }
        Work();
        if (held != null) held.WriteUnlock();
    }
    public void HeldIsNotNullForgets()
    {
        RwSem? held = null;
        if (Test()) { _l.WriteLock(); held = _l; } // MML201
        Work();
        if (held == null) Work();
    }
}
