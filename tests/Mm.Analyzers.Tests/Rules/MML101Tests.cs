namespace Mm.Analyzers.Tests.Rules;

/// <summary>Call requires a lock for write (or in update mode) that is not held.</summary>
public class MML101Tests
{
    [Fact]
    public Task A_call_under_nothing() => Verify(Reports("""
        partial class Counter
        {
            public void Wrong() => Set(1);
            public void Right() { Sem.WriteLock(); Set(1); Sem.WriteUnlock(); }
        }
        """));

    [Fact]
    public Task A_call_after_the_release() => Verify(Reports("""
        partial class Counter
        {
            public void Wrong()
            {
                Sem.WriteLock();
                Set(1);
                Sem.WriteUnlock();
                Set(2);
            }
        }
        """));

    [Fact]
    public Task The_same_lock_of_another_object_is_a_near_miss() => Verify(Reports("""
        static class Users
        {
            public static void Wrong(Counter a, Counter b) { a.Sem.WriteLock(); b.Set(1); a.Sem.WriteUnlock(); }
            public static void Right(Counter a, Counter b) { a.Sem.WriteLock(); a.Set(1); a.Sem.WriteUnlock(); }
        }
        """));

    [Fact]
    public Task A_property_accessor_and_an_indexer() => Verify(Reports("""
        class Table
        {
            private readonly RwSem _sem = new();
            [GuardedBy("_sem")] private readonly int[] _cells = new int[8];
            public int First { [RequiresRead("_sem")] get => _cells[0]; [RequiresWrite("_sem")] set => _cells[0] = value; }
            public int this[int i] { [RequiresRead("_sem")] get => _cells[i]; [RequiresWrite("_sem")] set => _cells[i] = value; }
            public void Wrong() { First = 1; this[2] = 3; }
            public void Compound() { using var hold = _sem.Read(); First += 1; }
            public void Right() { using var hold = _sem.Write(); First = this[1]; this[2] += First; }
        }
        """));

    [Fact]
    public Task A_constructor_and_an_operator() => Verify(Reports("""
        class Money
        {
            public static readonly RwSem Rates = new();
            [RequiresWrite("Rates")] public Money() { }
            [RequiresWrite("Rates")] public static Money operator +(Money a, Money b) => a;
            [RequiresWrite("Rates")] public static implicit operator int(Money m) => 0;
            public static void Wrong(Money m) { var sum = m + m; int n = m; m = new Money(); }
            public static void Right(Money m) { using var hold = Rates.Write(); var sum = m + m; int n = m; m = new Money(); }
        }
        """));

    [Fact]
    public Task Several_locks_that_lack_are_one_report() => Verify(Reports("""
        class Pair
        {
            private readonly RwSem _a = new();
            private readonly RwSem _b = new();
            [RequiresWrite("_a", "_b")] private void Move() { }
            public void Neither() => Move();
            public void One() { using var hold = _a.Write(); Move(); }
            public void Both() { using var a = _a.Write(); using var b = _b.Write(); Move(); }
        }
        """));

    [Fact]
    public Task A_requirement_in_update_mode() => Verify(Reports("""
        class Totals
        {
            private readonly RwSem _sem = new();
            [GuardedBy("_sem", WriteMode = LockMode.Update)] private long _total;
            [RequiresUpdate("_sem")] private void Add(int n) => _total += n;
            public void Wrong() => Add(1);
            public void ForRead() { using var hold = _sem.Read(); Add(1); }
            public void ForWrite() { using var hold = _sem.Write(); Add(1); }
            public void Downgraded() { _sem.WriteLock(); _sem.Downgrade(); Add(1); _sem.ReadUnlock(); }
        }
        """));

    [Fact]
    public Task A_delegate_with_a_contract() => Verify(Reports("""
        [RequiresWrite("counter.Sem")] public delegate void Change(Counter counter);
        static class Users
        {
            public static void Wrong(Change change, Counter counter) => change(counter);
            public static void Invoked(Change change, Counter counter) => change.Invoke(counter);
            public static void Right(Change change, Counter counter) { using var hold = counter.Sem.Write(); change(counter); }
        }
        """));

    [Fact]
    public Task A_local_function_with_a_contract() => Verify(Reports("""
        partial class Counter
        {
            public void Run()
            {
                Bump();
                Sem.WriteLock();
                Bump();
                Sem.WriteUnlock();

                [RequiresWrite("Sem")]
                void Bump() => N++;
            }
        }
        """));

    [Fact]
    public Task An_extension_member() => Verify(Reports("""
        static class Extensions
        {
            [RequiresWrite("counter.Sem")] public static void Reset(this Counter counter) => counter.N = 0;
            public static void Wrong(Counter c) => c.Reset();
            public static void AsAStatic(Counter c) => Extensions.Reset(c);
            public static void Right(Counter c) { using var hold = c.Sem.Write(); c.Reset(); }
        }
        """));

    [Fact]
    public Task Waiting_on_a_monitor_that_is_not_held() => Verify(Reports("""
        class Queue
        {
            private readonly object _gate = new();
            public void Wrong() { Monitor.Pulse(_gate); Monitor.Wait(_gate); Monitor.PulseAll(_gate); }
            public void Right() { lock (_gate) { while (Counter.Flip()) Monitor.Wait(_gate); Monitor.Pulse(_gate); } }
        }
        """));

    [Fact]
    public Task Calls_by_null_conditional_and_in_a_chain() => Verify(Reports("""
        static class Users
        {
            private static Counter? Find() => null;
            public static void Wrong() { Find()?.Set(1); Find()!.Set(2); }
            public static void Right(Counter? c) { if (c is null) return; using var hold = c.Sem.Write(); c?.Set(1); }
        }
        """));
}
