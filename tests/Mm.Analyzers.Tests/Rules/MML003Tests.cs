namespace Mm.Analyzers.Tests.Rules;

/// <summary>Lock is stored in a member that can be reassigned.</summary>
public class MML003Tests
{
    [Fact]
    public Task A_field_that_is_not_readonly_is_reported() => Verify(Reports("""
        class Account
        {
            private RwSem _sem = new();
            [GuardedBy("_sem")] private int _balance;
            public void Set(int value) { using var hold = _sem.Write(); _balance = value; }
        }
        """));

    [Fact]
    public Task A_settable_property_is_reported() => Verify(Reports("""
        class Account
        {
            public RwSem Sem { get; set; } = new();
            [GuardedBy("Sem")] public int Balance;
        }
        """));

    [Fact]
    public Task The_object_of_a_lock_statement_is_a_lock() => Verify(Reports("""
        class Account
        {
            private object _gate = new();
            [GuardedBy("_gate")] private int _balance;
            public void Add(int value) { lock (_gate) _balance += value; }
        }
        """));

    [Fact]
    public Task A_member_that_stays_what_it_is_is_clean() => Verify(Reports("""
        class Account
        {
            private readonly RwSem _field = new();
            private static readonly object s_gate = new();
            public RwSem Property { get; } = new();
            public RwSem Init { get; init; } = new();
            public RwSem Computed => _field;
            [GuardedBy("_field")] private int _a;
            [GuardedBy("s_gate")] private static int s_b;
            [GuardedBy("Property")] private int _c;
            [GuardedBy("Init")] private int _d;
        }
        """));

    [Fact]
    public Task An_object_that_is_no_lock_may_be_reassigned() => Verify(Reports("""
        class Account
        {
            private object _tag = new();
            private readonly object _gate = new();
            [GuardedBy("_gate")] private int _n;
            public void Add() { _tag = new object(); lock (_gate) _n++; }
        }
        """));
}
