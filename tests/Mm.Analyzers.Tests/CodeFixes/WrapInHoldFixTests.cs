using Mm.Analyzers.CodeFixes;

namespace Mm.Analyzers.Tests.CodeFixes;

/// <summary>For a lock that is not held: the statement is wrapped in a hold.</summary>
public class WrapInHoldFixTests
{
    [Fact]
    public async Task A_lock_statement() => await Verify(await OneByOneAndAtOnce.FixAsync(new WrapInHoldFix(), """
        using Mm.Locks;

        class Account
        {
            private readonly object _gate = new();
            [GuardedBy("_gate")] private int _n;

            public void Add(int by)
            {
                // before
                _n += by;
                System.Console.WriteLine("added");
            }
        }
        """));

    [Fact]
    public async Task A_guard_of_a_lock_type() => await Verify(await OneByOneAndAtOnce.FixAsync(new WrapInHoldFix(), """
        using Mm.Locks;

        class Account
        {
            private readonly RwSemaphore _sem = new();
            [GuardedBy("_sem")] private int _n;

            public int Look()
            {
                int seen = _n;
                return seen + 1;
            }

            public void Set(int n)
            {
                _n = n;
            }
        }
        """));

    [Fact]
    public async Task Acquire_and_release_with_a_finally() => await Verify(await OneByOneAndAtOnce.FixAsync(new WrapInHoldFix(), """
        using System.Threading;
        using Mm.Locks;

        class Account
        {
            private readonly ReaderWriterLockSlim _lock = new();
            [GuardedBy("_lock")] private int _n;

            public void Set(int n)
            {
                _n = n;
            }

            public int Look()
            {
                return _n;
            }
        }
        """));

    [Fact]
    public async Task A_lock_that_is_held_for_read_is_no_offer() => Assert.Empty(await new FixRunner(new WrapInHoldFix()).TitlesAsync("""
        using System.Threading;
        using Mm.Locks;

        class Account
        {
            private readonly ReaderWriterLockSlim _lock = new();
            [GuardedBy("_lock")] private int _n;

            public void Set(int n)
            {
                _lock.EnterReadLock();
                try
                {
                    _n = n;
                }
                finally
                {
                    _lock.ExitReadLock();
                }
            }
        }
        """));
}
