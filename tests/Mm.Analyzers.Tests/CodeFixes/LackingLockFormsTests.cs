using Mm.Analyzers.CodeFixes;
using static Mm.Analyzers.Tests.CodeFixes.FixedText;

namespace Mm.Analyzers.Tests.CodeFixes;

/// <summary>Fixes for a lock that is lacking, in the syntactic forms that ordinary code has.</summary>
public sealed class LackingLockFormsTests
{
    private const string Guarded = """
        class C
        {
            readonly object _gate = new();
            [GuardedBy("_gate")] int _n;
            [GuardedBy("_gate")] readonly System.Collections.Generic.Dictionary<string, int> _d = new();


        """;

    [Fact]
    public Task ExpressionBodiesBecomeBlocks() => Fixes(new WrapInHoldFix(), Guarded + """
            // Counts.
            public int Count => _n; // all

            public int Half
            {
                get => _n / 2;
                set => _n = value * 2;
            }

            public int this[string key] => _d[key];

            public void Up() => _n++;

            public int Twice()
            {
                return One() + One();

                int One() => _n;
            }
        }
        """, Guarded + """
            // Counts.
            public int Count
            {
                get
                {
                    lock (_gate)
                    {
                        return _n;
                    }
                }
            } // all

            public int Half
            {
                get
                {
                    lock (_gate)
                    {
                        return _n / 2;
                    }
                }
                set
                {
                    lock (_gate)
                    {
                        _n = value * 2;
                    }
                }
            }

            public int this[string key]
            {
                get
                {
                    lock (_gate)
                    {
                        return _d[key];
                    }
                }
            }

            public void Up()
            {
                lock (_gate)
                {
                    _n++;
                }
            }

            public int Twice()
            {
                return One() + One();

                int One() { lock (_gate) { return _n; } }
            }
        }
        """);

    [Fact]
    public Task ALambdaHoldsTheLockWhenItRuns() => Fixes(new WrapInHoldFix(), Guarded + """
            Action Later() => () => _n++;

            Func<int> Then()
            {
                return () => _n;
            }
        }
        """, Guarded + """
            Action Later() => () => { lock (_gate) { _n++; } };

            Func<int> Then()
            {
                return () => { lock (_gate) { return _n; } };
            }
        }
        """);

    [Fact]
    public Task VariablesOfAnArgumentOrAConditionTakeTheirUsesAlong() => Fixes(new WrapInHoldFix(), Guarded + """
            int Get(string key)
            {
                _d.TryGetValue(key, out int value);
                Console.WriteLine(key);
                return value;
            }

            int Find(string key)
            {
                if (!_d.TryGetValue(key, out var found))
                    return 0;
                return found;
            }
        }
        """, Guarded + """
            int Get(string key)
            {
                lock (_gate)
                {
                    _d.TryGetValue(key, out int value);
                    Console.WriteLine(key);
                    return value;
                }
            }

            int Find(string key)
            {
                lock (_gate)
                {
                    if (!_d.TryGetValue(key, out var found))
                        return 0;
                    return found;
                }
            }
        }
        """);

    [Fact]
    public Task AnEmbeddedStatementIsWrappedAlone() => Fixes(new WrapInHoldFix(), Guarded + """
            void Up(bool by)
            {
                if (by)
                    _n++; // one
                else
                    _n--;
            }
        }
        """, Guarded + """
            void Up(bool by)
            {
                if (by)
                    lock (_gate)
                    {
                        _n++; // one
                    }
                else
                    lock (_gate)
                    {
                        _n--;
                    }
            }
        }
        """);

    [Theory]
    [InlineData("async System.Threading.Tasks.Task Add(System.Threading.Tasks.Task<int> t) { _n += await t; }")]
    [InlineData("System.Collections.Generic.IEnumerable<int> All() { yield return _n; }")]
    [InlineData("System.Linq.Expressions.Expression<Func<int>> Tree() => () => _n;")]
    public async Task NoLockIsHeldWhereItCannotBe(string member) =>
        Assert.Empty(await new FixRunner(new WrapInHoldFix()).TitlesAsync(Header + Guarded + member + "}"));

    [Fact]
    public async Task NothingIsWrappedAroundItsOwnAcquisition() => Assert.Empty(await new FixRunner(new WrapInHoldFix()).TitlesAsync(Header + """
        class C
        {
            readonly ReaderWriterLockSlim _rw = new();
            [GuardedBy("_rw")] int _n;

            void Up()
            {
                if (_n == 0)
                {
                    _rw.EnterWriteLock();
                    _n = 1;
                    _rw.ExitWriteLock();
                }
            }
        }
        """));

    [Theory]
    [InlineData("[Excludes(\"_gate\")] void Up() => _n++;")]
    [InlineData("~C() => _n = 0;")]
    [InlineData("C(C other) { Keep(this); _n = 1; } static void Keep(C c) { }")]
    [InlineData("public override string ToString() => \"\" + _n;")]
    [InlineData("async System.Threading.Tasks.Task Up() { _n++; await System.Threading.Tasks.Task.Yield(); }")]
    [InlineData("class D : IDisposable { readonly C _c = new(null!); void IDisposable.Dispose() => _c._n = 0; } C(object o) { }")]
    public async Task NobodyCouldMeetTheRequirement(string member) =>
        Assert.Empty(await new FixRunner(new AddRequirementFix()).TitlesAsync(Header + Guarded + member + "}"));

    [Fact]
    public Task TheLockIsNamedAsTheCodeNamesIt() => Fixes(new AddRequirementFix(), """
        class Shared
        {
            readonly object[] _targets = new object[2];
            internal object Incoming => _targets;
            [GuardedBy("Incoming")] internal int N;
        }

        class C
        {
            readonly Shared _shared = new();
            void Up() => _shared.N++;

            void Down()
            {
                var shared = _shared;
                shared.N--;
            }
        }
        """, """
        class Shared
        {
            readonly object[] _targets = new object[2];
            internal object Incoming => _targets;
            [GuardedBy("Incoming")] internal int N;
        }

        class C
        {
            readonly Shared _shared = new();
            [RequiresWrite("_shared.Incoming")]
            void Up() => _shared.N++;

            [RequiresWrite("_shared.Incoming")]
            void Down()
            {
                var shared = _shared;
                shared.N--;
            }
        }
        """);

    [Fact]
    public Task TheBodyKeepsItsLayout() => Fixes(new AddRequirementFix(), Guarded + """
            void Up( int by ){
              _n+=by ;
                  }
        }
        """, Guarded + """
            [RequiresWrite("_gate")]
            void Up( int by ){
              _n+=by ;
                  }
        }
        """);
}
