namespace Mm.Analyzers.Tests.Rules;

/// <summary>Guard is discarded or never disposed.</summary>
public class MML206Tests
{
    [Fact]
    public Task A_guard_as_a_statement() => Verify(Reports("""
        partial class Counter
        {
            public void Statement() { Sem.Write(); }
            public void Discard() { _ = Sem.Read(); }
            public void Right() { using var hold = Sem.Write(); }
        }
        """));

    [Fact]
    public Task A_guard_never_disposed() => Verify(Reports("""
        partial class Counter
        {
            public void Wrong() { var hold = Sem.Write(); N = 1; }
            public void Right() { var hold = Sem.Write(); try { N = 1; } finally { hold.Dispose(); } }
        }
        """));

    [Fact]
    public Task The_scope_of_System_Threading_Lock() => Verify(Reports("""
        class Account
        {
            private readonly Lock _lock = new();
            [GuardedBy("_lock")] private int _n;
            public void Wrong() { _lock.EnterScope(); _n = 1; }
            public void Right() { using (_lock.EnterScope()) { _n = 1; } using var scope = _lock.EnterScope(); _n = 2; }
        }
        """));

    [Fact]
    public Task A_guard_that_is_returned_or_handed_over() => Verify(Reports("""
        partial class Counter
        {
            [AcquiresWrite("Sem")] public Cases.WriteGuard Hold() => Sem.Write();
            public void Forgotten() { Hold(); }
            public void Downgraded() { using var write = Sem.Write(); write.Downgrade(); }
            public void Right() { using var write = Hold(); using var read = write.Downgrade(); }
        }
        """));

    [Fact]
    public Task A_guard_overwritten_while_it_holds() => Verify(Reports("""
        partial class Counter
        {
            public void Wrong(RwSem other)
            {
                var hold = Sem.Write();
                hold = other.Write();
                hold.Dispose();
            }
        }
        """));
}
