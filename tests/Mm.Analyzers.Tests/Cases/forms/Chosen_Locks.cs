// Which lock is chosen by a condition.
using System;
using System.Threading;
using Mm.Locks;

namespace Cases.Forms;

sealed class Chosen
{
    readonly RwSem _a = new();
    readonly RwSem _b = new();
    readonly object _x = new(), _y = new();
    [GuardedBy("_a")] int _n;

    static void Work() { }
    static extern bool Test();

    public void Direct(bool c) { (c ? _a : _b).WriteLock(); Work(); (c ? _a : _b).WriteUnlock(); }
    public void DirectUse(bool c) { (c ? _a : _b).WriteLock(); if (c) _n = 1; (c ? _a : _b).WriteUnlock(); }
    public void DirectUseWrong(bool c)
    {
        (c ? _a : _b).WriteLock();
        _n = 1; // MML104|MML205
        (c ? _a : _b).WriteUnlock();
    }
    public void DirectLeak(bool c)
    {
        (c ? _a : _b).WriteLock(); // MML201
        Work();
    }
    public void DirectOpposite(bool c)
    {
        (c ? _a : _b).WriteLock(); // MML201?
        Work();
        (c ? _b : _a).WriteUnlock(); // MML202
    }
    public void Local(bool c) { var l = c ? _a : _b; l.WriteLock(); Work(); l.WriteUnlock(); }
    public void LocalTry(bool c) { var l = c ? _a : _b; l.WriteLock(); try { Work(); } finally { l.WriteUnlock(); } }
    public void LocalLeak(bool c)
    {
        var l = c ? _a : _b;
        l.WriteLock(); // MML201
        Work();
    }
    public void LocalTwice(bool c)
    {
        var l = c ? _a : _b;
        l.WriteLock(); // MML201: the release is paired with the refused acquisition
        l.WriteLock(); // MML204
        l.WriteUnlock();
    }
    public void LocalThenDirect(bool c) { var l = c ? _a : _b; l.WriteLock(); Work(); (c ? _a : _b).WriteUnlock(); }
    public void DirectThenLocal(bool c) { (c ? _a : _b).WriteLock(); Work(); var l = c ? _a : _b; l.WriteUnlock(); }
    public void LocalThenIf(bool c) { var l = c ? _a : _b; l.WriteLock(); Work(); if (c) _a.WriteUnlock(); else _b.WriteUnlock(); }
    public void LocalUse(bool c) { var l = c ? _a : _b; l.WriteLock(); if (c) _n = 1; l.WriteUnlock(); }
    public void LocalUseWrong(bool c)
    {
        var l = c ? _a : _b;
        l.WriteLock();
        _n = 1; // MML104|MML205
        l.WriteUnlock();
    }
    public void Guard(bool c) { using ((c ? _a : _b).Write()) Work(); }
    public void GuardLocal(bool c) { var l = c ? _a : _b; using var g = l.Write(); Work(); }
    public void Statement(bool c) { lock (c ? _x : _y) Work(); }
    public void UnknownCond() { var l = Test() ? _a : _b; l.WriteLock(); Work(); l.WriteUnlock(); }
    public void UnknownCondLeak()
    {
        var l = Test() ? _a : _b;
        l.WriteLock(); // MML201
        Work();
    }
    public void UnknownCondUse()
    {
        var l = Test() ? _a : _b;
        l.WriteLock();
        _n = 1; // MML104|MML205
        l.WriteUnlock();
    }
    public void Coalesce(RwSem? p) { (p ?? _a).WriteLock(); Work(); (p ?? _a).WriteUnlock(); }
    public void CoalesceLocal(RwSem? p) { var l = p ?? _a; l.WriteLock(); Work(); l.WriteUnlock(); }
    public void Switched(int i) { var l = i switch { 0 => _a, _ => _b }; l.WriteLock(); Work(); l.WriteUnlock(); }
    public void SwitchedDirect(int i) { (i switch { 0 => _a, _ => _b }).WriteLock(); Work(); (i switch { 0 => _a, _ => _b }).WriteUnlock(); }
    public void SwitchedLeak(int i)
    {
        (i switch { 0 => _a, _ => _b }).WriteLock(); // MML201
    }
    public void Ordered(RwSem p, RwSem q)
    {
        var first = p.GetHashCode() < q.GetHashCode() ? p : q;
        var second = ReferenceEquals(first, p) ? q : p;
        first.WriteLock();
        second.WriteLock();
        Work();
        second.WriteUnlock();
        first.WriteUnlock();
    }
    public void Monitors(bool c) { Monitor.Enter(c ? _x : _y); try { Work(); } finally { Monitor.Exit(c ? _x : _y); } }
    public void MonitorsWrong(bool c)
    {
        Monitor.Enter(c ? _x : _y); // MML201
        if (Test()) return;
        Monitor.Exit(c ? _x : _y);
    }
    public void Assigned(bool c)
    {
        RwSem l;
        if (c) l = _a; else l = _b;
        l.WriteLock();
        Work();
        l.WriteUnlock();
    }
    RwSem Pick(bool c) => c ? _a : _b;
    public void Modified(bool c)
    {
        (c ? _a : _b).WriteLock(); // MML201?
        c = !c;
        (c ? _a : _b).WriteUnlock(); // MML202
    }
    public void ByField() { (_flag ? _a : _b).WriteLock(); Work(); (_flag ? _a : _b).WriteUnlock(); }
    readonly bool _flag;
}
