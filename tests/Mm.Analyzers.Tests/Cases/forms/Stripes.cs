// All locks of an array or list in a loop: a path names one lock, so each loop is what breaks the balance, once.
using System;
using System.Collections.Generic;
using System.Threading;
using Mm.Locks;

namespace Cases.Forms;

sealed class Stripes
{
    readonly RwSem[] _s = new RwSem[4];
    readonly object[] _o = new object[4];
    readonly List<RwSem> _list = new();
    static void Work() { }
    public void Each()
    {
        foreach (var s in _s) s.WriteLock(); // MML201
        Work();
        foreach (var s in _s) s.WriteUnlock(); // MML202
    }
    public void EachTry()
    {
        foreach (var s in _s) s.WriteLock(); // MML201
        try { Work(); }
        finally { foreach (var s in _s) s.WriteUnlock(); } // MML202
    }
    public void Index()
    {
        for (int i = 0; i < _s.Length; i++) _s[i].WriteLock(); // MML201
        Work();
        for (int i = _s.Length - 1; i >= 0; i--) _s[i].WriteUnlock(); // MML202
    }
    public void EachMonitor()
    {
        foreach (var s in _o) Monitor.Enter(s); // MML201
        Work();
        foreach (var s in _o) Monitor.Exit(s); // MML202
    }
    public void EachList()
    {
        foreach (var s in _list) s.WriteLock(); // MML201
        Work();
        foreach (var s in _list) s.WriteUnlock(); // MML202
    }
    public void EachLeak()
    {
        foreach (var s in _s) s.WriteLock(); // MML201
    }
    public void Taken()
    {
        int taken = 0;
        try
        {
            for (; taken < _o.Length; taken++) Monitor.Enter(_o[taken]);
            Work();
        }
        finally
        {
            for (int i = 0; i < taken; i++) Monitor.Exit(_o[i]); // MML205
        }
    }
    public void Pairwise()
    {
        foreach (var s in _s) { s.WriteLock(); Work(); s.WriteUnlock(); }
    }
    public void Forgets() // anywhere: MML201|MML205
    {
        foreach (var s in _s) { s.WriteLock(); if (s.GetHashCode() == 0) continue; s.WriteUnlock(); }
    }
}
