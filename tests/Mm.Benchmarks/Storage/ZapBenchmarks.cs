using Mm.Frames;
using Mm.Locks;
using Mm.PageTables;
using Mm.Tlb;

namespace Mm.Benchmarks.Storage;

/// <summary>Emptying page tables: each of the range's pages was mapped before, and everything is given back.</summary>
internal static class ZapBenchmarks
{
    private const ulong Start = 1UL << 40;
    private const ulong Length = 512UL << 20;
    private const ulong End = Start + Length;
    private const long Pages = (long)(Length >> 12);

    internal static void Run()
    {
        foreach (var kind in new[] { PageKind.Zero, PageKind.Own, PageKind.Huge })
        {
            var cpus = new CpuSet(2);
            using var frames = new FrameTable(Pages + 1024, cpus);
            using var pool = new TablePool(frames, cpus, new RcuDomain());
            using var tables = new PageTable(pool);
            var fill = Measure.NanosecondsEach(Pages, () => Fill(tables, kind), rounds: 25, prepare: () => Empty(tables, free: true));
            var zap = Measure.NanosecondsEach(Pages, () => Empty(tables, free: false), rounds: 25, prepare: () => Fill(tables, kind));
            var all = Measure.NanosecondsEach(Pages, () => Empty(tables, free: true), rounds: 25, prepare: () => Fill(tables, kind));
            Console.WriteLine($"{kind,-6} per page: fill {fill,6:F2} ns, zap {zap,6:F2} ns, zap and free tables {all,6:F2} ns; frames left {frames.Used}");
        }
    }

    private static void Fill(PageTable tables, PageKind kind)
    {
        tables.Populate(Start, End, PageProtection.ReadWrite, kind, 1, 0, out var reached);
        if (reached != End)
        {
            throw new InvalidOperationException($"populated up to {reached:x} only");
        }
    }

    private static void Empty(PageTable tables, bool free)
    {
        var gather = new MmuGather(tables);
        tables.Zap(Start, End, ref gather);
        if (free)
        {
            tables.FreeTables(Start, End, 0, 1UL << 47, ref gather);
        }

        gather.Finish();
    }
}
