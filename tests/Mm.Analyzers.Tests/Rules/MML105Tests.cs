namespace Mm.Analyzers.Tests.Rules;

/// <summary>Guarded member is written under a read lock.</summary>
public class MML105Tests
{
    [Fact]
    public Task A_write_under_read() => Verify(Reports("""
        partial class Counter
        {
            public void Wrong() { using var hold = Sem.Read(); N = 1; Items.Clear(); }
            public void Right() { using var hold = Sem.Write(); N = 1; Items.Clear(); }
        }
        """));

    [Fact]
    public Task A_write_after_the_downgrade_names_the_downgrade() => Verify(Reports("""
        partial class Counter
        {
            public void Wrong()
            {
                Sem.WriteLock();
                N = 1;
                Sem.Downgrade();
                N = 2;
                Sem.ReadUnlock();
            }
        }
        """));

    [Fact]
    public Task A_write_after_a_guard_s_downgrade() => Verify(Reports("""
        partial class Counter
        {
            public void Wrong()
            {
                using var write = Sem.Write();
                using var read = write.Downgrade();
                N = 2;
            }
        }
        """));

    [Fact]
    public Task A_write_under_an_own_requirement_for_read() => Verify(Reports("""
        partial class Counter
        {
            [RequiresRead("Sem")] public void Wrong() => N = 1;
            [RequiresWrite("Sem")] public void Right() => N = 1;
        }
        """));

    [Fact]
    public Task A_write_under_an_any_of_entry() => Verify(Reports("""
        class Area
        {
            private readonly RwSem _map = new();
            private readonly RwSem _own = new();
            [GuardedBy("_map", "_own")] private int _flags;
            [RequiresReadAny("_map", "_own")] public void Wrong() => _flags = 1;
            [RequiresReadAny("_map", "_own")] public int Right() => _flags;
        }
        """));

    [Fact]
    public Task A_write_under_ReaderWriterLockSlim_s_read_and_upgradeable_modes() => Verify(Reports("""
        class Cache
        {
            private readonly ReaderWriterLockSlim _lock = new();
            [GuardedBy("_lock")] private readonly Dictionary<string, int> _map = new();
            public void Read() { _lock.EnterReadLock(); try { _map["a"] = 1; } finally { _lock.ExitReadLock(); } }
            public void Upgradeable() { _lock.EnterUpgradeableReadLock(); try { _map.Clear(); } finally { _lock.ExitUpgradeableReadLock(); } }
            public void Write() { _lock.EnterWriteLock(); try { _map["a"] = 1; } finally { _lock.ExitWriteLock(); } }
        }
        """));

    [Fact]
    public Task Update_mode_is_enough_where_the_annotation_says_so() => Verify(Reports("""
        class Totals
        {
            private readonly RwSem _sem = new();
            [GuardedBy("_sem", WriteMode = LockMode.Update)] private long _total;
            [GuardedBy("_sem")] private long _exact;
            public void Wrong() { _sem.WriteLock(); _sem.Downgrade(); _total = 1; _exact = 1; _sem.ReadUnlock(); }
            public void ForRead() { _sem.ReadLock(); _total = 1; _sem.ReadUnlock(); }
        }
        """));

    [Fact]
    public Task A_join_of_arms_is_the_weaker_mode() => Verify(Reports("""
        class Account
        {
            private readonly RwSem _sem = new();
            [GuardedBy("_sem")] private int _n;
            public void Wrong()
            {
                if (Counter.Flip()) { _sem.ReadLock(); }
                else { _sem.WriteLock(); _sem.Downgrade(); }
                _n = 1;
                _sem.ReadUnlock();
            }
        }
        """));
}
