using Mm.Analyzers.CodeFixes;

namespace Mm.Analyzers.Tests.CodeFixes;

/// <summary>MML206: a guard that is never disposed gets a using declaration.</summary>
public class AddUsingFixTests
{
    [Fact]
    public async Task A_guard_in_a_local() => await Verify(await OneByOneAndAtOnce.FixAsync(new AddUsingFix(), """
        using Mm.Locks;

        class Account
        {
            private readonly RwSemaphore _sem = new();
            [GuardedBy("_sem")] private int _n;

            public void Set(int n)
            {
                // before
                var hold = _sem.Write();
                _n = n;
            }
        }
        """));

    [Fact]
    public async Task A_guard_that_is_discarded() => await Verify(await OneByOneAndAtOnce.FixAsync(new AddUsingFix(), """
        using System.Threading;
        using Mm.Locks;

        class Account
        {
            private readonly RwSemaphore _sem = new();
            private readonly Lock _lock = new();
            [GuardedBy("_sem")] private int _n;

            public void Set(int n)
            {
                _sem.Write();
                _n = n;
            }

            public void Other()
            {
                _ = _sem.Read();
                _lock.EnterScope();
            }
        }
        """));
}
