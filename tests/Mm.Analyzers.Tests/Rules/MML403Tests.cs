namespace Mm.Analyzers.Tests.Rules;

/// <summary>Lock analysis is switched off, or a lock nested, without a reason.</summary>
public class MML403Tests
{
    [Fact]
    public Task An_empty_reason() => Verify(Reports("""
        partial class Counter
        {
            [NoLockAnalysis("")] public void Wrong() => N = 1;
            [NoLockAnalysis(" ")] public void Blank() => N = 1;
            [NoLockAnalysis("called before the object is shared")] public void Right() => N = 1;
        }
        """));

    [Fact]
    public Task A_nested_acquisition_without_a_reason() => Verify(Reports("""
        [Lock] public sealed class Table
        {
            [AcquiresWrite, Nested("")] public extern void Wrong();
            [AcquiresWrite, Nested("by address")] public extern void Right();
            [ReleasesWrite] public extern void Exit();
        }
        """));

    [Fact]
    public Task A_type_that_is_not_analysed() => Verify(Reports("""
        [NoLockAnalysis("")] static class Wrong { public static void Set(Counter c) => c.N = 1; }
        [NoLockAnalysis("generated")] static class Right { public static void Set(Counter c) => c.N = 1; }
        """));

    [Fact]
    public Task Contracts_still_hold_at_its_callers() => Verify(Reports("""
        partial class Counter
        {
            [NoLockAnalysis("measured by hand"), RequiresWrite("Sem")] public void Fast() => Sem.WriteUnlock();
            public void Wrong() => Fast();
        }
        """));
}
