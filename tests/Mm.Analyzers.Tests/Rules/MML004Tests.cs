namespace Mm.Analyzers.Tests.Rules;

/// <summary>Default lock is ambiguous or missing.</summary>
public class MML004Tests
{
    [Fact]
    public Task No_lock_member_is_missing_one() => Verify(Reports("""
        class Account
        {
            [GuardedBy] private int _balance;
            [RequiresWrite] private void Set() { }
        }
        """));

    [Fact]
    public Task Two_lock_members_are_ambiguous() => Verify(Reports("""
        class Account
        {
            private readonly RwSem _a = new();
            private readonly RwSem _b = new();
            [GuardedBy] private int _balance;
            [GuardedBy("_a")] private int _limit;
            [RequiresRead] private void Look() { }
        }
        """));

    [Fact]
    public Task Two_marked_members_are_ambiguous() => Verify(Reports("""
        class Account
        {
            [DefaultLock] private readonly RwSem _a = new();
            [DefaultLock] private readonly RwSem _b = new();
            [GuardedBy] private int _balance;
        }
        """));

    [Fact]
    public Task A_parameter_without_a_default_lock_is_reported() => Verify(Reports("""
        class Plain { }
        class Twice { public readonly RwSem A = new(); public readonly RwSem B = new(); }
        class Account
        {
            public void Missing([RequiresWrite] Plain plain) { }
            public void Ambiguous([RequiresRead] Twice twice) { }
            public void Right([RequiresWrite] Counter counter) => counter.Set(1);
        }
        """));

    [Fact]
    public Task The_only_lock_member_is_the_default() => Verify(Reports("""
        class Account
        {
            private readonly RwSem _sem = new();
            private readonly object _tag = new();
            [GuardedBy] private int _balance;
            [RequiresWrite] private void Set(int value) => _balance = value;
            public void Deposit() { using var hold = _sem.Write(); Set(1); }
            public void Wrong() => Set(2);
        }
        """));

    [Fact]
    public Task The_marked_lock_member_is_the_default() => Verify(Reports("""
        class Account
        {
            private readonly RwSem _other = new();
            [DefaultLock] private readonly RwSem _sem = new();
            [GuardedBy] private int _balance;
            public void Right() { using var hold = _sem.Write(); _balance = 1; }
            public void Wrong() { using var hold = _other.Write(); _balance = 1; }
        }
        """));
}
