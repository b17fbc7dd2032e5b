namespace Mm.Analyzers.Tests.Rules;

/// <summary>A thread-bound lock is held across await.</summary>
public class MML501Tests
{
    [Fact]
    public Task An_await_under_a_lock_statement_s_equivalents() => Verify(Reports("""
        class Account
        {
            private readonly object _gate = new();
            private readonly ReaderWriterLockSlim _lock = new();
            public async Task Monitored() { Monitor.Enter(_gate); await Task.Yield(); Monitor.Exit(_gate); }
            public async Task Slim() { _lock.EnterReadLock(); try { await Task.Delay(1); } finally { _lock.ExitReadLock(); } }
            public async Task Right() { lock (_gate) { } await Task.Yield(); }
        }
        """));

    [Fact]
    public Task A_lock_that_is_not_thread_bound() => Verify(Reports("""
        [Lock(ThreadBound = false)] public sealed class AsyncLock { [AcquiresWrite] public extern Task EnterAsync(); [ReleasesWrite] public extern void Exit(); }
        class Account
        {
            private readonly AsyncLock _lock = new();
            private readonly SemaphoreSlim _one = new(1, 1);
            [GuardedBy("_lock")] private int _n;
            public async Task Right() { await _lock.EnterAsync(); try { _n = 1; await Task.Yield(); _n = 2; } finally { _lock.Exit(); } }
            public async Task Semaphore() { await _one.WaitAsync(); try { await Task.Yield(); } finally { _one.Release(); } }
        }
        """));

    [Fact]
    public Task An_async_member_that_requires_a_thread_bound_lock() => Verify(Reports("""
        partial class Counter
        {
            [RequiresWrite("Sem")] public async Task Wrong() { N = 1; await Task.Yield(); N = 2; }
            [RequiresWrite("Sem")] public async Task Configured() { N = 1; await Task.CompletedTask.ConfigureAwait(false); }
            [RequiresWrite("Sem")] public Task Right() { N = 1; return Task.CompletedTask; }
        }
        """));

    [Fact]
    public Task Await_foreach_and_await_using() => Verify(Reports("""
        partial class Counter
        {
            public async Task Foreach(IAsyncEnumerable<int> values) { Sem.WriteLock(); await foreach (int value in values) N += value; Sem.WriteUnlock(); }
            public async Task Using(IAsyncDisposable resource) { Sem.WriteLock(); await using (resource) { N = 1; } Sem.WriteUnlock(); }
        }
        """));

    [Fact]
    public Task An_await_before_and_after_the_hold() => Verify(Reports("""
        partial class Counter
        {
            public async Task Right() { await Task.Yield(); Sem.WriteLock(); N = 1; Sem.WriteUnlock(); await Task.Yield(); }
            public Func<Task> Lambda() => async () => { Sem.WriteLock(); await Task.Yield(); Sem.WriteUnlock(); };
        }
        """));
}
