namespace Mm.Analyzers.Tests.Rules;

/// <summary>Guarded member is read without its lock.</summary>
public class MML106Tests
{
    [Fact]
    public Task Every_form_of_a_read() => Verify(Reports("""
        class Account
        {
            private readonly object _gate = new();
            [GuardedBy("_gate")] private int _n;
            [GuardedBy("_gate")] private string? _s;
            public int Value() => _n;
            public string Text() => $"{_n}";
            public bool Test() => _s is null;
            public int? Length() => _s?.Length;
            public int Chosen() => _n switch { 0 => 1, _ => 2 };
            public void Argument() => Console.WriteLine(_n);
            public bool Tuple() => (_n, _s) == (1, "x");
            public int ByIn() => Volatile.Read(in _n);
            public string Name() => nameof(_n);
            public int Right() { lock (_gate) return _n + (_s?.Length ?? 0); }
        }
        """));

    [Fact]
    public Task A_read_that_a_write_of_the_same_statement_covers() => Verify(Reports("""
        class Account
        {
            private readonly object _gate = new();
            [GuardedBy("_gate")] private int _n;
            [GuardedBy("_gate")] private int _m;
            public void One() => _n = _n + 1;
            public void Two() => _n = _m + 1;
        }
        """));

    [Fact]
    public Task A_read_through_a_guarded_reference() => Verify(Reports("""
        partial class Counter
        {
            public int Wrong() => Items.Count + Items[0];
            public bool Linq() => Items.Any();
            public int Right() { using var hold = Sem.Read(); return Items.Count + Items[0] + Items.Sum(); }
        }
        """));

    [Fact]
    public Task A_loop_condition_after_the_block() => Verify(Reports("""
        class Queue
        {
            private readonly object _gate = new();
            [GuardedBy("_gate")] private readonly Queue<int> _items = new();
            public void Wrong() { do { lock (_gate) { _items.TryDequeue(out _); } } while (_items.Count > 0); }
            public void Right() { bool more; do { lock (_gate) { more = _items.TryDequeue(out _); } } while (more); }
        }
        """));

    [Fact]
    public Task A_reference_alone_may_be_guarded() => Verify(Reports("""
        class Snapshot
        {
            private readonly object _gate = new();
            [GuardedBy("_gate", ReferenceOnly = true)] private List<int> _current = new();
            public int Wrong() => _current.Count;
            public int Right() { List<int> copy; lock (_gate) copy = _current; return copy.Count; }
        }
        """));

    [Fact]
    public Task A_local_copy_of_a_collection_is_followed_and_one_of_a_delegate_is_not() => Verify(Reports("""
        class Source
        {
            private readonly object _gate = new();
            [GuardedBy("_gate")] private Action? _changed;
            [GuardedBy("_gate")] private readonly List<int> _items = new();
            public void Delegate() { Action? copy; lock (_gate) copy = _changed; copy?.Invoke(); }
            public int Collection() { List<int> copy; lock (_gate) copy = _items; return copy.Count; }
            public int Copied() { int[] copy; lock (_gate) copy = _items.ToArray(); return copy.Length; }
        }
        """));

    [Fact]
    public Task Also_readable_under_another_lock() => Verify(Reports("""
        class Tree
        {
            private readonly RwSem _sem = new();
            private readonly RwSem _rcu = new();
            [GuardedBy("_sem", AlsoReadUnder = new[] { "_rcu" })] private int _root;
            public int Wrong() => _root;
            public int UnderRcu() { using var hold = _rcu.Read(); return _root; }
            public int UnderTheLock() { using var hold = _sem.Read(); return _root; }
            public void Write() { using var hold = _sem.Write(); _root = 1; }
            public void WriteUnderRcu() { using var hold = _rcu.Write(); _root = 1; }
        }
        """));

    [Fact]
    public Task Reads_that_need_no_lock() => Verify(Reports("""
        class Flag
        {
            private readonly object _gate = new();
            [GuardedBy("_gate", LockFreeReads = true)] private volatile bool _stopped;
            [GuardedBy("_gate", LockFreeReads = true)] private int _count;
            public bool Volatile() => _stopped;
            public int ByVolatile() => System.Threading.Volatile.Read(ref _count);
            public int Plain() => _count;
            public void Write() { lock (_gate) { _stopped = true; _count++; } }
            public void WriteUnheld() => _stopped = true;
        }
        """));

    [Fact]
    public Task Lock_free_reads_of_elements() => Verify(Reports("""
        readonly struct Cells
        {
            private readonly int[] _cells = new int[4];
            public Cells() { }
            public ref int this[int index] => ref _cells[index];
        }

        class Board
        {
            private readonly object _gate = new();
            [GuardedBy("_gate", LockFreeReads = true)] private readonly int[] _array = new int[4];
            [GuardedBy("_gate", LockFreeReads = true)] private readonly Cells _cells = new();
            [GuardedBy("_gate")] private readonly Cells _strict = new();
            public int ByVolatile(int i) => System.Threading.Volatile.Read(ref _array[i]) + System.Threading.Volatile.Read(ref _cells[i]);
            public int Plain(int i) => _cells[i];
            public int Strict(int i) => System.Threading.Volatile.Read(ref _strict[i]);
            public void Interlocked(int i) => System.Threading.Interlocked.Increment(ref _cells[i]);
            public void Held(int i) { lock (_gate) { _cells[i]++; } }
        }
        """));

    [Fact]
    public Task Several_guards_add_up_for_reads_too() => Verify(Reports("""
        class Both
        {
            private readonly RwSem _a = new();
            private readonly RwSem _b = new();
            [GuardedBy("_a"), GuardedBy("_b")] private int _n;
            public int One() { using var hold = _a.Read(); return _n; }
            public int Two() { using var a = _a.Read(); using var b = _b.Read(); return _n; }
        }
        """));

    [Fact]
    public Task A_guard_behind_a_reference_that_is_null_is_met() => Verify(Reports("""
        class File { public readonly RwSem Sem = new(); }
        class Mapping
        {
            public readonly RwSem Own = new();
            public File? File { get; init; }
            [GuardedBy("Own"), GuardedBy("File.Sem")] public int Linked;
            public int Anonymous() { if (File is not null) return 0; using var own = Own.Read(); return Linked; }
            public int Wrong() { using var own = Own.Read(); return Linked; }
            public int OfAFile() { if (File is null) return 0; using var own = Own.Read(); using var file = File.Sem.Read(); return Linked; }
        }
        """));

    [Fact]
    public Task An_alias_by_an_equality_test() => Verify(Reports("""
        class Space { public readonly RwSem Sem = new(); }
        class Area
        {
            public Space? Space { get; set; }
            [GuardedBy("Space.Sem")] public int Start;
            public static int Tested(Space s, Area a) { using var hold = s.Sem.Read(); return a.Space == s ? a.Start : 0; }
            public static int Asserted(Space s, Area a) { using var hold = s.Sem.Read(); Debug.Assert(a.Space == s); return a.Start; }
            public static int Untested(Space s, Area a) { using var hold = s.Sem.Read(); return a.Start; }
        }
        """));

    [Fact]
    public Task Owner_inference_and_its_switch() => Verify(Reports("""
        class Space { public readonly RwSem Sem = new(); }
        class Area
        {
            [LockOwner] public Space Space { get; } = new();
            [GuardedBy("Space.Sem")] public int Start;
            public static int Guessed(Space s, Area a) { using var hold = s.Sem.Read(); return a.Start; }
            public static int TwoCandidates(Space s, Space t, Area a) { using var one = s.Sem.Read(); using var two = t.Sem.Read(); return a.Start; }
        }
        """));

    [Fact]
    public Task Owner_inference_switched_off() => Verify(ReportsUnder("mmlocks_owner_inference", "off", """
        class Space
        {
            public readonly RwSem Sem = new();
            [return: OwnedBy("this")] public Area? Find() => null;
        }
        class Area
        {
            [LockOwner] public Space Space { get; } = new();
            [GuardedBy("Space.Sem")] public int Start;
            public static int NotGuessed(Space s, Area a) { using var hold = s.Sem.Read(); return a.Start; }
            public static int Owned(Space s) { using var hold = s.Sem.Read(); var a = s.Find(); return a is null ? 0 : a.Start; }
        }
        """));
}
