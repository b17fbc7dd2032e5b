// Seeded 34-35: thread-bound locks across await, and the twins.
using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Mm.Locks;

namespace Cases.Builtin;

public class AsyncHeld
{
    private readonly object _gate = new();
    private readonly ReaderWriterLockSlim _rw = new();
    private readonly Mutex _mutex = new();
    private readonly SemaphoreSlim _sem = new(1);
    [GuardedBy("_gate")] private int _n;
    [GuardedBy("_rw")] private int _m;

    public async Task Monitor_Bad()
    {
        Monitor.Enter(_gate);
        try { await Task.Yield(); _n++; } // MML501
        finally { Monitor.Exit(_gate); }
    }

    public async Task Rwls_Bad()
    {
        _rw.EnterReadLock();
        Console.WriteLine(_m);
        await Task.Delay(1); // MML501
        _rw.ExitReadLock();
    }

    public async Task AwaitForeach_Bad(IAsyncEnumerable<int> source)
    {
        _rw.EnterWriteLock();
        await foreach (int i in source) // MML501
        {
            _m += i;
        }
        _rw.ExitWriteLock();
    }

    public async Task AwaitUsing_Bad(IAsyncDisposable resource)
    {
        _mutex.WaitOne();
        await using (resource) // MML501
        {
            Console.WriteLine();
        }
        _mutex.ReleaseMutex();
    }

    public async Task Released_Good()
    {
        int n;
        lock (_gate) { n = ++_n; }
        await Task.Delay(n);
        lock (_gate) { _n--; }
    }

    public async Task Semaphore_Good()
    {
        await _sem.WaitAsync();
        await Task.Yield();
        _sem.Release();
    }

    [RequiresWrite("_gate")] private async Task Required_Bad()
    {
        _n++;
        await Task.Yield(); // MML501
    }

    public IEnumerable<int> Iterator_Bad()
    {
        lock (_gate)
        {
            yield return _n; // MML502
        }
    }

    public IEnumerable<int> Iterator_Good()
    {
        int n;
        lock (_gate) { n = _n; }
        yield return n;
    }

    public async IAsyncEnumerable<int> AsyncIterator_Bad()
    {
        await _sem.WaitAsync();
        yield return 1; // MML502
        _sem.Release();
    }
}
