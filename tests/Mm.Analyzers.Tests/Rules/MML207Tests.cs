namespace Mm.Analyzers.Tests.Rules;

/// <summary>Guard is used after it gave up its lock, or a value after it was consumed.</summary>
public class MML207Tests
{
    [Fact]
    public Task A_guard_used_after_its_disposal() => Verify(Reports("""
        partial class Counter
        {
            public void Wrong() { var hold = Sem.Write(); hold.Dispose(); using var read = hold.Downgrade(); }
            public void Right() { var hold = Sem.Write(); hold.Dispose(); hold = Sem.Write(); hold.Dispose(); }
        }
        """));

    [Fact]
    public Task A_guard_downgraded_twice() => Verify(Reports("""
        partial class Counter
        {
            public void Wrong() { using var write = Sem.Write(); using var one = write.Downgrade(); using var two = write.Downgrade(); }
        }
        """));

    [Fact]
    public Task A_guard_disposed_twice_by_hand() => Verify(Reports("""
        partial class Counter
        {
            public void Wrong() { var hold = Sem.Write(); hold.Dispose(); hold.Dispose(); }
            public void ByUsing() { using var hold = Sem.Write(); hold.Dispose(); }
        }
        """));

    [Fact]
    public Task A_copy_of_a_guard() => Verify(Reports("""
        partial class Counter
        {
            public void Wrong() { var one = Sem.Write(); var two = one; two.Dispose(); one.Dispose(); }
        }
        """));

    [Fact]
    public Task A_value_after_it_was_consumed() => Verify(Reports("""
        class Page { public int Index; }
        class Pool
        {
            public void Free([Consumes] Page page) { }
            public int Wrong(Page page) { Free(page); return page.Index; }
            public void Twice(Page page) { Free(page); Free(page); }
            public int Right(Page page) { int index = page.Index; Free(page); page = new Page(); return index + page.Index; }
        }
        """));

    [Fact]
    public Task A_guard_that_may_be_taken_again() => Verify(Reports("""
        [ScopedLock] public ref struct Relock { [Releases] public extern void Unlock(); [AcquiresWrite] public extern void Lock(); [Releases] public extern void Dispose(); }
        [Lock] public sealed class Mu { [AcquiresWrite] public extern Relock Hold(); }
        class Account
        {
            private readonly Mu _mu = new();
            [GuardedBy("_mu")] private int _n;
            public void Right() { using var hold = _mu.Hold(); hold.Unlock(); hold.Lock(); _n = 1; }
            public void Wrong() { using var hold = _mu.Hold(); hold.Unlock(); hold.Unlock(); }
        }
        """));
}
