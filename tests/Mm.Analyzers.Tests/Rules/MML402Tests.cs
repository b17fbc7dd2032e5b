namespace Mm.Analyzers.Tests.Rules;

/// <summary>Conversion to a delegate loses a lock contract.</summary>
public class MML402Tests
{
    [Fact]
    public Task A_method_group_that_requires() => Verify(Reports("""
        partial class Counter
        {
            public Action<int> Wrong() => Set;
            public Func<int> Wrapped() => new Func<int>(Get);
            public Action<int> Right() => value => { using var hold = Sem.Write(); Set(value); };
        }
        """));

    [Fact]
    public Task A_delegate_type_with_the_contract() => Verify(Reports("""
        [RequiresWrite("counter.Sem")] public delegate void Change(Counter counter);
        static class Users
        {
            [RequiresWrite("c.Sem")] private static void Reset(Counter c) => c.N = 0;
            [RequiresRead("c.Sem")] private static void Look(Counter c) { }
            public static Change Same() => Reset;
            public static Change Weaker() => Look;
            public static Action<Counter> Lost() => Reset;
            public static Action<Counter> LostAgain(Change change) => change.Invoke;
        }
        """));

    [Fact]
    public Task An_event_handler() => Verify(Reports("""
        class Source { public event Action? Changed; public void Raise() => Changed?.Invoke(); }
        class Listener
        {
            private readonly RwSem _sem = new();
            [RequiresWrite("_sem")] private void OnChanged() { }
            private void OnChangedSafely() { using var hold = _sem.Write(); OnChanged(); }
            public void Wrong(Source source) => source.Changed += OnChanged;
            public void Right(Source source) => source.Changed += OnChangedSafely;
        }
        """));

    [Fact]
    public Task A_method_group_that_runs_inline_is_a_call() => Verify(Reports("""
        partial class Counter
        {
            [RequiresRead("Sem")] private void Show(int n) => Console.WriteLine(n + N);
            public void Right() { using var hold = Sem.Read(); Items.ForEach(Show); }
            public void Wrong(List<int> other) => other.ForEach(Show);
        }
        """));
}
