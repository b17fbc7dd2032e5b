namespace Mm.Analyzers.Tests.Rules;

/// <summary>Lock is not released on every path.</summary>
public class MML201Tests
{
    [Fact]
    public Task A_return_before_the_release() => Verify(Reports("""
        partial class Counter
        {
            public int Wrong(int key)
            {
                Sem.ReadLock();
                if (key < 0) return -1;
                int seen = N;
                Sem.ReadUnlock();
                return seen;
            }
            public int Right(int key)
            {
                Sem.ReadLock();
                if (key < 0) { Sem.ReadUnlock(); return -1; }
                int seen = N;
                Sem.ReadUnlock();
                return seen;
            }
        }
        """));

    [Fact]
    public Task Every_exit_that_leaks_is_named() => Verify(Reports("""
        partial class Counter
        {
            public int Wrong(int key)
            {
                Sem.WriteLock();
                switch (key)
                {
                    case 0: return 0;
                    case 1: Sem.WriteUnlock(); return 1;
                    case 2: return 2;
                }
                N = key;
                return 3;
            }
        }
        """));

    [Fact]
    public Task Two_locks_that_leak_are_two_reports() => Verify(Reports("""
        class Pair
        {
            private readonly RwSem _a = new();
            private readonly RwSem _b = new();
            public void Wrong() { _a.WriteLock(); _b.ReadLock(); }
            public void Right() { _a.WriteLock(); _b.ReadLock(); _b.ReadUnlock(); _a.WriteUnlock(); }
        }
        """));

    [Fact]
    public Task A_lock_taken_on_one_way_only() => Verify(Reports("""
        partial class Counter
        {
            public void Wrong() { if (Flip()) Sem.WriteLock(); }
            public void Correlated(bool locked) { if (locked) Sem.WriteLock(); if (locked) Sem.WriteUnlock(); }
        }
        """));

    [Fact]
    public Task A_try_whose_success_leaks() => Verify(Reports("""
        partial class Counter
        {
            public void Wrong() { if (Sem.TryWriteLock()) N = 1; }
            public void Right() { if (Sem.TryWriteLock()) { N = 1; Sem.WriteUnlock(); } }
            public void ByAnd() { if (Sem.TryWriteLock() && Flip()) Sem.WriteUnlock(); }
        }
        """));

    [Fact]
    public Task A_guard_disposed_on_some_paths_only() => Verify(Reports("""
        partial class Counter
        {
            public void Wrong(bool early)
            {
                var hold = Sem.Write();
                if (early) return;
                hold.Dispose();
            }
            public void Right(bool early)
            {
                var hold = Sem.Write();
                try { if (early) return; }
                finally { hold.Dispose(); }
            }
        }
        """));

    [Fact]
    public Task A_finally_that_releases_on_every_exit() => Verify(Reports("""
        partial class Counter
        {
            public int Right(int key)
            {
                Sem.WriteLock();
                try
                {
                    if (key == 0) return 0;
                    if (key == 1) throw new ArgumentException("key");
                    N = key;
                }
                finally { Sem.WriteUnlock(); }
                return key;
            }
        }
        """));

    [Fact]
    public Task Monitor_and_ReaderWriterLockSlim() => Verify(Reports("""
        class Account
        {
            private readonly object _gate = new();
            private readonly ReaderWriterLockSlim _lock = new();
            public void Monitored() { Monitor.Enter(_gate); }
            public void Upgradeable() { _lock.EnterUpgradeableReadLock(); _lock.EnterWriteLock(); _lock.ExitWriteLock(); }
            public void Right() { Monitor.Enter(_gate); Monitor.Exit(_gate); _lock.EnterReadLock(); _lock.ExitReadLock(); }
        }
        """));

    [Fact]
    public Task An_awaited_semaphore() => Verify(Reports("""
        class Account
        {
            private readonly SemaphoreSlim _gate = new(1, 1);
            public async Task Wrong(bool early) { await _gate.WaitAsync(); if (early) return; _gate.Release(); }
            public async Task Right() { await _gate.WaitAsync(); try { await Task.Yield(); } finally { _gate.Release(); } }
        }
        """));

    [Fact]
    public Task A_lambda_and_a_local_function() => Verify(Reports("""
        partial class Counter
        {
            public void Wrong()
            {
                Action later = () => { Sem.WriteLock(); N = 1; };
                later();
                Local();

                void Local() { Sem.ReadLock(); }
            }
        }
        """));

    [Fact]
    public Task A_downgraded_lock_that_leaks() => Verify(Reports("""
        partial class Counter
        {
            public void Wrong() { Sem.WriteLock(); N = 1; Sem.Downgrade(); }
            public void Right() { Sem.WriteLock(); N = 1; Sem.Downgrade(); Sem.ReadUnlock(); }
        }
        """));

    [Fact]
    public Task A_goto_past_the_release() => Verify(Reports("""
        partial class Counter
        {
            public void Wrong()
            {
                Sem.WriteLock();
                if (N > 0) goto done;
                Sem.WriteUnlock();
            done:
                return;
            }
        }
        """));

    [Fact]
    public Task A_lock_with_a_long_initialiser_is_called_by_its_variable() => Verify(Reports("""
        sealed class Table
        {
            private readonly System.Collections.Concurrent.ConcurrentDictionary<string, ReaderWriterLockSlim> _locks = new();
            public void Enter(string name)
            {
                var found = _locks.GetOrAdd(name, key => new ReaderWriterLockSlim(LockRecursionPolicy.NoRecursion));
                found.EnterReadLock();
            }
        }
        """));
}
