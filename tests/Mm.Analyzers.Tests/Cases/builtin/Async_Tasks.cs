using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Mm.Locks;

namespace Cases.Async_Tasks;

[ScopedLock]
public readonly struct Held : IDisposable
{
    [Releases] public void Dispose() { }
}

[Lock(ThreadBound = false)]
public sealed class AsyncLock
{
    [AcquiresWrite] public extern Task EnterAsync();
    [AcquiresWrite] public extern ValueTask EnterValueAsync(CancellationToken token = default);
    [AcquiresWrite(When = true)] public extern Task<bool> TryEnterAsync(int timeout);
    [AcquiresWrite] public extern Task<Held> LockAsync();
    [ReleasesWrite] public extern void Exit();
}

internal static class TaskExtensions
{
    public static Task Ctx(this Task task) => task;
}

/// <summary>The hold begins when the task has completed, not at the call.</summary>
public sealed class Tasks
{
    private readonly AsyncLock _lock = new();
    private readonly SemaphoreSlim _sem = new(1, 1);
    [GuardedBy("_lock")] private int _n;
    [GuardedBy("_sem")] private int _k;

    public async Task Awaited()
    {
        await _lock.EnterAsync();
        try { _n = 1; } finally { _lock.Exit(); }
        await _lock.EnterValueAsync().ConfigureAwait(false);
        _n = 2;
        _lock.Exit();
        _n = 3; // MML104
    }

    public async Task AwaitedLater()
    {
        var task = _lock.EnterAsync();
        Console.WriteLine();
        await task;
        _n = 1;
        _lock.Exit();
    }

    public async Task UsedBeforeTheAwait()
    {
        var task = _sem.WaitAsync();
        _k = 1; // MML208
        await task;
        _sem.Release();
    }

    public async Task NeverAwaited()
    {
        _sem.WaitAsync(); // MML208
        _k = 1;
        _sem.Release();
        await Task.Yield();
    }

    public async Task KeptAndNeverAwaited()
    {
        var task = _sem.WaitAsync(); // MML208
        await Task.Yield();
    }

    public async Task Decorated()
    {
        await _sem.WaitAsync().Ctx();
        try { _k++; } finally { _sem.Release(); }
    }

    public void WaitedFor()
    {
        _sem.WaitAsync().Wait();
        _k = 1;
        _sem.Release();
        _lock.EnterAsync().GetAwaiter().GetResult();
        _n = 1;
        _lock.Exit();
    }

    public async Task FastPath()
    {
        var task = _sem.WaitAsync();
        if (!task.IsCompletedSuccessfully) await task;
        _k = 1;
        _sem.Release();
    }

    public async Task Both()
    {
        var one = _sem.WaitAsync();
        var two = _lock.EnterAsync();
        await Task.WhenAll(one, two);
        _k = 1;
        _n = 1;
        _sem.Release();
        _lock.Exit();
    }

    public async Task<bool> Tried()
    {
        if (!await _lock.TryEnterAsync(5)) return false;
        _n = 1;
        _lock.Exit();
        return await _sem.WaitAsync(5) && Leave(); // MML201
    }

    private bool Leave() { _sem.Release(); return true; } // MML202

    public async Task TriedLater()
    {
        var task = _lock.TryEnterAsync(5);
        bool taken = await task;
        if (taken) { _n = 1; _lock.Exit(); }
        else _n = 2; // MML104
    }

    public async Task TriedAndIgnored()
    {
        await _lock.TryEnterAsync(5); // MML208
        _n = 1;
    }

    public async Task Guarded()
    {
        using (await _lock.LockAsync()) _n = 1;
        using var held = await _lock.LockAsync();
        _n = 2;
    }

    public async Task GuardDropped()
    {
        await _lock.LockAsync(); // MML206
    }

    public async Task GuardNeverAwaited()
    {
        _lock.LockAsync(); // MML206
        await Task.Yield();
    }

    public async Task GuardedAndCaught(CancellationToken token)
    {
        try
        {
            using (await _lock.LockAsync()) { _n++; token.ThrowIfCancellationRequested(); }
        }
        catch (OperationCanceledException)
        {
            _n = 0; // MML104
        }
    }

    public async Task FailsWhileItIsAwaited()
    {
        bool taken = false;
        try
        {
            await _sem.WaitAsync();
            taken = true;
            _k = 1;
        }
        catch (InvalidOperationException e)
        {
            throw new Exception("", e);
        }
        finally
        {
            if (taken) _sem.Release();
        }
    }

    [AcquiresWrite("_lock")] public Task Passed() => _lock.EnterAsync();
    [AcquiresWrite("_lock")] public async Task PassedOn() => await _lock.EnterAsync();
    [AcquiresWrite("_lock", When = true)] public Task<bool> PassedTry() => _lock.TryEnterAsync(3);
    [AcquiresWrite("_lock")] public async Task Forgotten() { await Task.Yield(); } // MML212
    public Task Leaks() => _lock.EnterAsync(); // MML201

    public async Task ByWrapper()
    {
        await Passed();
        _n = 1;
        _lock.Exit();
        if (await PassedTry()) { _n = 1; _lock.Exit(); }
    }
}
