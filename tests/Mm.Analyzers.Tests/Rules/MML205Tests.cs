namespace Mm.Analyzers.Tests.Rules;

/// <summary>Lock is held on some of the joining paths only.</summary>
public class MML205Tests
{
    [Fact]
    public Task A_use_after_a_lock_taken_on_one_arm() => Verify(Reports("""
        partial class Counter
        {
            public void Wrong()
            {
                if (Flip()) Sem.WriteLock();
                N = 1;
            }
        }
        """));

    [Fact]
    public Task A_release_after_a_lock_released_on_one_arm() => Verify(Reports("""
        partial class Counter
        {
            public void Wrong()
            {
                Sem.WriteLock();
                if (Flip()) Sem.WriteUnlock();
                Sem.WriteUnlock();
            }
        }
        """));

    [Fact]
    public Task A_release_after_different_modes() => Verify(Reports("""
        partial class Counter
        {
            public void Wrong()
            {
                if (Flip()) Sem.WriteLock(); else Sem.ReadLock();
                int seen = N;
                Sem.ReadUnlock();
            }
        }
        """));

    [Fact]
    public Task Arms_told_apart_by_the_same_condition_are_clean() => Verify(Reports("""
        partial class Counter
        {
            public void Parameter(bool write)
            {
                if (write) Sem.WriteLock(); else Sem.ReadLock();
                int seen = N;
                if (write) Sem.WriteUnlock(); else Sem.ReadUnlock();
            }
            public void Flag()
            {
                bool held = false;
                if (Flip()) { Sem.WriteLock(); held = true; }
                if (held) { N = 1; Sem.WriteUnlock(); }
            }
        }
        """));

    [Fact]
    public Task A_loop_that_grows_a_hold() => Verify(Reports("""
        partial class Counter
        {
            public void Wrong()
            {
                while (Flip()) Sem.WriteLock();
            }
            public void Right()
            {
                while (Flip()) { Sem.WriteLock(); Sem.WriteUnlock(); }
            }
        }
        """));

    [Fact]
    public Task A_condition_that_changes_between() => Verify(Reports("""
        partial class Counter
        {
            public void Wrong(bool locked)
            {
                if (locked) Sem.WriteLock();
                locked = Flip();
                if (locked) Sem.WriteUnlock();
            }
        }
        """));
}
