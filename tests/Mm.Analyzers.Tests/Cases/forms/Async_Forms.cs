// await, await foreach, await using, async iterators, async lambdas.
using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Mm.Locks;

namespace Cases.Forms;

sealed class AsyncForms
{
    readonly RwSem _sem = new();
    readonly SemaphoreSlim _one = new(1, 1);
    [GuardedBy("_one")] int _n;
    [GuardedBy("_sem")] int _m;

    public async Task Right() { await _one.WaitAsync(); try { _n++; await Task.Yield(); _n++; } finally { _one.Release(); } }
    public async Task Leaks(bool b) { await _one.WaitAsync(); if (b) return; _one.Release(); } // MML201
    public async Task Unheld() { await Task.Yield(); _n = 1; } // MML104
    public async Task Bound() { _sem.WriteLock(); await Task.Yield(); _sem.WriteUnlock(); } // MML501
    public async Task Timed() { if (await _one.WaitAsync(10)) { _n = 1; _one.Release(); } }
    public async Task TimedIgnored() { await _one.WaitAsync(10); } // MML208
    public async Task TimedNegated() { if (!await _one.WaitAsync(TimeSpan.FromSeconds(1))) return; try { _n = 1; } finally { _one.Release(); } }
    public async Task Each(IAsyncEnumerable<int> source) { await _one.WaitAsync(); await foreach (int i in source) _n += i; _one.Release(); }

    public async Task EachBound(IAsyncEnumerable<int> source)
    {
        _sem.WriteLock();
        await foreach (int i in source) // MML501
        {
            _m += i;
        }
        _sem.WriteUnlock();
    }

    public async IAsyncEnumerable<int> Iterator()
    {
        await _one.WaitAsync();
        int n = _n;
        _one.Release();
        yield return n;
    }

    public async IAsyncEnumerable<int> IteratorAcross()
    {
        await _one.WaitAsync();
        yield return _n; // MML502
        _one.Release();
    }

    public Func<Task> Lambda() => async () => { await _one.WaitAsync(); _n = 1; _one.Release(); };
    public Func<Task> LambdaUnheld() => async () => { await Task.Yield(); _n = 1; }; // MML104

    public async ValueTask<int> Value() { await _one.WaitAsync(); try { return _n; } finally { _one.Release(); } }
}
