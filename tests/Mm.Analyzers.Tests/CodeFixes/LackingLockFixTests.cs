using Mm.Analyzers.CodeFixes;
using static Mm.Analyzers.Tests.CodeFixes.FixedText;

namespace Mm.Analyzers.Tests.CodeFixes;

/// <summary>Fixes for a lock that is lacking: their result, word for word, one by one and with Fix All, and that the report is gone.</summary>
public sealed class LackingLockFixTests
{
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
}
