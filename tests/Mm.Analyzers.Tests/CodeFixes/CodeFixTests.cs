using Microsoft.CodeAnalysis.CodeFixes;
using Mm.Analyzers.CodeFixes;
using Xunit;

namespace Mm.Analyzers.Tests.CodeFixes;

/// <summary>Each fix of LANGUAGE.md section 7: its result, word for word, and that the report is gone.</summary>
public sealed class CodeFixTests
{
    private const string Header = "using System;\nusing System.Threading;\nusing Mm.Locks;\n\n";

    [Fact]
    public Task MissingWriteRequirementIsAdded() => Fixes(new AddRequirementFix(), """
        class C
        {
            readonly RwSemaphore _sem = new();
            [GuardedBy("_sem")] int _n;

            // Counts.
            void Count() => _n++;
        }
        """, """
        class C
        {
            readonly RwSemaphore _sem = new();
            [GuardedBy("_sem")] int _n;

            // Counts.
            [RequiresWrite("_sem")]
            void Count() => _n++;
        }
        """);

    [Fact]
    public Task ReadRequirementOfTheMemberBecomesWrite() => Fixes(new AddRequirementFix(), """
        class C
        {
            readonly RwSemaphore _sem = new();
            [GuardedBy("_sem")] int _n;

            [RequiresRead("_sem")]
            void Count() => _n++;
        }
        """, """
        class C
        {
            readonly RwSemaphore _sem = new();
            [GuardedBy("_sem")] int _n;

            [RequiresWrite("_sem")]
            void Count() => _n++;
        }
        """);

    [Fact]
    public Task RequirementNamesTheParameter() => Fixes(new AddRequirementFix(), """
        class Space
        {
            public readonly RwSemaphore Lock = new();
            [GuardedBy("Lock")] public int Pages;
        }

        static class Users
        {
            static int Pages(Space space) => space.Pages;
        }
        """, """
        class Space
        {
            public readonly RwSemaphore Lock = new();
            [GuardedBy("Lock")] public int Pages;
        }

        static class Users
        {
            [RequiresRead("space.Lock")]
            static int Pages(Space space) => space.Pages;
        }
        """);

    [Fact]
    public async Task RequirementIsNotOfferedForALocal()
    {
        var titles = await new FixRunner(new AddRequirementFix()).TitlesAsync(Header + """
            class Space
            {
                public readonly RwSemaphore Lock = new();
                [GuardedBy("Lock")] public int Pages;
            }

            static class Users
            {
                static Space Find() => throw new InvalidOperationException();

                static int Pages()
                {
                    var space = Find();
                    return space.Pages;
                }
            }
            """);
        Assert.Empty(titles);
    }

    [Fact]
    public Task FixAllAddsOneRequirementAMember() => FixesAll(new AddRequirementFix(), """
        class C
        {
            readonly RwSemaphore _a = new();
            readonly RwSemaphore _b = new();
            [GuardedBy("_a")] int _n;
            [GuardedBy("_b")] int _m;

            void Both()
            {
                _n = 1;
                _m = 2;
                _n = 3;
            }

            void One() => _n = 4;
        }
        """, """
        class C
        {
            readonly RwSemaphore _a = new();
            readonly RwSemaphore _b = new();
            [GuardedBy("_a")] int _n;
            [GuardedBy("_b")] int _m;

            [RequiresWrite("_b")]
            [RequiresWrite("_a")]
            void Both()
            {
                _n = 1;
                _m = 2;
                _n = 3;
            }

            [RequiresWrite("_a")]
            void One() => _n = 4;
        }
        """);

    [Fact]
    public Task StatementIsWrappedInAGuard() => Fixes(new WrapInHoldFix(), """
        class C
        {
            readonly RwSemaphore _sem = new();
            [GuardedBy("_sem")] int _n;

            void Count()
            {
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
                using (_sem.Write())
                {
                    _n++;
                }
            }
        }
        """);

    [Fact]
    public Task WrappedStatementStaysApartFromTheNext() => Fixes(new WrapInHoldFix(), """
        class C
        {
            readonly RwSemaphore _sem = new();
            [GuardedBy("_sem")] int _n;

            int Count()
            {
                // Counts.
                _n++;
                return 1;
            }
        }
        """, """
        class C
        {
            readonly RwSemaphore _sem = new();
            [GuardedBy("_sem")] int _n;

            int Count()
            {
                // Counts.
                using (_sem.Write())
                {
                    _n++;
                }

                return 1;
            }
        }
        """);

    [Fact]
    public Task DeclarationTakesItsUsesAlong() => Fixes(new WrapInHoldFix(), """
        class C
        {
            readonly object _gate = new();
            [GuardedBy("_gate")] int _n;

            int Twice()
            {
                int n = _n;
                return n * 2;
            }
        }
        """, """
        class C
        {
            readonly object _gate = new();
            [GuardedBy("_gate")] int _n;

            int Twice()
            {
                lock (_gate)
                {
                    int n = _n;
                    return n * 2;
                }
            }
        }
        """);

    [Fact]
    public Task SlimLockIsWrappedWithFinally() => Fixes(new WrapInHoldFix(), """
        class C
        {
            readonly ReaderWriterLockSlim _rw = new();
            [GuardedBy("_rw")] int _n;

            void Count()
            {
                _n = 1;
            }
        }
        """, """
        class C
        {
            readonly ReaderWriterLockSlim _rw = new();
            [GuardedBy("_rw")] int _n;

            void Count()
            {
                _rw.EnterWriteLock();
                try
                {
                    _n = 1;
                }
                finally
                {
                    _rw.ExitWriteLock();
                }
            }
        }
        """);

    [Fact]
    public async Task WrappingIsNotOfferedUnderAReadHold()
    {
        var titles = await new FixRunner(new WrapInHoldFix()).TitlesAsync(Header + """
            class C
            {
                readonly RwSemaphore _sem = new();
                [GuardedBy("_sem")] int _n;

                void Count()
                {
                    using var guard = _sem.Read();
                    _n++;
                }
            }
            """);
        Assert.Empty(titles);
    }

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

    private static async Task Fixes(CodeFixProvider fix, string before, string after)
    {
        Assert.Equal(Header + after, Normal(await new FixRunner(fix).ApplyAllAsync(Header + before)));
        Assert.Equal(Header + after, Normal(await new FixRunner(fix).FixAllAsync(Header + before)));
    }

    private static async Task FixesAll(CodeFixProvider fix, string before, string after) =>
        Assert.Equal(Header + after, Normal(await new FixRunner(fix).FixAllAsync(Header + before)));

    private static string Normal(string text) => text.ReplaceLineEndings("\n");
}
