// Mutex and other wait handles.
using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Mm.Locks;

namespace Cases.Builtin;

public class MutexForms
{
    private readonly Mutex _mutex = new(false);
    private readonly AutoResetEvent _event = new(false);
    private readonly ManualResetEvent _manual = new(false);
    private readonly EventWaitHandle _handle = new(false, EventResetMode.AutoReset);
    private readonly Semaphore _semaphore = new(1, 1);
    [GuardedBy("_mutex")] private int _n;

    public void Good() { _mutex.WaitOne(); try { _n++; } finally { _mutex.ReleaseMutex(); } }
    public void Leak_Bad(bool b) { _mutex.WaitOne(); if (b) return; _n++; _mutex.ReleaseMutex(); } // MML201
    public void Timed_Bad() { _mutex.WaitOne(10); _n++; _mutex.ReleaseMutex(); } // MML208, MML208?
    public void Timed_Good() { if (_mutex.WaitOne(10, false)) { _n++; _mutex.ReleaseMutex(); } }
    public void Twice_Bad() { _mutex.WaitOne(); _n++; _mutex.ReleaseMutex(); _mutex.ReleaseMutex(); } // MML202
    public void Events_Good() { _event.WaitOne(); _manual.WaitOne(10); _handle.WaitOne(TimeSpan.Zero); _semaphore.WaitOne(); }
    public void WrongHandle_Bad() { _event.WaitOne(); _n++; } // MML104

    public void Local_Good()
    {
        using var mutex = new Mutex(false, "name");
        mutex.WaitOne();
        try { Console.WriteLine(); }
        finally { mutex.ReleaseMutex(); }
    }
}
