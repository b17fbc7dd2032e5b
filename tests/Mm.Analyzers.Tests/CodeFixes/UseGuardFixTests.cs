using Mm.Analyzers.CodeFixes;

namespace Mm.Analyzers.Tests.CodeFixes;

/// <summary>MML201 and MML209: acquire and release become a guard.</summary>
public class UseGuardFixTests
{
    [Fact]
    public async Task A_lock_with_guards() => await Verify(await OneByOneAndAtOnce.FixAsync(new UseGuardFix(), """
        using Mm.Locks;

        class Account
        {
            private readonly RwSemaphore _sem = new();
            [GuardedBy("_sem")] private int _n;

            public int Take(int by)
            {
                _sem.WriteLock();
                if (_n < by)
                {
                    return 0;
                }

                _n -= by;
                _sem.WriteUnlock();
                return by;
            }
        }
        """));

    [Fact]
    public async Task A_Lock_entered_by_hand() => await Verify(await OneByOneAndAtOnce.FixAsync(new UseGuardFix(), """
        using System.Threading;
        using Mm.Locks;

        class Account
        {
            private readonly Lock _lock = new();
            [GuardedBy("_lock")] private int _n;

            public void Parse(string text)
            {
                _lock.Enter();
                if (text.Length == 0)
                {
                    throw new System.FormatException();
                }

                _n = int.Parse(text);
                _lock.Exit();
            }
        }
        """));
}
