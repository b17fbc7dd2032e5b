namespace Mm.Analyzers.Tests.Rules;

/// <summary>Contradictory or misplaced lock annotations.</summary>
public class MML002Tests
{
    [Fact]
    public Task Required_and_excluded_contradict() => Verify(Reports("""
        partial class Account
        {
            private readonly RwSem _sem = new();
            [RequiresWrite("_sem"), Excludes("_sem")] private void Both() { }
            [RequiresRead("_sem")] private void One() { }
            [Excludes("_sem")] private void Other() { }
        }
        """));

    [Fact]
    public Task Acquired_in_two_modes_contradicts() => Verify(Reports("""
        class Account
        {
            private readonly RwSem _sem = new();
            [AcquiresRead("_sem"), AcquiresWrite("_sem")] public extern void Both();
            [AcquiresWrite("_sem")] public extern void One();
        }
        """));

    [Fact]
    public Task A_condition_on_the_result_of_a_void_member_is_misplaced() => Verify(Reports("""
        class Account
        {
            private readonly RwSem _sem = new();
            [AcquiresWrite("_sem", When = true)] public extern void Nothing();
            [AcquiresWrite("_sem", When = true)] public extern bool Something();
            [ReleasesWrite("_sem", WhenNotNull = true)] public extern void Null();
            [AcquiresWrite("_sem", WhenNotNull = true)] public extern object? Maybe();
        }
        """));

    [Fact]
    public Task A_constant_that_the_result_cannot_be_is_reported() => Verify(Reports("""
        class Account
        {
            private readonly RwSem _sem = new();
            [AcquiresWrite("_sem", When = 0)] public extern bool Wrong();
            [AcquiresWrite("_sem", When = 0)] public extern int Right();
            [AcquiresWrite("_sem", WhenNotNull = true)] public extern int NeverNull();
        }
        """));

    [Fact]
    public Task An_order_that_goes_round_is_reported() => Verify(Reports("""
        class Account
        {
            [AcquiredBefore("_b")] private readonly RwSem _a = new();
            [AcquiredBefore("_c")] private readonly RwSem _b = new();
            [AcquiredBefore("_a")] private readonly RwSem _c = new();
            [AcquiredBefore("_c")] private readonly RwSem _d = new();
        }
        """));

    [Fact]
    public Task An_assembly_order_that_goes_round_is_reported() => Verify(Reports("""
        [assembly: LockOrder(typeof(First), typeof(Second))]
        [assembly: LockOrder(typeof(Second), typeof(First))]
        [Lock] public sealed class First { }
        [Lock] public sealed class Second { }
        """));

    [Fact]
    public Task An_inline_delegate_that_is_none_is_misplaced() => Verify(Reports("""
        class Account
        {
            public void Wrong([InvokedInline] int action) { }
            public void Right([InvokedInline] Action action) => action();
        }
        """));

    [Fact]
    public Task Annotations_that_agree_are_clean() => Verify(Reports("""
        [assembly: LockOrder(typeof(Parent), typeof(Child))]
        [Lock] public sealed class Parent { [AcquiresWrite] public extern void Enter(); [ReleasesWrite] public extern void Exit(); }
        [Lock] public sealed class Child { [AcquiresWrite] public extern void Enter(); [ReleasesWrite] public extern void Exit(); }
        class Account
        {
            [AcquiredBefore("_inner")] private readonly RwSem _outer = new();
            private readonly RwSem _inner = new();
            [RequiresRead("_outer"), RequiresWrite("_inner")] private void Two() { }
            [RequiresWrite("_outer"), Excludes("_inner")] private void OneOfTwo() { }
            [ReleasesRead("_outer"), AcquiresRead("_inner")] private extern void HandOver();
        }
        """));
}
