namespace Mm.Analyzers.Tests.Rules;

/// <summary>Call requires a lock for read that is not held.</summary>
public class MML103Tests
{
    [Fact]
    public Task A_call_under_nothing() => Verify(Reports("""
        partial class Counter
        {
            public int Wrong() => Get();
            public int Read() { using var hold = Sem.Read(); return Get(); }
            public int Write() { using var hold = Sem.Write(); return Get(); }
        }
        """));

    [Fact]
    public Task Any_of_several_locks_is_enough() => Verify(Reports("""
        class Area
        {
            private readonly RwSem _map = new();
            private readonly RwSem _own = new();
            [RequiresReadAny("_map", "_own")] private int Flags() => 0;
            public int Neither() => Flags();
            public int ByMap() { using var hold = _map.Read(); return Flags(); }
            public int ByOwn() { using var hold = _own.Read(); return Flags(); }
            [RequiresReadAny("_map", "_own")] public int PassedOn() => Flags();
            [RequiresReadAny("_map")] public int Fewer() => Flags();
        }
        """));

    [Fact]
    public Task An_any_of_entry_with_more_locks_than_the_need_is_not_enough() => Verify(Reports("""
        class Area
        {
            private readonly RwSem _map = new();
            private readonly RwSem _own = new();
            private readonly RwSem _third = new();
            [RequiresReadAny("_map", "_own")] private int Flags() => 0;
            [RequiresReadAny("_map", "_third")] public int Wrong() => Flags();
        }
        """));

    [Fact]
    public Task A_property_that_requires_read() => Verify(Reports("""
        class Area
        {
            private readonly RwSem _sem = new();
            [GuardedBy("_sem")] private int _start;
            public int Start { [RequiresRead("_sem")] get => _start; }
            public bool Pattern(Area other) => other is { Start: > 0 };
            public int Access() => Start;
            public int Right() { using var hold = _sem.Read(); return Start; }
        }
        """));

    [Fact]
    public Task A_lambda_that_runs_later() => Verify(Reports("""
        partial class Counter
        {
            public Func<int> Wrong() { using var hold = Sem.Read(); return () => Get(); }
            public Func<int> Right() => () => { using var hold = Sem.Read(); return Get(); };
        }
        """));

    [Fact]
    public Task A_call_in_an_initialiser_and_a_constructor() => Verify(Reports("""
        class Copy(Counter source)
        {
            private readonly int _n = source.Get();
            public Copy(Counter source, int more) : this(source) { int seen = source.Get() + more; }
            public static Copy Locked(Counter source) { using var hold = source.Sem.Read(); return new Copy(source) { More = source.Get() }; }
            public int More { get; init; }
        }
        """));

    [Fact]
    public Task A_member_that_may_release_is_called_without_its_lock() => Verify(Reports("""
        class Space
        {
            private readonly RwSem _sem = new();
            [MayRelease("_sem")] private extern void Fault();
            public void Wrong() => Fault();
            public void Right() { _sem.ReadLock(); Fault(); _sem.ReadUnlock(); }
        }
        """));
}
