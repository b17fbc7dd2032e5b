using Mm.Analyzers.CodeFixes;

namespace Mm.Analyzers.Tests.CodeFixes;

/// <summary>MML203: the lock is released in the mode that it is held in.</summary>
public class ReleaseModeFixTests
{
    [Fact]
    public async Task Read_released_as_write_and_the_other_way() => await Verify(await OneByOneAndAtOnce.FixAsync(new ReleaseModeFix(), """
        using System.Threading;
        using Mm.Locks;

        class Account
        {
            private readonly ReaderWriterLockSlim _lock = new();
            [GuardedBy("_lock")] private int _n;

            public int Look()
            {
                _lock.EnterReadLock();
                try
                {
                    return _n;
                }
                finally
                {
                    _lock.ExitWriteLock();
                }
            }

            public void Set(int n)
            {
                _lock.EnterWriteLock();
                _n = n;
                _lock.ExitReadLock();
            }
        }
        """));

    [Fact]
    public async Task Released_as_write_after_a_downgrade() => await Verify(await OneByOneAndAtOnce.FixAsync(new ReleaseModeFix(), """
        using Mm.Locks;

        class Account
        {
            private readonly RwSemaphore _sem = new();

            public void Run()
            {
                _sem.WriteLock();
                _sem.Downgrade();
                _sem.WriteUnlock();
            }
        }
        """));
}
