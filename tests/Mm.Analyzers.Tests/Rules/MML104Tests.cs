namespace Mm.Analyzers.Tests.Rules;

/// <summary>Guarded member is written without its lock.</summary>
public class MML104Tests
{
    [Fact]
    public Task Every_form_of_a_write() => Verify(Reports("""
        class Account
        {
            private readonly object _gate = new();
            [GuardedBy("_gate")] private int _n;
            [GuardedBy("_gate")] private string? _s;
            [GuardedBy("_gate")] private (int A, int B) _pair;
            public void Assign() => _n = 1;
            public void Compound() => _n += 1;
            public void Increment() => ++_n;
            public void Coalesce() => _s ??= "x";
            public void Deconstruct() => (_n, _s) = (1, "x");
            public void PartOfAStruct() => _pair.A = 1;
            public void ByReference() => Interlocked.Increment(ref _n);
            public void ByOut() => int.TryParse("1", out _n);
            public void RefLocal() { ref int n = ref _n; }
            public void Right() { lock (_gate) { _n = 1; _n += 1; ++_n; _s ??= "x"; (_n, _s) = (1, "x"); _pair.A = 1; Interlocked.Increment(ref _n); } }
        }
        """));

    [Fact]
    public Task A_write_after_the_block() => Verify(Reports("""
        class Account
        {
            private readonly object _gate = new();
            [GuardedBy("_gate")] private int _n;
            public void Wrong() { lock (_gate) { _n = 1; } _n = 2; }
        }
        """));

    [Fact]
    public Task A_mutator_called_through_a_guarded_reference() => Verify(Reports("""
        partial class Counter
        {
            public void Wrong() { Items.Add(1); Items[0] = 2; Items.Sort(); }
            public void Right() { using var hold = Sem.Write(); Items.Add(1); Items[0] = 2; Items.Sort(); }
        }
        """));

    [Fact]
    public Task A_member_marked_Mutates() => Verify(Reports("""
        class Ring
        {
            private int _head;
            [Mutates] public void Push(int value) => _head = value;
            public int Peek() => _head;
        }
        class Owner
        {
            private readonly RwSem _sem = new();
            [GuardedBy("_sem")] private readonly Ring _ring = new();
            public void Wrong() => _ring.Push(1);
            public int Read() { using var hold = _sem.Read(); return _ring.Peek(); }
            public void Right() { using var hold = _sem.Write(); _ring.Push(1); }
        }
        """));

    [Fact]
    public Task A_struct_s_member_that_is_not_readonly_writes() => Verify(Reports("""
        struct Point { public int X; public void Move() => X++; public readonly int Get() => X; }
        class Shape
        {
            private readonly object _gate = new();
            [GuardedBy("_gate")] private Point _at;
            public void Wrong() { _at.Move(); _at.X = 1; }
            public int Read() => _at.Get();
            public void Right() { lock (_gate) { _at.Move(); _at.X = 1; } }
        }
        """));

    [Fact]
    public Task All_of_several_locks_are_needed_to_write() => Verify(Reports("""
        class Area
        {
            private readonly RwSem _map = new();
            private readonly RwSem _own = new();
            [GuardedBy("_map", "_own")] private int _flags;
            public void Neither() => _flags = 1;
            public void One() { using var hold = _map.Write(); _flags = 1; }
            public void Both() { using var map = _map.Write(); using var own = _own.Write(); _flags = 1; }
        }
        """));

    [Fact]
    public Task A_near_miss_is_named() => Verify(Reports("""
        static class Users
        {
            public static void Wrong(Counter a, Counter b) { using var hold = a.Sem.Write(); b.N = 1; }
            public static void Right(Counter a, Counter b) { using var hold = b.Sem.Write(); b.N = 1; }
        }
        """));

    [Fact]
    public Task An_event_and_a_property() => Verify(Reports("""
        class Source
        {
            private readonly object _gate = new();
            [GuardedBy("_gate")] private event Action? Changed;
            [GuardedBy("_gate")] private int Count { get; set; }
            public void Wrong(Action a) { Changed += a; Count++; }
            public void Right(Action a) { lock (_gate) { Changed += a; Count++; } }
        }
        """));

    [Fact]
    public Task Object_initialisers_and_with_copies_are_fresh() => Verify(Reports("""
        record Entry { public readonly object Gate = new(); [GuardedBy("Gate")] public int N { get; set; } }
        class Factory
        {
            public Entry Made() => new Entry { N = 1 };
            public Entry Copied(Entry old) { lock (old.Gate) return old with { N = 2 }; }
            public void Wrong(Entry entry) => entry.N = 3;
        }
        """));

    [Fact]
    public Task An_object_that_has_escaped_is_no_longer_fresh() => Verify(Reports("""
        class Registry
        {
            private Counter? _current;
            public void Fresh() { var c = new Counter(); c.N = 1; c.Items.Add(2); _current = c; }
            public void Stored() { var c = new Counter(); _current = c; c.N = 1; }
            public void Captured() { var c = new Counter(); Action later = () => Console.WriteLine(c); c.N = 1; later(); }
            public Counter Returned() { var c = new Counter(); c.N = 1; return c; }
        }
        """));

    [Fact]
    public Task A_lambda_does_not_hold_what_its_maker_holds() => Verify(Reports("""
        partial class Counter
        {
            public Action Later() { using var hold = Sem.Write(); return () => N = 1; }
            public void Inline() { using var hold = Sem.Write(); Items.ForEach(i => N += i); }
        }
        """));

    [Fact]
    public Task Top_level_statements() => Verify(ReportsOfTopLevel("""
        var counter = new Counter();
        counter.N = 1;
        Publish(counter);
        counter.N = 2;
        using (counter.Sem.Write())
        {
            counter.N = 3;
        }

        static void Publish(Counter shared) { }
        """));

    [Fact]
    public Task A_static_field_outside_its_static_constructor() => Verify(Reports("""
        class Global
        {
            private static readonly object s_gate = new();
            [GuardedBy("s_gate")] private static int s_n = 1;
            static Global() => s_n = 2;
            public Global() => s_n = 3;
            public static void Right() { lock (s_gate) s_n = 4; }
        }
        """));

    [Fact]
    public Task Interlocked_needs_the_mode_that_the_annotation_says() => Verify(Reports("""
        class Lazy
        {
            private readonly RwSem _sem = new();
            [GuardedBy("_sem", InterlockedWriteMode = LockMode.Read)] private object? _value;
            public void Unheld() => Interlocked.CompareExchange(ref _value, new object(), null);
            public void UnderRead() { using var hold = _sem.Read(); Interlocked.CompareExchange(ref _value, new object(), null); }
            public void Plain() { using var hold = _sem.Write(); _value = null; }
        }
        """));

    [Fact]
    public Task A_constructor_that_lets_its_object_go_says_since_where() => Verify(Reports("""
        sealed class Node
        {
            private static readonly List<Node> s_all = [];
            private readonly object _gate = new();
            [GuardedBy("_gate")] private int _n;
            public Node()
            {
                _n = 1;
                lock (s_all) s_all.Add(this);
                _n = 2;
            }
        }
        """));

    [Fact]
    public Task A_cast_receiver_is_in_parentheses() => Verify(Reports("""
        static class Work
        {
            public static void Run(object state) => ((Counter)state).N = 1;
            public static async System.Threading.Tasks.Task RunAsync(System.Threading.Tasks.Task<Counter> found) => (await found).N = 1;
        }
        """));
}
