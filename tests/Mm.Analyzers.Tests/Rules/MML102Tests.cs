namespace Mm.Analyzers.Tests.Rules;

/// <summary>Call requires a lock for write (or in update mode) that is held for read only.</summary>
public class MML102Tests
{
    [Fact]
    public Task A_call_under_read() => Verify(Reports("""
        partial class Counter
        {
            public void Wrong() { Sem.ReadLock(); Set(1); Sem.ReadUnlock(); }
            public void Right() { Sem.ReadLock(); int seen = Get(); Sem.ReadUnlock(); }
        }
        """));

    [Fact]
    public Task A_call_after_a_downgrade_names_the_downgrade() => Verify(Reports("""
        partial class Counter
        {
            public void Wrong()
            {
                Sem.WriteLock();
                Set(1);
                Sem.Downgrade();
                Set(2);
                Sem.ReadUnlock();
            }
        }
        """));

    [Fact]
    public Task A_call_under_a_downgraded_guard() => Verify(Reports("""
        partial class Counter
        {
            public void Wrong()
            {
                using var write = Sem.Write();
                Set(1);
                using var read = write.Downgrade();
                Set(2);
            }
        }
        """));

    [Fact]
    public Task A_call_under_an_own_requirement_for_read() => Verify(Reports("""
        partial class Counter
        {
            [RequiresRead("Sem")] public void Wrong() => Set(1);
            [RequiresWrite("Sem")] public void Right() => Set(1);
        }
        """));

    [Fact]
    public Task A_call_under_upgradeable_mode() => Verify(Reports("""
        class Cache
        {
            private readonly ReaderWriterLockSlim _lock = new();
            [GuardedBy("_lock")] private int _n;
            [RequiresWrite("_lock")] private void Fill() => _n = 1;
            public void Wrong() { _lock.EnterUpgradeableReadLock(); try { Fill(); } finally { _lock.ExitUpgradeableReadLock(); } }
            public void Right()
            {
                _lock.EnterUpgradeableReadLock();
                try
                {
                    _lock.EnterWriteLock();
                    try { Fill(); } finally { _lock.ExitWriteLock(); }
                }
                finally { _lock.ExitUpgradeableReadLock(); }
            }
        }
        """));

    [Fact]
    public Task A_guard_that_is_downgraded_on_one_way() => Verify(Reports("""
        partial class Counter
        {
            public void Wrong(bool early)
            {
                var write = Sem.Write();
                if (early)
                {
                    using var read = write.Downgrade();
                    Set(1);
                    return;
                }
                Set(2);
                write.Dispose();
            }
        }
        """));

    [Fact]
    public Task A_lock_that_is_held_too_weakly_decides_over_one_that_is_not_held() => Verify(Reports("""
        class Pair
        {
            private readonly RwSem _a = new();
            private readonly RwSem _b = new();
            [RequiresWrite("_a", "_b")] private void Move() { }
            public void Wrong() { using var hold = _a.Read(); Move(); }
        }
        """));
}
