// await foreach, await using, async iterators, lambdas
using System; using System.Collections.Generic; using System.Linq; using System.Threading; using System.Threading.Tasks; using Mm.Locks;
namespace Cases.Forms.More.Async2;
sealed class AsyncGuard : IAsyncDisposable { public ValueTask DisposeAsync() => default; }
[ScopedLock] sealed class AGuard : IAsyncDisposable { [Releases] public extern ValueTask DisposeAsync(); }
[Lock("alock", ThreadBound = false)] sealed class ALock
{
    [AcquiresWrite] public extern Task<AGuard> WriteAsync();
    [AcquiresWrite] public extern ValueTask<AGuard> WriteValueAsync(CancellationToken ct = default);
    [AcquiresWrite] public extern Task EnterAsync();
    [ReleasesWrite] public extern void Exit();
    [AcquiresWrite(When = true)] public extern Task<bool> TryEnterAsync();
}
sealed class P
{
    readonly ALock _a = new();
    readonly object _g = new();
    readonly RwSem _s = new();
    readonly SemaphoreSlim _one = new(1, 1);
    [GuardedBy("_a")] int _n;
    [GuardedBy("_g")] int _k;
    [GuardedBy("_one")] int _o;
    [GuardedBy("_s")] int _m;

    public async Task AwaitUsing() { await using var g = await _a.WriteAsync(); _n = 1; await Task.Yield(); _n = 2; }
    public async Task AwaitUsingBlock() { await using (await _a.WriteAsync()) { _n = 1; } _n = 2; } // MML104
    public async Task AwaitUsingConfigure() { await using (await _a.WriteAsync().ConfigureAwait(false)) { _n = 1; } }
    public async Task AwaitUsingConfigured()
    {
        var g = await _a.WriteValueAsync();
        await using (g.ConfigureAwait(false)) { _n = 1; }
        _n = 2; // MML104
    }
    public async Task NotDisposed() { var g = await _a.WriteAsync(); _n = 1; } // MML206
    public async Task Discarded() { await _a.WriteAsync(); } // MML206
    public async Task Enter() { await _a.EnterAsync(); try { _n = 1; await Task.Delay(1); } finally { _a.Exit(); } }
    public async Task NoAwait() { _ = _a.EnterAsync(); _n = 1; } // MML208
    public async Task Try() { if (await _a.TryEnterAsync()) { _n = 1; _a.Exit(); } else _n = 2; } // MML104
    public async Task EachUnder(IAsyncEnumerable<int> s) { await _one.WaitAsync(); try { await foreach (int i in s) _o += i; } finally { _one.Release(); } }
    public async Task EachBound(IAsyncEnumerable<int> s) { using (_s.Write()) { } await foreach (int i in s) { lock (_g) _k += i; } }
    public async Task EachWrong(IAsyncEnumerable<int> s) { await foreach (int i in s) { _k += i; } } // MML104
    public async Task LockAwaitLock() { lock (_g) _k = 1; await Task.Yield(); lock (_g) _k = 2; _k = 3; } // MML104
    public async IAsyncEnumerable<int> Items()
    {
        await using (await _a.WriteAsync())
        {
            yield return _n; // MML502
        }
    }
    public async IAsyncEnumerable<int> ItemsRight()
    {
        int n;
        await using (await _a.WriteAsync()) n = _n;
        yield return n;
    }
    [RequiresRead("_s")] public async IAsyncEnumerable<int> Bound()
    {
        yield return _m;
        await Task.Yield(); // MML501
    }
    [RequiresWrite("_a")] public async IAsyncEnumerable<int> Unbound() { yield return _n; await Task.Yield(); _n = 1; }
    public async Task UseUnbound()
    {
        await using var g = await _a.WriteAsync();
        await foreach (int i in Unbound()) _n = i;
    }
    public async Task UseUnboundWrong() { await foreach (int i in Unbound()) { } } // MML101
    public Func<Task> Lambda() => async () => { await _one.WaitAsync(); _o = 1; _one.Release(); };
    public Func<Task> LambdaWrong() => async () => { await Task.Yield(); _o = 1; }; // MML104
    public async ValueTask<int> Value() { await _one.WaitAsync(); try { return _o; } finally { _one.Release(); } }
    public async Task WhenAll() { await Task.WhenAll(_a.EnterAsync(), _one.WaitAsync()); _n = 1; _o = 1; _a.Exit(); _one.Release(); }
    public async Task<int> Ternary(bool b) { if (b) await _one.WaitAsync(); try { return b ? _o : 0; } finally { if (b) _one.Release(); } }
    public async Task Catch() { try { await _one.WaitAsync(); _o = 1; } catch (Exception) { throw; } finally { _one.Release(); } } // MML202?
}
