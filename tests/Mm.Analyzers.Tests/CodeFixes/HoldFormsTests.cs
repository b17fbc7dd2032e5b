using Mm.Analyzers.CodeFixes;
using static Mm.Analyzers.Tests.CodeFixes.FixedText;

namespace Mm.Analyzers.Tests.CodeFixes;

/// <summary>Fixes for holds that leak, in the forms that ordinary code has.</summary>
public sealed class HoldFormsTests
{
    private const string Locks = """
        class C
        {
            readonly object _gate = new();
            readonly SemaphoreSlim _one = new(1, 1);
            readonly RwSemaphore _sem = new();
            [GuardedBy("_gate")] int _n;


        """;

    private const string Leaking = Locks + """
            int Look(bool early)
            {
                // enter
                Monitor.Enter(_gate);
                if (early)
                {
                    Monitor.Exit(_gate);
                    return 0;
                }

                var n = _n; // seen
                if (n == 1)
                    return 1;
                Monitor.Exit(_gate);
                return n;
            }
        }
        """;

    [Fact]
    public Task MonitorBecomesALockStatement() => Fixes(new UseGuardFix(), Leaking, Locks + """
            int Look(bool early)
            {
                // enter
                int n;
                lock (_gate)
                {
                    if (early)
                    {
                        return 0;
                    }

                    n = _n; // seen
                    if (n == 1)
                        return 1;
                }

                return n;
            }
        }
        """);

    [Fact]
    public Task MonitorIsExitedInAFinally() => Fixes(new ReleaseInFinallyFix(), Leaking, Locks + """
            int Look(bool early)
            {
                // enter
                int n;
                Monitor.Enter(_gate);
                try
                {
                    if (early)
                    {
                        return 0;
                    }

                    n = _n; // seen
                    if (n == 1)
                        return 1;
                }
                finally
                {
                    Monitor.Exit(_gate);
                }

                return n;
            }
        }
        """);

    [Fact]
    public Task AnAwaitedAcquisitionIsReleasedInAFinally() => Fixes(new ReleaseInFinallyFix(), Locks + """
            async System.Threading.Tasks.Task Wait(bool early)
            {
                await _one.WaitAsync().ConfigureAwait(false);
                if (early)
                    return;
                await System.Threading.Tasks.Task.Yield();
                _one.Release();
            }
        }
        """, Locks + """
            async System.Threading.Tasks.Task Wait(bool early)
            {
                await _one.WaitAsync().ConfigureAwait(false);
                try
                {
                    if (early)
                        return;
                    await System.Threading.Tasks.Task.Yield();
                }
                finally
                {
                    _one.Release();
                }
            }
        }
        """);

    [Theory]
    [InlineData("int Get(bool b) { _sem.ReadLock(); if (b) return 1; int.TryParse(\"1\", out var n); _sem.ReadUnlock(); return n; }")]
    [InlineData("int Get(bool b) { _sem.ReadLock(); if (b) return 1; var n = new { A = 1 }; _sem.ReadUnlock(); return n.A; }")]
    public async Task WhatCannotBeDeclaredApartIsLeft(string member)
    {
        Assert.Empty(await new FixRunner(new ReleaseInFinallyFix()).TitlesAsync(Header + Locks + member + "}"));
        Assert.Empty(await new FixRunner(new UseGuardFix()).TitlesAsync(Header + Locks + member + "}"));
    }

    [Fact]
    public async Task NoGuardIsHeldAcrossAnAwait() => Assert.Empty(await new FixRunner(new UseGuardFix()).TitlesAsync(Header + Locks + """
            async System.Threading.Tasks.Task Wait(bool early)
            {
                Monitor.Enter(_gate);
                if (early)
                    return;
                await System.Threading.Tasks.Task.Yield();
                Monitor.Exit(_gate);
            }
        }
        """));

    [Theory]
    [InlineData("void Wait(int k) { switch (k) { case 1: var hold = _sem.Read(); break; } }")]
    [InlineData("void Wait(int k) { switch (k) { case 1: _sem.Read(); break; } }")]
    [InlineData("void Wait(int k) { if (k == 1) _sem.Read(); }")]
    public async Task NoUsingDeclarationWhereNoneMayStand(string member) =>
        Assert.Empty(await new FixRunner(new AddUsingFix()).TitlesAsync(Header + Locks + member + "}"));

    [Fact]
    public Task TheResultOfMonitorIsTested() => Fixes(new TestResultFix(), Locks + """
            int Try()
            {
                Monitor.TryEnter(_gate);
                var n = 1;
                Monitor.Exit(_gate);
                return 2;
            }
        }
        """, Locks + """
            int Try()
            {
                if (Monitor.TryEnter(_gate))
                {
                    var n = 1;
                    Monitor.Exit(_gate);
                }

                return 2;
            }
        }
        """);
}
