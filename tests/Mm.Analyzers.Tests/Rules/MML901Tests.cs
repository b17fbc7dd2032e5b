namespace Mm.Analyzers.Tests.Rules;

/// <summary>Every caller holds this lock: annotate the member.</summary>
public class MML901Tests
{
    [Fact]
    public Task A_private_member_that_every_caller_calls_under_the_lock() => Verify(ReportsAndAdvice("""
        class Account
        {
            private readonly object _gate = new();
            [GuardedBy("_gate")] private int _n;
            private void Bump() => Console.WriteLine("bump " + GetHashCode());
            private void Add() { _n++; }
            public void One() { lock (_gate) { Add(); Bump(); } }
            public void Two() { lock (_gate) { Add(); Bump(); } }
        }
        """));

    [Fact]
    public Task One_caller_is_not_enough() => Verify(ReportsAndAdvice("""
        class Account
        {
            private readonly RwSem _sem = new();
            [GuardedBy("_sem")] private int _n;
            private void Add() => _n++;
            public void One() { using var hold = _sem.Write(); Add(); }
        }
        """));

    [Fact]
    public Task A_caller_without_the_lock() => Verify(ReportsAndAdvice("""
        class Account
        {
            private readonly RwSem _sem = new();
            [GuardedBy("_sem")] private int _n;
            private int Look() => _n;
            public int One() { using var hold = _sem.Read(); return Look(); }
            public int Two() { using var hold = _sem.Read(); return Look(); }
            public int Three() => Look();
        }
        """));

    [Fact]
    public Task A_public_member_is_left_alone() => Verify(ReportsAndAdvice("""
        class Account
        {
            private readonly RwSem _sem = new();
            [GuardedBy("_sem")] private int _n;
            public void Add() => _n++;
            public void One() { using var hold = _sem.Write(); Add(); }
            public void Two() { using var hold = _sem.Write(); Add(); }
        }
        """));
}
