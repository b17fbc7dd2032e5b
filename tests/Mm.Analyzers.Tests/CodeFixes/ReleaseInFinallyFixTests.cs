using Mm.Analyzers.CodeFixes;

namespace Mm.Analyzers.Tests.CodeFixes;

/// <summary>MML201 and MML209: the release moves into a finally.</summary>
public class ReleaseInFinallyFixTests
{
    [Fact]
    public async Task A_return_between() => await Verify(await OneByOneAndAtOnce.FixAsync(new ReleaseInFinallyFix(), """
        using System.Threading;
        using Mm.Locks;

        class Account
        {
            private readonly ReaderWriterLockSlim _lock = new();
            [GuardedBy("_lock")] private int _n;

            public int Take(int by)
            {
                _lock.EnterWriteLock();
                if (_n < by)
                {
                    return 0;
                }

                _n -= by;
                _lock.ExitWriteLock();
                return by;
            }
        }
        """));

    [Fact]
    public async Task A_throw_between() => await Verify(await OneByOneAndAtOnce.FixAsync(new ReleaseInFinallyFix(), """
        using System.Threading;
        using Mm.Locks;

        class Account
        {
            private readonly object _gate = new();
            private readonly SemaphoreSlim _one = new(1, 1);
            [GuardedBy("_one")] private int _n;

            public void Parse(string text)
            {
                _one.Wait();
                if (text.Length == 0)
                {
                    throw new System.FormatException();
                }

                _n = int.Parse(text);
                _one.Release();
            }
        }
        """));
}
