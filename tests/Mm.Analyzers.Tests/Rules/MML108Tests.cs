namespace Mm.Analyzers.Tests.Rules;

/// <summary>Argument for an isolated parameter may be reachable by other threads.</summary>
public class MML108Tests
{
    [Fact]
    public Task A_parameter_is_not_isolated() => Verify(Reports("""
        class Pool
        {
            public void Free([Isolated] Counter counter) => counter.N = 0;
            public void Wrong(Counter counter) => Free(counter);
            public void Right() => Free(new Counter());
            public void Passed([Isolated] Counter counter) => Free(counter);
        }
        """));

    [Fact]
    public Task An_object_that_was_published() => Verify(Reports("""
        class Pool
        {
            private Counter? _current;
            public void Free([Isolated] Counter counter) => counter.N = 0;
            public void Wrong() { var c = new Counter(); _current = c; Free(c); }
            public void Field() => Free(_current!);
            public void Right() { var c = new Counter(); c.N = 1; Free(c); }
        }
        """));

    [Fact]
    public Task An_object_that_was_unlinked() => Verify(Reports("""
        class Pool
        {
            [GuardedBy("_gate")] private readonly List<Counter> _all = new();
            private readonly object _gate = new();
            [RequiresWrite("_gate")] private void Unlink([Isolates] Counter counter) => _all.Remove(counter);
            public void Free([Isolated] Counter counter) => counter.N = 0;
            public void Right(Counter counter) { lock (_gate) Unlink(counter); counter.N = 1; Free(counter); }
            public void Wrong(Counter counter) { lock (_gate) _all.Remove(counter); Free(counter); }
        }
        """));

    [Fact]
    public Task Passing_without_escape_keeps_it_isolated() => Verify(Reports("""
        class Pool
        {
            private static void Look([NoEscape] Counter counter) { }
            private static void Keep(Counter counter) { }
            public void Free([Isolated] Counter counter) { }
            public void Right() { var c = new Counter(); Look(c); Free(c); }
            public void Wrong() { var c = new Counter(); Keep(c); Free(c); }
        }
        """));

    [Fact]
    public Task A_returned_isolated_object() => Verify(Reports("""
        class Pool
        {
            [return: Isolated] public Counter Make() => new();
            public void Free([Isolated] Counter counter) { }
            public void Right() => Free(Make());
            public void Local() { var c = Make(); c.N = 1; Free(c); }
            public Counter Plain() => new();
            public void Wrong() => Free(Plain());
        }
        """));
}
