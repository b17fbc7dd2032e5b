namespace Mm.Analyzers.Tests.Rules;

/// <summary>Lock is not released when an exception is thrown.</summary>
public class MML209Tests
{
    [Fact]
    public Task A_call_that_might_throw_is_no_report() => Verify(ReportsAndAdvice("""
        class Account
        {
            private readonly RwSem _sem = new();
            [GuardedBy("_sem")] private int _n;
            public void Plain() { _sem.WriteLock(); _n = int.Parse("1"); _sem.WriteUnlock(); }
            public void Finally() { _sem.WriteLock(); try { _n = int.Parse("1"); } finally { _sem.WriteUnlock(); } }
            public void Guarded() { using var hold = _sem.Write(); _n = int.Parse("1"); }
        }
        """));

    [Fact]
    public Task Nothing_that_can_throw_between() => Verify(ReportsAndAdvice("""
        class Account
        {
            private readonly RwSem _sem = new();
            [GuardedBy("_sem")] private int _n;
            public void Assigns(int value) { _sem.WriteLock(); _n = value; _n += 2; _sem.WriteUnlock(); }
        }
        """));

    [Fact]
    public Task A_throw_while_holding() => Verify(ReportsAndAdvice("""
        class Account
        {
            private readonly object _gate = new();
            [GuardedBy("_gate")] private int _n;
            public void Wrong(int value)
            {
                Monitor.Enter(_gate);
                if (value < 0) throw new ArgumentOutOfRangeException(nameof(value));
                _n = value;
                Monitor.Exit(_gate);
            }
        }
        """));

    [Fact]
    public Task A_member_that_does_not_return() => Verify(ReportsAndAdvice("""
        class Account
        {
            private readonly RwSem _sem = new();
            [GuardedBy("_sem")] private int _n;
            [DoesNotReturn] private static void Fail() => throw new InvalidOperationException();
            public void Throws(int value) { _sem.WriteLock(); if (value < 0) Fail(); _n = value; _sem.WriteUnlock(); }
        }
        """));

    [Fact]
    public Task Released_in_a_catch_that_rethrows() => Verify(ReportsAndAdvice("""
        class Account
        {
            private readonly RwSem _sem = new();
            public void Right(string text) { _sem.WriteLock(); try { int.Parse(text); _sem.WriteUnlock(); } catch { _sem.WriteUnlock(); throw; } }
        }
        """));
}
