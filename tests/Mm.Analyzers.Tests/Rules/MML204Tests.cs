namespace Mm.Analyzers.Tests.Rules;

/// <summary>Lock is acquired that is already held.</summary>
public class MML204Tests
{
    [Fact]
    public Task A_second_acquisition_names_the_first() => Verify(Reports("""
        partial class Counter
        {
            public void Wrong()
            {
                Sem.WriteLock();
                Sem.WriteLock();
                N = 1;
                Sem.WriteUnlock();
                Sem.WriteUnlock();
            }
        }
        """));

    [Fact]
    public Task A_read_under_a_write_of_a_lock_that_is_not_reentrant() => Verify(Reports("""
        partial class Counter
        {
            public void Wrong() { Sem.WriteLock(); Sem.ReadLock(); Sem.ReadUnlock(); Sem.WriteUnlock(); }
        }
        """));

    [Fact]
    public Task A_second_guard() => Verify(Reports("""
        partial class Counter
        {
            public void Wrong() { using var one = Sem.Write(); using var two = Sem.Write(); N = 1; }
        }
        """));

    [Fact]
    public Task A_lock_that_the_own_contract_holds_already() => Verify(Reports("""
        partial class Counter
        {
            [RequiresWrite("Sem")] public void Wrong() { using var hold = Sem.Write(); N = 1; }
            [RequiresWrite("Sem")] public void Right() => N = 1;
        }
        """));

    [Fact]
    public Task Reentrant_locks_may_nest() => Verify(Reports("""
        class Account
        {
            private readonly object _gate = new();
            private readonly Lock _lock = new();
            [GuardedBy("_gate")] private int _n;
            public void Monitored() { lock (_gate) { lock (_gate) { _n++; } _n++; } }
            public void Locked() { lock (_lock) { lock (_lock) { } } }
        }
        """));

    [Fact]
    public Task Locks_that_are_not_reentrant() => Verify(Reports("""
        class Account
        {
            private readonly ReaderWriterLockSlim _lock = new();
            private readonly SemaphoreSlim _one = new(1, 1);
            public void Slim() { _lock.EnterReadLock(); _lock.EnterReadLock(); _lock.ExitReadLock(); _lock.ExitReadLock(); }
            public void Semaphore() { _one.Wait(); _one.Wait(); _one.Release(); _one.Release(); }
        }
        """));

    [Fact]
    public Task ReaderWriterLockSlim_with_recursion() => Verify(Reports("""
        class Account
        {
            private readonly ReaderWriterLockSlim _lock = new(LockRecursionPolicy.SupportsRecursion);
            public void Nested() { _lock.EnterWriteLock(); _lock.EnterWriteLock(); _lock.ExitWriteLock(); _lock.ExitWriteLock(); }
        }
        """));

    [Fact]
    public Task A_try_for_a_lock_that_is_held_is_no_report() => Verify(Reports("""
        partial class Counter
        {
            public void Right() { Sem.WriteLock(); if (Sem.TryWriteLock()) Sem.WriteUnlock(); Sem.WriteUnlock(); }
        }
        """));
}
