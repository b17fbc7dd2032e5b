namespace Mm.Analyzers.Tests.Rules;

/// <summary>Body does not keep its contract.</summary>
public class MML212Tests
{
    [Fact]
    public Task A_promised_lock_is_not_held() => Verify(Reports("""
        partial class Counter
        {
            [AcquiresWrite("Sem")] public void Nothing() { }
            [AcquiresWrite("Sem")] public void Sometimes()
            {
                if (Flip()) return;
                Sem.WriteLock();
            }
            [AcquiresWrite("Sem")] public void Right() => Sem.WriteLock();
        }
        """));

    [Fact]
    public Task A_promised_lock_is_held_in_another_mode() => Verify(Reports("""
        partial class Counter
        {
            [AcquiresWrite("Sem")] public void Weaker() { Sem.ReadLock(); }
            [AcquiresRead("Sem")] public void Stronger() { Sem.WriteLock(); }
            [AcquiresRead("Sem")] public void Right() { Sem.WriteLock(); Sem.Downgrade(); }
        }
        """));

    [Fact]
    public Task A_required_lock_was_released() => Verify(Reports("""
        partial class Counter
        {
            [RequiresWrite("Sem")] public void Wrong()
            {
                N = 1;
                Sem.WriteUnlock();
            }
            [ReleasesWrite("Sem")] public void Right() { N = 1; Sem.WriteUnlock(); }
        }
        """));

    [Fact]
    public Task A_promised_release_does_not_happen() => Verify(Reports("""
        partial class Counter
        {
            [ReleasesWrite("Sem")] public void Wrong() { N = 1; }
            [Downgrades("Sem")] public void NotDowngraded() { N = 1; }
        }
        """));

    [Fact]
    public Task The_value_returned_decides() => Verify(Reports("""
        partial class Counter
        {
            [AcquiresWrite("Sem", When = true)] public bool Wrong()
            {
                if (!Sem.TryWriteLock()) return true;
                return N > 0;
            }
            [AcquiresWrite("Sem", When = true)] public bool Right()
            {
                if (!Sem.TryWriteLock()) return false;
                if (N > 0) return true;
                Sem.WriteUnlock();
                return false;
            }
            [AcquiresWrite("Sem", When = 0)] public int Error() { int error = Sem.WriteLockKillable(); if (error != 0) return error; N = 1; return 0; }
        }
        """));

    [Fact]
    public Task A_locked_object_is_returned_or_null() => Verify(Reports("""
        class Cache
        {
            private static Counter? Find() => null;
            [AcquiresWrite("return.Sem", WhenNotNull = true)] public Counter? Right() { var c = Find(); if (c is null) return null; c.Sem.WriteLock(); return c; }
            [AcquiresWrite("return.Sem", WhenNotNull = true)] public Counter? Unlocked() { var c = Find(); return c; }
        }
        """));

    [Fact]
    public Task A_guard_s_own_members_are_trusted_about_itself() => Verify(Reports("""
        [Lock] public sealed class Mine
        {
            private int _state;
            [AcquiresWrite] public void Enter() => _state = 1;
            [ReleasesWrite] public void Exit() => _state = 0;
        }
        class Account
        {
            private readonly Mine _mine = new();
            [AcquiresWrite("_mine")] public void Wrong() { }
            [AcquiresWrite("_mine")] public void Right() => _mine.Enter();
        }
        """));

    [Fact]
    public Task What_a_condition_says_holds_since_the_condition() => Verify(Reports("""
        sealed class Service
        {
            private readonly ReaderWriterLockSlim _rw = new();

            [AcquiresRead(nameof(_rw))]
            public void Enter()
            {
                if (_rw.IsWriteLockHeld) return;
                _rw.EnterReadLock();
            }

            [Releases(nameof(_rw))]
            public void Exit()
            {
                if (_rw.IsWriteLockHeld) return;
                _rw.ExitReadLock();
            }
        }
        """));
}
