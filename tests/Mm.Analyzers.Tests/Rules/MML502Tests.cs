namespace Mm.Analyzers.Tests.Rules;

/// <summary>A lock is held across yield return.</summary>
public class MML502Tests
{
    [Fact]
    public Task A_yield_under_a_lock() => Verify(Reports("""
        class Items
        {
            private readonly object _gate = new();
            [GuardedBy("_gate")] private readonly List<int> _list = new();
            public IEnumerable<int> Wrong() { lock (_gate) { foreach (int i in _list) yield return i; } }
            public IEnumerable<int> Right() { int[] copy; lock (_gate) copy = _list.ToArray(); foreach (int i in copy) yield return i; }
        }
        """));

    [Fact]
    public Task A_yield_break_is_an_exit() => Verify(Reports("""
        class Items
        {
            private readonly object _gate = new();
            public IEnumerable<int> Right() { lock (_gate) { if (Counter.Flip()) yield break; } yield return 1; }
            public IEnumerable<int> Leaks() { Monitor.Enter(_gate); yield break; }
        }
        """));

    [Fact]
    public Task An_iterator_that_requires_its_lock() => Verify(Reports("""
        partial class Counter
        {
            [RequiresRead("Sem")] public IEnumerable<int> All() { foreach (int i in Items) yield return i; }
            public int Right() { int sum = 0; using var hold = Sem.Read(); foreach (int i in All()) sum += i; return sum; }
            public int Wrong() { int sum = 0; foreach (int i in All()) sum += i; return sum; }
        }
        """));

    [Fact]
    public Task An_async_iterator() => Verify(Reports("""
        class Items
        {
            private readonly SemaphoreSlim _one = new(1, 1);
            public async IAsyncEnumerable<int> Wrong() { await _one.WaitAsync(); try { yield return 1; } finally { _one.Release(); } }
            public async IAsyncEnumerable<int> Right() { await _one.WaitAsync(); _one.Release(); yield return 1; }
        }
        """));
}
