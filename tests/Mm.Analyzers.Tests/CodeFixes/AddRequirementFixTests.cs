using Mm.Analyzers.CodeFixes;

namespace Mm.Analyzers.Tests.CodeFixes;

/// <summary>For a lock that is lacking: the containing member asks its callers for it.</summary>
public class AddRequirementFixTests
{
    [Fact]
    public async Task A_call_that_lacks_its_lock() => await Verify(await OneByOneAndAtOnce.FixAsync(new AddRequirementFix(), """
        using Mm.Locks;

        class Account
        {
            private readonly object _gate = new();
            [GuardedBy("_gate")] private int _n;

            [RequiresWrite("_gate")]
            private void Set(int n) => _n = n;

            private void Reset() => Set(0);
        }
        """));

    [Fact]
    public async Task Guarded_members_read_and_written() => await Verify(await OneByOneAndAtOnce.FixAsync(new AddRequirementFix(), """
        using Mm.Locks;

        class Account
        {
            private readonly object _gate = new();
            [GuardedBy("_gate")] private int _n;

            /// <summary>Stays where it is.</summary>
            private int Look() => _n;

            private void Move(int by)
            {
                _n += by; // one
                _n += by; // two
            }
        }
        """));

    [Fact]
    public async Task A_requirement_for_read_becomes_one_for_write() => await Verify(await OneByOneAndAtOnce.FixAsync(new AddRequirementFix(), """
        using Mm.Locks;

        class Account
        {
            private readonly object _gate = new();
            [GuardedBy("_gate")] private int _n;

            [RequiresRead("_gate")]
            private int Next()
            {
                _n++;
                return _n;
            }
        }
        """));

    [Fact]
    public async Task The_lock_of_a_parameter() => await Verify(await OneByOneAndAtOnce.FixAsync(new AddRequirementFix(), """
        using Mm.Locks;

        class Account
        {
            public readonly object Gate = new();
            [GuardedBy("Gate")] public int N;
        }

        static class Bank
        {
            private static void Pay(Account account) => account.N++;
        }
        """));

    [Fact]
    public async Task Local_functions_that_hold_the_lock_are_left_alone() => await Verify(await OneByOneAndAtOnce.FixAsync(new AddRequirementFix(), """
        using Mm.Locks;

        class Account
        {
            private readonly object _gate = new();
            [GuardedBy("_gate")] private int _n;

            [RequiresWrite("_gate")]
            private void Set(int n) => _n = n;

            public void Run()
            {
                lock (_gate)
                {
                    Bump();
                }

                System.Action later = Other;
                later();

                void Bump() => Set(1);

                void Other()
                {
                    lock (_gate)
                    {
                        Set(2);
                    }
                }
            }

            private void Reset() => Set(0);
        }
        """));

    [Fact]
    public async Task A_lock_that_the_member_cannot_name_is_no_offer() => Assert.Empty(await new FixRunner(new AddRequirementFix()).TitlesAsync("""
        using Mm.Locks;

        class Account
        {
            public readonly object Gate = new();
            [GuardedBy("Gate")] public int N;
        }

        static class Bank
        {
            private static Account Find() => new();
            private static void Pay()
            {
                var account = Find();
                account.N++;
            }
        }
        """));
}
