using Mm.Analyzers.CodeFixes;
using static Mm.Analyzers.Tests.CodeFixes.FixedText;

namespace Mm.Analyzers.Tests.CodeFixes;

/// <summary>Fixes for holds, guards and annotations: their result, word for word, one by one and with Fix All, and that the report is gone.</summary>
public sealed class HoldFixTests
{
    [Fact]
    public Task LeakedHoldBecomesAGuard() => Fixes(new UseGuardFix(), """
        class C
        {
            readonly RwSemaphore _sem = new();
            [GuardedBy("_sem")] int _n;

            int Take(bool early)
            {
                _sem.WriteLock();
                if (early)
                    return 0;
                _n = 1;
                _sem.WriteUnlock();
                return 1;
            }
        }
        """, """
        class C
        {
            readonly RwSemaphore _sem = new();
            [GuardedBy("_sem")] int _n;

            int Take(bool early)
            {
                using (_sem.Write())
                {
                    if (early)
                        return 0;
                    _n = 1;
                }

                return 1;
            }
        }
        """);

    [Fact]
    public Task ReleaseMovesIntoFinally() => Fixes(new ReleaseInFinallyFix(), """
        class C
        {
            readonly ReaderWriterLockSlim _rw = new();
            [GuardedBy("_rw")] int _n;

            int Get(bool early)
            {
                _rw.EnterReadLock();
                if (early)
                    return 0;
                int n = _n;
                _rw.ExitReadLock();
                return 1;
            }
        }
        """, """
        class C
        {
            readonly ReaderWriterLockSlim _rw = new();
            [GuardedBy("_rw")] int _n;

            int Get(bool early)
            {
                _rw.EnterReadLock();
                try
                {
                    if (early)
                        return 0;
                    int n = _n;
                }
                finally
                {
                    _rw.ExitReadLock();
                }

                return 1;
            }
        }
        """);

    [Fact]
    public Task ReleaseTakesTheModeHeld() => Fixes(new ReleaseModeFix(), """
        class C
        {
            readonly RwSemaphore _sem = new();

            void Downgraded()
            {
                _sem.WriteLock();
                _sem.Downgrade();
                _sem.WriteUnlock();
            }
        }
        """, """
        class C
        {
            readonly RwSemaphore _sem = new();

            void Downgraded()
            {
                _sem.WriteLock();
                _sem.Downgrade();
                _sem.ReadUnlock();
            }
        }
        """);

    [Fact]
    public Task DiscardedGuardIsKept() => Fixes(new AddUsingFix(), """
        class C
        {
            readonly RwSemaphore _sem = new();
            [GuardedBy("_sem")] int _n;

            void Count()
            {
                _sem.Write();
                var guard = _sem;
            }
        }
        """, """
        class C
        {
            readonly RwSemaphore _sem = new();
            [GuardedBy("_sem")] int _n;

            void Count()
            {
                using var guard2 = _sem.Write();
                var guard = _sem;
            }
        }
        """);

    [Fact]
    public Task UndisposedGuardGetsUsing() => Fixes(new AddUsingFix(), """
        class C
        {
            readonly RwSemaphore _sem = new();
            [GuardedBy("_sem")] int _n;

            void Count()
            {
                var guard = _sem.Write();
                _n++;
            }
        }
        """, """
        class C
        {
            readonly RwSemaphore _sem = new();
            [GuardedBy("_sem")] int _n;

            void Count()
            {
                using var guard = _sem.Write();
                _n++;
            }
        }
        """);

    [Fact]
    public Task IgnoredTryIsTested() => Fixes(new TestResultFix(), """
        class C
        {
            readonly RwSemaphore _sem = new();

            void Count()
            {
                _sem.TryWriteLock();
                _sem.WriteUnlock();
            }
        }
        """, """
        class C
        {
            readonly RwSemaphore _sem = new();

            void Count()
            {
                if (_sem.TryWriteLock())
                {
                    _sem.WriteUnlock();
                }
            }
        }
        """);

    [Fact]
    public Task IgnoredKillableIsComparedWithItsSuccess() => Fixes(new TestResultFix(), """
        class C
        {
            readonly RwSemaphore _sem = new();

            void Count(CancellationToken token)
            {
                _sem.WriteLockKillable(token);
                _sem.WriteUnlock();
            }
        }
        """, """
        class C
        {
            readonly RwSemaphore _sem = new();

            void Count(CancellationToken token)
            {
                if (_sem.WriteLockKillable(token) == 0)
                {
                    _sem.WriteUnlock();
                }
            }
        }
        """);

    [Fact]
    public Task LockFieldBecomesReadonly() => Fixes(new MakeReadonlyFix(), """
        class C
        {
            // The lock.
            RwSemaphore _sem = new();
            [GuardedBy("_sem")] int _n;

            void Count()
            {
                using (_sem.Write())
                    _n++;
            }
        }
        """, """
        class C
        {
            // The lock.
            readonly RwSemaphore _sem = new();
            [GuardedBy("_sem")] int _n;

            void Count()
            {
                using (_sem.Write())
                    _n++;
            }
        }
        """);

    [Fact]
    public Task OverrideTakesOverTheBaseContract() => Fixes(new CopyBaseContractFix(), """
        abstract class Base
        {
            protected readonly RwSemaphore Lock = new();

            [RequiresRead("Lock")]
            public abstract void Visit();
        }

        class Derived : Base
        {
            [RequiresWrite("Lock")]
            public override void Visit()
            {
            }
        }
        """, """
        abstract class Base
        {
            protected readonly RwSemaphore Lock = new();

            [RequiresRead("Lock")]
            public abstract void Visit();
        }

        class Derived : Base
        {
            [RequiresRead("Lock")]
            public override void Visit()
            {
            }
        }
        """);

    [Fact]
    public Task FieldWhoseAccessesAllHoldTheLockIsAnnotated() => Fixes(new AddAnnotationFix(), """
        class C
        {
            readonly RwSemaphore _sem = new();
            int _n;

            public void One()
            {
                using (_sem.Write())
                {
                    _n = 1;
                }
            }

            public void Two()
            {
                using (_sem.Write())
                {
                    _n = 2;
                }
            }

            public int Get()
            {
                using (_sem.Read())
                {
                    return _n;
                }
            }
        }
        """, """
        class C
        {
            readonly RwSemaphore _sem = new();
            [GuardedBy("_sem")]
            int _n;

            public void One()
            {
                using (_sem.Write())
                {
                    _n = 1;
                }
            }

            public void Two()
            {
                using (_sem.Write())
                {
                    _n = 2;
                }
            }

            public int Get()
            {
                using (_sem.Read())
                {
                    return _n;
                }
            }
        }
        """);
}
