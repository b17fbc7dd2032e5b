// The monitor of an object that is a lock in its own way is another lock.
#nullable enable
using System.Threading;
using Mm.Locks;

namespace Cases.BuiltIn.MonitorOfALock;

public sealed class Both
{
    private readonly SemaphoreSlim _one = new(1, 1);
    private readonly ReaderWriterLockSlim _rw = new();
    [GuardedBy("_one")] private int _n;
    [GuardedBy("_rw")] private int _m;

    public void Inside() { lock (_one) { _one.Wait(); _n++; _one.Release(); } }
    public void OnlyMonitor() { lock (_one) _n++; } // MML104
    public void Pulsed() { lock (_one) Monitor.PulseAll(_one); }
    public void NotPulsed() { _one.Wait(); Monitor.PulseAll(_one); _one.Release(); } // MML101
    public void Asserted() { if (Monitor.IsEntered(_one)) _n++; } // MML104
    public void Leaks() { Monitor.Enter(_one); _one.Wait(); _one.Release(); } // MML201
    public void SaidOnce() { lock (_rw) _m++; } // MML005
    public void EachInItsWay()
    {
        Monitor.Enter(_rw); // MML005
        try
        {
            _rw.EnterWriteLock();
            try { _m++; }
            finally { _rw.ExitWriteLock(); }
        }
        finally { Monitor.Exit(_rw); }
    }
}
