// Locks with one mode: who requires one for read is called by someone who holds it, and may take it again if it is reentrant.
using System.Threading;
using Mm.Locks;

namespace Cases;

public sealed class Ledger
{
    private readonly object _gate = new();
    private readonly Lock _lock = new();
    private readonly Mutex _mutex = new();
    private readonly SemaphoreSlim _one = new(1, 1);
    private readonly ReaderWriterLock _modes = new();
    [GuardedBy("_gate")] private int _n;
    [GuardedBy("_lock")] private int _m;

    [RequiresRead("_gate")]
    private int LookAgain()
    {
        lock (_gate)
        {
            return _n;
        }
    }

    [RequiresRead("_gate")]
    private void Grow()
    {
        lock (_gate)
        {
            _n++;
        }

        _n = 2; // MML105
    }

    [RequiresRead("_lock")]
    private void GrowUnderLock()
    {
        using (_lock.EnterScope()) _m++;
    }

    [RequiresRead("_mutex")]
    private void TakeMutexAgain()
    {
        _mutex.WaitOne();
        _mutex.ReleaseMutex();
    }

    [RequiresRead("_one")]
    private void TakePermitAgain()
    {
        _one.Wait(); // MML302|MML204
    }

    [RequiresRead("_modes")]
    private void TakeForWrite()
    {
        _modes.AcquireWriterLock(10); // MML302
    }
}
