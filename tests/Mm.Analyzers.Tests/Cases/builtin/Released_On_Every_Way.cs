// Monitor, Mutex and SpinLock released on every way, or not: the forms that releases and conditions take.
using System;
using System.Threading;
using System.Collections.Generic;
using Mm.Locks;

namespace Cases.BuiltIn;

sealed class ReleasedOnEveryWay
{
    static readonly object s_obj = new();
    readonly object _obj = new();
    readonly object _other = new();
    SpinLock _spin;
    readonly Mutex _mutex = new();
    bool _c;
    public void Named() { bool t = false; Monitor.Enter(lockTaken: ref t, obj: _obj); if (t) Monitor.Exit(_obj); }
    public void NamedLeak() { bool t = false; Monitor.Enter(lockTaken: ref t, obj: _obj); if (_c) Monitor.Exit(_obj); } // MML201
    public void WithThis() { Monitor.Enter(this._obj); if (_c) Monitor.Exit(_obj); } // MML201
    public void StaticByType() { Monitor.Enter(ReleasedOnEveryWay.s_obj); Monitor.Exit(s_obj); }
    public int Prop { set { Monitor.Enter(_obj); if (value == 42) Monitor.Exit(_obj); } } // MML201
    public void IsEntered() { Monitor.Enter(_obj); if (Monitor.IsEntered(_obj)) Monitor.Exit(_obj); }
    public void AnonymousMethod() { Action a = delegate { Monitor.Enter(_other); if (_c) Monitor.Exit(_other); }; a(); } // MML201
    public void StaticLocal() { F(true); static void F(bool c) { var l = new object(); Monitor.Enter(l); if (c) Monitor.Exit(l); } } // MML201
    public void ReleaseThenAcquire() // the lock of a caller without a contract
    {
        Monitor.Exit(_obj); // MML202
        try { Console.WriteLine(); }
        finally { Monitor.Enter(_obj); } // MML201
    }
    public void ConstantCondition()
    {
        Monitor.Enter(_obj);
        int v = 42;
        if (v == 42) Monitor.Exit(_obj);
        else Monitor.Exit(_other);
    }
    public List<int> TryThrow(List<int> tasks)
    {
        var taken = false;
        try
        {
            Monitor.TryEnter(tasks, ref taken);
            if (taken) return tasks;
            else throw new NotSupportedException();
        }
        finally { if (taken) Monitor.Exit(tasks); }
    }
    public void LocalFunctionReleases()
    {
        Monitor.Enter(_obj); // MML201
        Release();
        void Release() { Monitor.Exit(_obj); }
    }
    public void OwnedByConstructor() { var m = new Mutex(true); m.ReleaseMutex(); m.Dispose(); }
    public void OwnedByConstructorNamed() { var m = new Mutex(initiallyOwned: true, "x", out bool created); if (created) m.ReleaseMutex(); m.Dispose(); }
    public void OwnedInUsing() { using (var m = new Mutex(true, "foo")) { if (_c) m.ReleaseMutex(); else m.ReleaseMutex(); } }
    public void NotOwned() { var m = new Mutex(false); m.ReleaseMutex(); } // MML202
    public void WaitTimed(Mutex m) { var ok = m.WaitOne(400, false); if (ok) m.ReleaseMutex(); }
    public void WaitTimedLeak(Mutex m) { var ok = m.WaitOne(400, false); if (ok) { if (!_c) m.ReleaseMutex(); } } // MML201
    public void WaitLoop(Mutex m) { while (m.WaitOne(400)) { if (_c) m.ReleaseMutex(); } } // MML201
    public void WaitWrongWay(Mutex m) { if (m.WaitOne(200)) { } else m.ReleaseMutex(); } // MML201, MML202
    public void Opened() { var m = Mutex.OpenExisting("foo"); if (m.WaitOne(500)) m.ReleaseMutex(); }
    public void TryOpened() { if (Mutex.TryOpenExisting("y", out var m)) { m.WaitOne(); m.ReleaseMutex(); } }
    public void Guarded2(string name, bool should)
    {
        Mutex? m = null;
        bool acquired = false;
        try
        {
            m = Mutex.OpenExisting(name);
            if (should) { m.WaitOne(); acquired = true; }
        }
        catch (UnauthorizedAccessException) { return; }
        finally
        {
            if (m != null)
            {
                if (acquired) m.ReleaseMutex();
                m.Dispose();
            }
        }
    }
    public void SpinNested()
    {
        bool t = false;
        try
        {
            _spin.TryEnter(ref t);
            try { Console.Write("X"); } finally { Console.Write("Y"); }
        }
        finally { if (t) _spin.Exit(false); }
    }
    public void SpinLocal() { SpinLock sl = new SpinLock(false); bool t = false; sl.Enter(ref t); if (t) sl.Exit(); }
    public void SpinPartial() { SpinLock sl = new SpinLock(true); bool t = false; sl.TryEnter(new TimeSpan(42), ref t); if (_c) sl.Exit(true); } // MML208
    public static void SpinOfAnother(ReleasedOnEveryWay arg) { bool t = false; arg._spin.Enter(ref t); if (arg._c) arg._spin.Exit(); } // MML201
    public void NullTracked(Mutex? m) { if (m != null) m.WaitOne(); if (m != null) m.ReleaseMutex(); }
    public void NullTrackedReadonly() { if (_mutex != null) _mutex.WaitOne(); if (_mutex != null) _mutex.ReleaseMutex(); }
}

sealed class SingleInstance
{
    static Mutex? s_mutex;
    readonly object _gate = new();
    public static async System.Threading.Tasks.Task<int> Main2()
    {
        using var mutex = new Mutex(true, "App", out bool first);
        if (!first) return 1;
        await System.Threading.Tasks.Task.Yield();
        return 0;
    }
    public static bool Keep() { s_mutex = new Mutex(true, "App", out bool first); return first; }
    public static void Twice() { var m = new Mutex(true); m.WaitOne(); m.ReleaseMutex(); m.ReleaseMutex(); m.ReleaseMutex(); } // MML202
}
