using Mm.Faults;
using Mm.Tlb;

namespace Mm.Tests.Engine;

/// <summary>What the TLBs hold after faults, and walks beside the freeing of tables.</summary>
public sealed class TranslationTests
{
    [Theory]
    [InlineData(AccessKind.Read, "mmap-lock")]
    [InlineData(AccessKind.Write, "mmap-lock")]
    [InlineData(AccessKind.Read, "per-vma")]
    [InlineData(AccessKind.Write, "per-vma")]
    public void A_fault_leaves_its_translation_to_the_CPU_that_took_it_and_to_no_other(AccessKind access, string strategy)
    {
        Assert.True(FaultStrategies.TryGet(strategy, out FaultStrategy? fault));
        using EngineFixture f = new(options: new MmOptions { FaultStrategy = fault });
        f.Map(0, 4);
        f.System.Cpus.Bind(2);
        Assert.Equal(FaultOutcome.Ok, f.Mm.Touch(EngineFixture.At(1), access));
        for (int cpu = 0; cpu < f.System.Cpus.Count; cpu++)
            Assert.Equal(cpu == 2 ? TlbResult.Hit : TlbResult.Miss, Cached(f, cpu, 1, access == AccessKind.Write ? TlbRights.Write : TlbRights.Read));
    }

    [Fact]
    public void Pages_that_others_bring_in_are_in_no_TLB()
    {
        using EngineFixture f = new();
        f.Map(0, 4);
        Assert.Equal(1, f.Mm.WriteRemote(EngineFixture.At(0), [7]));
        Assert.Equal(0, f.Mm.Madvise(EngineFixture.At(1), EngineFixture.Page, Advice.PopulateWrite));
        for (int cpu = 0; cpu < f.System.Cpus.Count; cpu++)
        {
            Assert.Equal(TlbResult.Miss, Cached(f, cpu, 0, TlbRights.Read));
            Assert.Equal(TlbResult.Miss, Cached(f, cpu, 1, TlbRights.Read));
        }
        Assert.Equal(7, f.Load(0));
    }

    /// <summary>A CPU that only failed to translate must be waited for too before tables are used again.</summary>
    [Fact]
    public void An_access_that_is_refused_notes_its_CPU_for_flushes()
    {
        using EngineFixture f = new();
        f.Map(0, 1);
        f.System.Cpus.Bind(3);
        Assert.Equal(FaultOutcome.MapErr, f.Mm.Touch(EngineFixture.At(9), AccessKind.Read));
        Assert.Equal(1UL << 3, f.Mm.Tables.Context.CpuMask);
    }

    [Fact]
    public void Accesses_beside_the_freeing_of_tables_see_the_mapping_or_none()
    {
        const int Areas = 6;
        const int AreaPages = 512;
        using EngineFixture f = new();
        bool stop = false;
        List<Thread> threads = [.. Enumerable.Range(0, 3).Select(id => new Thread(() =>
        {
            Random random = new(id);
            while (!Volatile.Read(ref stop))
            {
                FaultOutcome outcome = f.Mm.Touch(EngineFixture.At(random.Next(Areas * AreaPages)), (AccessKind)random.Next(2));
                if (!outcome.IsOk && outcome != FaultOutcome.MapErr)
                    throw new InvalidOperationException($"an access ended with {outcome}");
            }
        }))];
        threads.ForEach(t => t.Start());
        f.Mm.SkipInvariants = true;
        for (int round = 0; round < 1500; round++)
        {
            int area = round % Areas;
            Assert.True(f.Map(area * AreaPages, AreaPages) > 0);
            f.Mm.Touch(EngineFixture.At((area * AreaPages) + (round % AreaPages)), AccessKind.Write);
            f.Unmap(area * AreaPages, AreaPages);
        }
        Volatile.Write(ref stop, true);
        threads.ForEach(t => t.Join());
    }

    private static TlbResult Cached(EngineFixture f, int cpu, int page, TlbRights rights)
    {
        Cpu processor = f.System.Cpus[cpu];
        processor.TlbLock.Lock();
        TlbResult result = processor.Lookup(f.Mm.Tables.Context, EngineFixture.At(page), rights, f.System.Frames, out _);
        processor.TlbLock.Unlock();
        return result;
    }
}
