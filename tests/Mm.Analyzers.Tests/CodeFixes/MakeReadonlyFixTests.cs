using Mm.Analyzers.CodeFixes;

namespace Mm.Analyzers.Tests.CodeFixes;

/// <summary>MML003: the member that stores a lock is made readonly, or loses its setter.</summary>
public class MakeReadonlyFixTests
{
    [Fact]
    public async Task A_field_and_a_property() => await Verify(await OneByOneAndAtOnce.FixAsync(new MakeReadonlyFix(), """
        using Mm.Locks;

        class Account
        {
            private object _gate = new();
            public RwSemaphore Sem { get; set; } = new();
            [GuardedBy("_gate")] private int _n;
            [GuardedBy("Sem")] private int _m;
        }
        """));

    [Fact]
    public async Task A_field_that_its_constructor_assigns() => await Verify(await OneByOneAndAtOnce.FixAsync(new MakeReadonlyFix(), """
        using Mm.Locks;

        class Account
        {
            private object _gate;
            [GuardedBy("_gate")] private int _n;

            public Account(object gate) => _gate = gate;
        }
        """));

    [Fact]
    public async Task A_property_that_others_assign_is_no_offer() => Assert.Empty(await new FixRunner(new MakeReadonlyFix()).TitlesAsync("""
        using Mm.Locks;

        class Account
        {
            public RwSemaphore Sem { get; set; } = new();
            [GuardedBy("Sem")] private int _n;
        }

        static class Bank
        {
            public static Account Open() => new Account { Sem = new RwSemaphore() };
        }
        """));

    [Fact]
    public async Task A_field_that_is_assigned_elsewhere_is_no_offer() => Assert.Empty(await new FixRunner(new MakeReadonlyFix()).TitlesAsync("""
        using Mm.Locks;

        class Account
        {
            private object _gate = new();
            [GuardedBy("_gate")] private int _n;

            public void Renew() => _gate = new object();
        }
        """));
}
