using Mm.Faults;
using Mm.Protocols;
using Mm.Strategies;

namespace Mm.Tests.Engine;

public sealed class StrategyTests
{
    [Fact]
    public void EveryStrategySaysWhatItIs()
    {
        foreach (UnmapStrategy strategy in UnmapStrategies.All)
        {
            Assert.NotEmpty(strategy.Origin);
            Assert.NotEmpty(strategy.LockSteps);
            Assert.Equal(strategy.Sound, strategy.Race == null);
            Assert.True(UnmapStrategies.TryGet(strategy.Name, out UnmapStrategy? found));
            Assert.Same(strategy, found);
            Assert.Null(StrategyCombination.Refuse(strategy, FaultStrategies.PerVma, strategy.DefaultProtocol));
        }
        Assert.False(UnmapStrategies.TryGet("none", out _));
        Assert.Equal(UnmapStrategies.All.Count, UnmapStrategies.All.Select(s => s.Name).Distinct().Count());
    }

    [Fact]
    public void AnUnsuitableCombinationIsRefusedWithTheReason()
    {
        using MmSystem system = new(new MmSystemOptions { RamPages = 16, CpuCount = 1 });
        ArgumentException e = Assert.Throws<ArgumentException>(
            () => new MmStruct(system, new MmOptions { UnmapStrategy = UnmapStrategies.RangeLock, Protocol = MmProtocols.InPlace }));
        Assert.Contains("range-claims", e.Message, StringComparison.Ordinal);
    }

    /// <summary>The same calls, one after the other: what is left does not depend on the strategy.</summary>
    [Fact]
    public void EveryStrategyEndsWithTheLayoutOfClassic()
    {
        for (int seed = 0; seed < 20; seed++)
        {
            string expected = LayoutAfter(UnmapStrategies.Classic, seed);
            foreach (UnmapStrategy strategy in UnmapStrategies.All)
                Assert.Equal(expected, LayoutAfter(strategy, seed));
        }
    }

    private static string LayoutAfter(UnmapStrategy strategy, int seed)
    {
        using EngineFixture f = new(options: new MmOptions { UnmapStrategy = strategy });
        Random random = new(seed);
        for (int i = 0; i < 60; i++)
        {
            int page = random.Next(40);
            int count = 1 + random.Next(12);
            switch (random.Next(6))
            {
                case 0:
                case 1:
                    f.Map(page, count, (Prot)random.Next(4));
                    break;
                case 2:
                case 3:
                    Assert.Equal(0, f.Unmap(page, count));
                    break;
                case 4:
                    f.Protect(page, count, (Prot)random.Next(4));
                    break;
                default:
                    f.Store(page, 1);
                    break;
            }
        }
        return f.Layout() + " " + f.Mm.Counters;
    }

    /// <summary>A mapping that finds no other room waits for the claimed one, and a fixed one into a claimed range does too; nothing is lost.</summary>
    [Fact]
    public void MappersAndUnmappersOfTheSameRangeTakeTurns()
    {
        foreach (UnmapStrategy strategy in UnmapStrategies.All.Where(s => s.Sound))
        {
            using EngineFixture f = new(options: new MmOptions { UnmapStrategy = strategy });
            f.Mm.SkipInvariants = true;
            Thread[] threads = new Thread[3];
            for (int t = 0; t < threads.Length; t++)
            {
                int own = t;
                threads[t] = new Thread(() =>
                {
                    for (int i = 0; i < 200; i++)
                    {
                        f.Map(own * 8, 16);
                        f.Store((own * 8) + (i % 16), 1);
                        f.Unmap((own * 8) + 4, 8);
                    }
                });
                threads[t].Start();
            }
            foreach (Thread thread in threads)
                thread.Join();
            f.Mm.VerifyInvariants();
        }
    }

    /// <summary>A range that covers whole upper tables, with pages near every bound of theirs: all gone afterwards, and what lies beside it is there.</summary>
    [Fact]
    public void LargeRangesGoWithAllTheirTables()
    {
        foreach (UnmapStrategy strategy in UnmapStrategies.All)
        {
            using EngineFixture f = new(options: new MmOptions { UnmapStrategy = strategy });
            const int Gigabyte = 1 << 18;
            f.Map(0, 4 * Gigabyte, Prot.ReadWrite, MapFlags.NoReserve);
            f.Map(5 * Gigabyte, 1);
            int[] touched = [10, 600, Gigabyte - 1, Gigabyte, Gigabyte + 511, (2 * Gigabyte) + 5, (3 * Gigabyte) + 700, (4 * Gigabyte) - 1];
            foreach (int page in touched)
                Assert.Equal(FaultOutcome.Ok, f.Store(page, 5));
            Assert.Equal(0, f.Unmap(500, (4 * Gigabyte) - 600));
            Assert.Equal(2, f.Mm.Counters.RssAnon);
            Assert.Equal(5, f.Load(10));
            Assert.Equal(5, f.Load((4 * Gigabyte) - 1));
            foreach (int page in touched[1..^1])
                Assert.Equal(FaultOutcome.MapErr, f.Mm.Touch(EngineFixture.At(page), AccessKind.Read));
            f.Map(Gigabyte, 3);
            Assert.Equal(0, f.Load(Gigabyte));
            f.Mm.VerifyInvariants();
        }
    }
}
