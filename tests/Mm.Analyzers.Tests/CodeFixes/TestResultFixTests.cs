using Mm.Analyzers.CodeFixes;

namespace Mm.Analyzers.Tests.CodeFixes;

/// <summary>MML208: what follows a conditional acquisition runs only if it succeeded.</summary>
public class TestResultFixTests
{
    [Fact]
    public async Task A_result_that_is_dropped() => await Verify(await OneByOneAndAtOnce.FixAsync(new TestResultFix(), """
        using System.Threading;
        using Mm.Locks;

        class Account
        {
            private readonly ReaderWriterLockSlim _lock = new();
            [GuardedBy("_lock")] private int _n;

            public void Set(int n)
            {
                _lock.TryEnterWriteLock(100);
                _n = n;
                _lock.ExitWriteLock();
                System.Console.WriteLine("set");
            }
        }
        """));

    [Fact]
    public async Task A_result_that_is_discarded() => await Verify(await OneByOneAndAtOnce.FixAsync(new TestResultFix(), """
        using System.Threading;
        using Mm.Locks;

        class Account
        {
            private readonly object _gate = new();
            [GuardedBy("_gate")] private int _n;

            public void Set(int n)
            {
                _ = Monitor.TryEnter(_gate);
                _n = n;
                Monitor.Exit(_gate);
            }
        }
        """));
}
