namespace Mm.Analyzers.Tests.Rules;

/// <summary>Result of a conditional acquisition is ignored.</summary>
public class MML208Tests
{
    [Fact]
    public Task A_result_that_is_dropped() => Verify(Reports("""
        partial class Counter
        {
            public void Statement() { Sem.TryWriteLock(); }
            public void Discard() { _ = Sem.TryReadLock(); }
            public void Killable() { Sem.WriteLockKillable(); }
            public void Right() { if (Sem.WriteLockKillable() != 0) return; Sem.WriteUnlock(); }
        }
        """));

    [Fact]
    public Task A_use_before_the_test() => Verify(Reports("""
        partial class Counter
        {
            public void Wrong() { bool taken = Sem.TryWriteLock(); N = 1; if (taken) Sem.WriteUnlock(); }
            public void Released() { bool taken = Sem.TryWriteLock(); Sem.WriteUnlock(); }
            public void Right() { bool taken = Sem.TryWriteLock(); if (taken) { N = 1; Sem.WriteUnlock(); } }
        }
        """));

    [Fact]
    public Task A_result_that_is_overwritten() => Verify(Reports("""
        partial class Counter
        {
            public void Wrong() { bool taken = Sem.TryWriteLock(); taken = Flip(); if (taken) return; }
        }
        """));

    [Fact]
    public Task The_TryEnter_of_built_in_locks() => Verify(Reports("""
        class Account
        {
            private readonly object _gate = new();
            private readonly ReaderWriterLockSlim _lock = new();
            private readonly SemaphoreSlim _one = new(1, 1);
            public void Monitored() { Monitor.TryEnter(_gate); }
            public void Slim() { _lock.TryEnterWriteLock(10); }
            public void Semaphore() { _one.Wait(10); }
            public async Task Awaited() { await _one.WaitAsync(10); }
            public void Right() { if (Monitor.TryEnter(_gate)) Monitor.Exit(_gate); if (_one.Wait(10)) _one.Release(); }
        }
        """));

    [Fact]
    public Task A_conditional_release() => Verify(Reports("""
        class Space
        {
            public readonly RwSem Sem = new();
            [ReleasesWrite("Sem", When = 0)] public extern int Unmap();
            public void Wrong() { Sem.WriteLock(); Unmap(); }
            public void Right() { Sem.WriteLock(); if (Unmap() != 0) Sem.WriteUnlock(); }
        }
        """));

    [Fact]
    public Task A_result_that_is_not_null() => Verify(Reports("""
        class Cache
        {
            [AcquiresWrite("return.Sem", WhenNotNull = true)] public extern Counter? FindLocked();
            public void Dropped() { FindLocked(); }
            public void Untested() { var c = FindLocked(); c!.N = 1; }
            public void Right() { if (FindLocked() is { } c) { c.N = 1; c.Sem.WriteUnlock(); } }
        }
        """));
}
