// Seeded 26-30: SemaphoreSlim as an asynchronous lock.
using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Mm.Locks;

namespace Cases.Builtin;

public class SemaphoreForms
{
    private const int One = 1;
    private readonly SemaphoreSlim _sem = new(1, 1);
    private readonly SemaphoreSlim _named = new(initialCount: One, maxCount: One);
    private readonly SemaphoreSlim _pool = new(4);
    private readonly SemaphoreSlim _signal = new(0, 1);
    private readonly SemaphoreSlim _inConstructor;
    [GuardedBy("_sem")] private int _n;
    [GuardedBy("_named")] private int _m;
    [GuardedBy("_inConstructor")] private int _k;

    public SemaphoreForms() { _inConstructor = new SemaphoreSlim(1); }

    public async Task Good(CancellationToken cancel)
    {
        await _sem.WaitAsync(cancel);
        try { await Task.Delay(1, cancel); _n++; }
        finally { _sem.Release(); }
    }

    public async Task ConfigureAwait_Good()
    {
        await _sem.WaitAsync().ConfigureAwait(false);
        try { _n++; }
        finally { _sem.Release(); }
    }

    public async Task Leak_Bad(bool b)
    {
        await _sem.WaitAsync(); // MML201
        if (b) return;
        _n++;
        _sem.Release();
    }

    public async Task<bool> Timed_Good()
    {
        if (!await _sem.WaitAsync(100)) return false;
        try { _n++; return true; }
        finally { _sem.Release(); }
    }

    public async Task TimedLocal_Good()
    {
        bool taken = await _sem.WaitAsync(TimeSpan.FromSeconds(1));
        if (!taken) return;
        _n++;
        _sem.Release();
    }

    public async Task TimedIgnored_Bad()
    {
        await _sem.WaitAsync(100); // MML208
        _n++; // MML208?
        _sem.Release(); // MML208?
    }

    public async Task WaitAsyncTwice_Bad()
    {
        await _sem.WaitAsync();
        await _sem.WaitAsync(); // MML204
        _n++;
        _sem.Release();
        _sem.Release();
    }

    public void ReleaseInFinallyOnly_Bad(bool b)
    {
        try { if (b) _sem.Wait(); _n++; } // MML104|MML205
        finally { _sem.Release(); } // MML205?
    }

    public void Named_Good() { _named.Wait(); _m++; _named.Release(); }
    public void InConstructor_Good() { _inConstructor.Wait(); _k++; _inConstructor.Release(); }
    public void Named_Bad() { _sem.Wait(); _m++; _sem.Release(); } // MML104
    public void ReleaseUnheld_Bad() => _named.Release(); // MML202

    public void Pool_Good() { _pool.Wait(); _pool.Wait(); _pool.Release(2); }
    public void Signal_Good() => _signal.Release();
    public void Throttle_Good() { _pool.Wait(); Console.WriteLine(); }
    public async Task ReleasedByAnother_Good() { await _signal.WaitAsync(); }
}
