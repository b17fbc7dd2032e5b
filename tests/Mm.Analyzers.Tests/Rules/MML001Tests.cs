namespace Mm.Analyzers.Tests.Rules;

/// <summary>Lock path does not resolve.</summary>
public class MML001Tests
{
    [Fact]
    public Task A_misspelt_member_is_named_at_the_argument() => Verify(Reports("""
        class Account
        {
            private readonly object _gate = new();
            [GuardedBy("_gaet")] private int _balance;
            [GuardedBy("_gate")] private int _limit;
            public void Limit(int limit) { lock (_gate) _limit = limit + _balance; }
        }
        """));

    [Fact]
    public Task A_parameter_that_is_not_there_is_reported() => Verify(Reports("""
        class Account
        {
            public readonly object Gate = new();
            [RequiresWrite("other.Gate")] public void Take(Account from) { }
            [RequiresWrite("from.Gate")] public void Give(Account from) { }
            public void Open([RequiresRead("Gates")] Account from) { }
        }
        """));

    [Fact]
    public Task A_member_of_a_path_that_is_not_there_is_reported() => Verify(Reports("""
        class Account { public readonly object Gate = new(); }
        class Bank
        {
            private readonly Account _first = new();
            [GuardedBy("_first.Gate")] private int _right;
            [GuardedBy("_first.Lock")] private int _wrong;
            [GuardedBy("_second.Gate")] private int _neither;
        }
        """));

    [Fact]
    public Task A_member_that_is_no_lock_is_reported() => Verify(Reports("""
        class Account
        {
            private readonly int _version = 1;
            private readonly DateTime _opened = DateTime.Now;
            [GuardedBy("_version")] private int _balance;
            [GuardedBy("_opened")] private int _limit;
            [RequiresRead("Close")] private void Look() { }
            private void Close() { }
        }
        """));

    [Fact]
    public Task A_member_that_is_not_accessible_is_reported() => Verify(Reports("""
        class Vault { private readonly object _door = new(); public readonly object Window = new(); }
        class Guard
        {
            private readonly Vault _vault = new();
            [RequiresWrite("_vault._door")] public void Enter() { }
            [RequiresWrite("_vault.Window")] public void Climb() { }
        }
        """));

    [Fact]
    public Task An_empty_path_is_reported() => Verify(Reports("""
        class Account
        {
            private readonly object _gate = new();
            [GuardedBy("")] private int _balance;
            [RequiresWrite("_gate", "")] private void Set() { }
        }
        """));

    [Fact]
    public Task Each_of_several_paths_is_looked_up() => Verify(Reports("""
        class Account
        {
            private readonly object _gate = new();
            private readonly object _other = new();
            [GuardedBy("_gate", "_othr", "_gat")] private int _balance;
            [RequiresRead("_gate", "_other")] private void Look() { }
        }
        """));

    [Fact]
    public Task Every_attribute_with_a_path_is_checked() => Verify(Reports("""
        class Account
        {
            private readonly RwSem _sem = new();
            [Excludes("_a")] public void A() { }
            [AcquiresWrite("_b")] public extern void B();
            [ReleasesWrite("_c")] public extern void C();
            [Downgrades("_d")] public extern void D();
            [MayRelease("_e")] public extern void E();
            [AssertsRead("_f")] public extern void F();
            [return: ValidUnder("_g")] public extern object G();
            [return: OwnedBy("_h")] public extern object H();
            [ReturnsLock("_i")] public extern RwSem I();
            [AcquiresWrite("_sem", Until = "_j")] public extern void J();
            [GuardedBy("_sem", AlsoReadUnder = new[] { "_k" })] private int _n;
            [AcquiredBefore("_l")] private readonly RwSem _order = new();
        }
        """));

    [Fact]
    public Task Local_functions_and_lambdas_are_checked_too() => Verify(Reports("""
        class Account
        {
            private readonly object _gate = new();
            public void Run()
            {
                Action<int> lambda = [RequiresWrite("_gat")] (int n) => { };
                Local();

                [RequiresRead("_gte")]
                void Local() { }
            }
        }
        """));

    [Fact]
    public Task What_the_first_name_may_be_resolves() => Verify(Reports("""
        static class Global { public static readonly object Gate = new(); }
        class Outer
        {
            private static readonly object s_gate = new();
            protected readonly object Base = new();
            private class Inner
            {
                [GuardedBy("s_gate")] private int _ofOuter;
                [GuardedBy("Global.Gate")] private int _ofAType;
                [GuardedBy("Outer.s_gate")] private int _byTheType;
            }
        }
        class Derived : Outer
        {
            [GuardedBy("Base")] private int _inherited;
            [GuardedBy("this.Base")] private int _byThis;
            [GuardedBy(nameof(Base))] private int _byNameof;
        }
        class Primary(object gate)
        {
            [GuardedBy("gate")] private int _n;
            public int N() { lock (gate) return _n; }
        }
        class Longer
        {
            [RequiresWrite(nameof(counter) + "." + nameof(Counter.Sem))] public void Named(Counter counter) { }
            [AcquiresRead("return.Sem", WhenNotNull = true)] public extern Counter? Returned();
        }
        """));

    [Fact]
    public Task An_instance_member_of_the_outer_type_is_told_apart() => Verify(Reports("""
        class Outer
        {
            public readonly object Gate = new();
            class Inner(Outer outer)
            {
                [GuardedBy("Gate")] private int _wrong;
                [GuardedBy("outer.Gate")] private int _right;
            }
        }
        """));
}
