namespace Mm.Analyzers.Tests.Rules;

/// <summary>Downgrade or upgrade of a lock not held in the mode it starts from.</summary>
public class MML210Tests
{
    [Fact]
    public Task A_downgrade_of_a_read_hold() => Verify(Reports("""
        partial class Counter
        {
            public void Wrong() { Sem.ReadLock(); Sem.Downgrade(); Sem.ReadUnlock(); }
            public void Right() { Sem.WriteLock(); Sem.Downgrade(); Sem.ReadUnlock(); }
        }
        """));

    [Fact]
    public Task A_downgrade_of_nothing() => Verify(Reports("""
        partial class Counter
        {
            public void Wrong() { Sem.Downgrade(); int seen = N; Sem.ReadUnlock(); }
        }
        """));

    [Fact]
    public Task A_second_downgrade() => Verify(Reports("""
        partial class Counter
        {
            public void Wrong() { Sem.WriteLock(); Sem.Downgrade(); Sem.Downgrade(); Sem.ReadUnlock(); }
        }
        """));

    [Fact]
    public Task An_upgrade_from_read_or_from_nothing() => Verify(Reports("""
        [Lock] public sealed class Latch { [AcquiresRead] public extern void Share(); [AcquiresUpgradeable] public extern void Intend(); [Upgrades] public extern void Upgrade(); [Releases] public extern void Drop(); }
        class Account
        {
            private readonly Latch _latch = new();
            public void FromRead() { _latch.Share(); _latch.Upgrade(); _latch.Drop(); }
            public void Right() { _latch.Intend(); _latch.Upgrade(); _latch.Drop(); }
            public void Twice() { _latch.Intend(); _latch.Upgrade(); _latch.Upgrade(); _latch.Drop(); }
        }
        """));

    [Fact]
    public Task A_guard_s_downgrade_of_a_read_guard() => Verify(Reports("""
        [ScopedLock] public ref struct Hold { [Downgrades] public extern void Downgrade(); [Releases] public extern void Dispose(); }
        [Lock] public sealed class Rw { [AcquiresRead] public extern Hold Share(); [AcquiresWrite] public extern Hold Take(); }
        class Account
        {
            private readonly Rw _rw = new();
            public void Wrong() { using var hold = _rw.Share(); hold.Downgrade(); }
            public void Right() { using var hold = _rw.Take(); hold.Downgrade(); }
        }
        """));

    [Fact]
    public Task UpgradeToWriterLock_starts_from_read() => Verify(Reports("""
        class Account
        {
            private readonly ReaderWriterLock _lock = new();
            public void Right() { _lock.AcquireReaderLock(-1); var cookie = _lock.UpgradeToWriterLock(-1); _lock.DowngradeFromWriterLock(ref cookie); _lock.ReleaseReaderLock(); }
            public void Wrong() { var cookie = _lock.UpgradeToWriterLock(-1); _lock.ReleaseWriterLock(); }
        }
        """));
}
