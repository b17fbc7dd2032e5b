namespace Mm.Analyzers.Tests.Rules;

/// <summary>Reference to a guarded member leaves its lock.</summary>
public class MML107Tests
{
    [Fact]
    public Task A_ref_return() => Verify(Reports("""
        class Account
        {
            private readonly object _gate = new();
            [GuardedBy("_gate")] private int _n;
            public ref int Wrong() { lock (_gate) return ref _n; }
            public ref readonly int ReadOnly() { lock (_gate) return ref _n; }
            public int Right() { lock (_gate) return _n; }
        }
        """));

    [Fact]
    public Task A_ref_local_used_after_the_release() => Verify(Reports("""
        class Account
        {
            private readonly object _gate = new();
            [GuardedBy("_gate")] private int _n;
            public void Wrong() { Monitor.Enter(_gate); ref int n = ref _n; n = 1; Monitor.Exit(_gate); n = 2; }
            public void Right() { lock (_gate) { ref int n = ref _n; n = 1; } }
        }
        """));

    [Fact]
    public Task A_span_and_an_array_that_leave() => Verify(Reports("""
        class Buffer
        {
            private readonly object _gate = new();
            [GuardedBy("_gate")] private readonly byte[] _bytes = new byte[16];
            private byte[]? _elsewhere;
            public Span<byte> AsSpan() { lock (_gate) return _bytes.AsSpan(); }
            public byte[] Itself() { lock (_gate) return _bytes; }
            public void Stored() { lock (_gate) _elsewhere = _bytes; }
            public byte[] Copy() { lock (_gate) return (byte[])_bytes.Clone(); }
            public int Inside() { lock (_gate) { Span<byte> s = _bytes; s.Clear(); return s.Length; } }
        }
        """));

    [Fact]
    public Task A_collection_and_an_enumerator_that_leave() => Verify(Reports("""
        class Items
        {
            private readonly object _gate = new();
            [GuardedBy("_gate")] private readonly List<int> _list = new();
            public List<int> Itself() { lock (_gate) return _list; }
            public List<int>.Enumerator Enumerator() { lock (_gate) return _list.GetEnumerator(); }
            public List<int> Copy() { lock (_gate) return new List<int>(_list); }
            public int[] Array() { lock (_gate) return _list.ToArray(); }
        }
        """));

    [Fact]
    public Task A_lazy_query_that_leaves() => Verify(Reports("""
        class Items
        {
            private readonly object _gate = new();
            [GuardedBy("_gate")] private readonly List<int> _list = new();
            public IEnumerable<int> Wrong() { lock (_gate) return _list.Where(i => i > 0); }
            public int[] Right() { lock (_gate) return _list.Where(i => i > 0).ToArray(); }
            public int Foreach() { int sum = 0; lock (_gate) foreach (int i in _list.Where(i => i > 0)) sum += i; return sum; }
        }
        """));

    [Fact]
    public Task A_valid_under_value_that_is_stored_or_captured() => Verify(Reports("""
        class Area { public int Start; }
        class Space
        {
            public readonly RwSem Sem = new();
            private Area? _kept;
            [RequiresRead("Sem")] [return: ValidUnder("Sem")] public Area Find() => new();
            public void Stored() { using var hold = Sem.Read(); _kept = Find(); }
            public Func<int> Captured() { using var hold = Sem.Read(); var area = Find(); return () => area.Start; }
            public int Right() { using var hold = Sem.Read(); return Find().Start; }
        }
        """));
}
