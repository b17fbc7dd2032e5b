namespace Mm.Analyzers.Tests.Rules;

/// <summary>Write acquisition while holding the lock for read deadlocks.</summary>
public class MML302Tests
{
    [Fact]
    public Task A_write_under_a_read() => Verify(Reports("""
        partial class Counter
        {
            public void Wrong()
            {
                Sem.ReadLock();
                Sem.WriteLock();
                Sem.WriteUnlock();
                Sem.ReadUnlock();
            }
            public void Right() { Sem.ReadLock(); Sem.ReadUnlock(); Sem.WriteLock(); Sem.WriteUnlock(); }
        }
        """));

    [Fact]
    public Task A_write_under_a_downgraded_hold() => Verify(Reports("""
        partial class Counter
        {
            public void Wrong() { Sem.WriteLock(); Sem.Downgrade(); Sem.WriteLock(); Sem.WriteUnlock(); Sem.ReadUnlock(); }
        }
        """));

    [Fact]
    public Task A_write_guard_under_a_read_guard() => Verify(Reports("""
        partial class Counter
        {
            public void Wrong() { using var read = Sem.Read(); using var write = Sem.Write(); }
            public void Tried() { using var read = Sem.Read(); if (Sem.TryWriteLock()) Sem.WriteUnlock(); }
        }
        """));

    [Fact]
    public Task A_write_under_the_own_requirement_for_read() => Verify(Reports("""
        partial class Counter
        {
            [RequiresRead("Sem")] public void Wrong() { using var write = Sem.Write(); N = 1; }
        }
        """));

    [Fact]
    public Task A_reentrant_lock_too() => Verify(Reports("""
        [Lock(Reentrant = true)] public sealed class Re { [AcquiresRead] public extern void Share(); [AcquiresWrite] public extern void Take(); [Releases] public extern void Drop(); }
        class Account
        {
            private readonly Re _re = new();
            public void Wrong() { _re.Share(); _re.Take(); _re.Drop(); _re.Drop(); }
            public void Right() { _re.Take(); _re.Share(); _re.Drop(); _re.Drop(); }
        }
        """));

    [Fact]
    public Task ReaderWriterLockSlim_read_then_write() => Verify(Reports("""
        class Cache
        {
            private readonly ReaderWriterLockSlim _lock = new();
            public void Wrong() { _lock.EnterReadLock(); _lock.EnterWriteLock(); _lock.ExitWriteLock(); _lock.ExitReadLock(); }
            public void Right() { _lock.EnterUpgradeableReadLock(); _lock.EnterWriteLock(); _lock.ExitWriteLock(); _lock.ExitUpgradeableReadLock(); }
        }
        """));
}
