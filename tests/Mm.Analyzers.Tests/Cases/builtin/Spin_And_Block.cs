// Seeded 31-33: SpinLock: leaks, copies, and blocking under it.
using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Mm.Locks;

namespace Cases.Builtin;

public class SpinAndBlock
{
    private SpinLock _spin = new(false);
    private readonly object _gate = new();
    private readonly ManualResetEventSlim _ready = new();
    private readonly SemaphoreSlim _sem = new(1, 1);
    [GuardedBy("_spin")] private int _n;

    public void Good()
    {
        bool taken = false;
        try { _spin.Enter(ref taken); _n++; }
        finally { if (taken) _spin.Exit(false); }
    }

    public void Leak_Bad(bool b)
    {
        bool taken = false;
        _spin.Enter(ref taken); // MML201
        if (b) return;
        _n++;
        _spin.Exit();
    }

    public void Sleeps_Bad()
    {
        bool taken = false;
        _spin.Enter(ref taken);
        Thread.Sleep(10); // MML301
        _n++;
        _spin.Exit();
    }

    public void WaitsForTask_Bad(Task<int> task)
    {
        bool taken = false;
        _spin.Enter(ref taken);
        _n = task.Result; // MML301
        _spin.Exit();
    }

    public void WaitsForEvent_Bad()
    {
        bool taken = false;
        _spin.Enter(ref taken);
        _ready.Wait(); // MML301
        _n++;
        _spin.Exit();
    }

    public void LocksInside_Bad()
    {
        bool taken = false;
        _spin.Enter(ref taken);
        lock (_gate) { _n++; } // MML301
        _spin.Exit();
    }

    public void SemaphoreInside_Bad()
    {
        bool taken = false;
        _spin.Enter(ref taken);
        _sem.Wait(); // MML301
        _n++;
        _sem.Release();
        _spin.Exit();
    }

    public void SpinInsideLock_Good()
    {
        lock (_gate)
        {
            bool taken = false;
            _spin.Enter(ref taken);
            _n++;
            _spin.Exit();
        }
    }

    public void SleepsAfter_Good()
    {
        bool taken = false;
        _spin.Enter(ref taken);
        _n++;
        _spin.Exit();
        Thread.Sleep(10);
    }

    public void TryInside_Good()
    {
        bool taken = false;
        _spin.Enter(ref taken);
        if (Monitor.TryEnter(_gate)) { _n++; Monitor.Exit(_gate); }
        _spin.Exit();
    }
}
