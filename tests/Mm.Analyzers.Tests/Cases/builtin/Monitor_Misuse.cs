// Seeded 7-12: released twice, without a hold, ignored tries, pulses and waits without the lock, and their twins.
using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Mm.Locks;

namespace Cases.Builtin;

public class MonitorMisuse
{
    private readonly object _gate = new();
    private readonly object _other = new();
    [GuardedBy("_gate")] private readonly Queue<int> _queue = new();

    public void ExitTwice_Bad()
    {
        Monitor.Enter(_gate);
        try { _queue.Clear(); Monitor.Exit(_gate); }
        finally { Monitor.Exit(_gate); } // MML202|MML205
    }

    public void ExitTwice_Good()
    {
        Monitor.Enter(_gate);
        try { _queue.Clear(); }
        finally { Monitor.Exit(_gate); }
    }

    public void ExitOther_Bad()
    {
        Monitor.Enter(_gate); // MML201
        _queue.Clear();
        Monitor.Exit(_other); // MML202
    }

    public void ExitOther_Good()
    {
        Monitor.Enter(_gate);
        _queue.Clear();
        Monitor.Exit(_gate);
    }

    public void TryIgnored_Bad()
    {
        Monitor.TryEnter(_gate, 100); // MML208
        _queue.Clear(); // MML208?
        Monitor.Exit(_gate); // MML208?
    }

    public void TryIgnored_Good()
    {
        if (!Monitor.TryEnter(_gate, 100)) return;
        try { _queue.Clear(); }
        finally { Monitor.Exit(_gate); }
    }

    public void PulseUnheld_Bad() => Monitor.Pulse(_gate); // MML101
    public void PulseAllUnheld_Bad() => Monitor.PulseAll(_gate); // MML101
    public void Pulse_Good() { lock (_gate) { _queue.Enqueue(1); Monitor.PulseAll(_gate); } }

    public int WaitUnheld_Bad()
    {
        Monitor.Wait(_gate); // MML101
        lock (_gate) { return _queue.Dequeue(); }
    }

    public int Wait_Good()
    {
        lock (_gate)
        {
            while (_queue.Count == 0) Monitor.Wait(_gate);
            return _queue.Dequeue();
        }
    }

    public int WaitOther_Bad()
    {
        lock (_gate)
        {
            while (_queue.Count == 0) Monitor.Wait(_other); // MML101
            return _queue.Dequeue();
        }
    }

    public bool Reentrant_Good() { lock (_gate) { return Drained(); } }
    private bool Drained()
    {
        bool empty;
        lock (_gate) { empty = _queue.Count == 0; }
        return empty;
    }
}
