namespace Mm.Analyzers.Tests.Rules;

/// <summary>Lock is released in the wrong mode.</summary>
public class MML203Tests
{
    [Fact]
    public Task A_write_hold_released_as_read() => Verify(Reports("""
        partial class Counter
        {
            public void Wrong() { Sem.WriteLock(); Sem.ReadUnlock(); }
            public void Right() { Sem.WriteLock(); Sem.WriteUnlock(); Sem.ReadLock(); Sem.ReadUnlock(); }
        }
        """));

    [Fact]
    public Task A_read_hold_released_as_write() => Verify(Reports("""
        partial class Counter
        {
            public void Wrong() { Sem.ReadLock(); Sem.WriteUnlock(); }
        }
        """));

    [Fact]
    public Task A_downgraded_hold_released_as_write_names_the_downgrade() => Verify(Reports("""
        partial class Counter
        {
            public void Wrong() { Sem.WriteLock(); Sem.Downgrade(); Sem.WriteUnlock(); }
            public void Right() { Sem.WriteLock(); Sem.Downgrade(); Sem.ReadUnlock(); }
        }
        """));

    [Fact]
    public Task Nothing_is_held_after_the_report() => Verify(Reports("""
        partial class Counter
        {
            public void Wrong() { Sem.ReadLock(); Sem.WriteUnlock(); N = 1; }
        }
        """));

    [Fact]
    public Task ReaderWriterLockSlim_s_three_modes() => Verify(Reports("""
        class Cache
        {
            private readonly ReaderWriterLockSlim _lock = new();
            public void ReadAsWrite() { _lock.EnterReadLock(); _lock.ExitWriteLock(); }
            public void UpgradeableAsRead() { _lock.EnterUpgradeableReadLock(); _lock.ExitReadLock(); }
            public void Right() { _lock.EnterUpgradeableReadLock(); _lock.ExitUpgradeableReadLock(); }
        }
        """));

    [Fact]
    public Task In_a_finally() => Verify(Reports("""
        partial class Counter
        {
            public void Wrong() { Sem.ReadLock(); try { int seen = N; } finally { Sem.WriteUnlock(); } }
        }
        """));
}
