using System.Diagnostics;
using Mm.Frames;
using Mm.Locks;
using Mm.PageTables;
using Mm.Tlb;

namespace Mm.Benchmarks.Storage;

/// <summary>Page tables dropped as a whole, with no look at an entry.</summary>
/// <remarks>Not an unmap: no frame is freed, no map count, accessed or dirty bit, RSS counter or reverse map is kept, so nothing in the engine may do it. It shows
/// what is left when all that is always kept is left out, beside the same range unmapped in earnest in the same run.</remarks>
internal static class DropTablesBenchmarks
{
    private const ulong Start = 1UL << 40;
    private const ulong Length = 512UL << 20;
    private const ulong End = Start + Length;
    private const long Pages = (long)(Length >> 12);
    private const int Rounds = 25;

    internal static void Run()
    {
        foreach (var kind in new[] { PageKind.Zero, PageKind.Own })
        {
            var (unmap, drop) = (double.MaxValue, double.MaxValue);
            for (var round = 0; round < Rounds; round++)
            {
                unmap = Math.Min(unmap, Timed(kind, Unmap));
                drop = Math.Min(drop, Timed(kind, Drop));
            }

            Console.WriteLine(
                $"{kind,-6} per page: unmapped {unmap,6:F2} ns; tables dropped unseen, NOT equivalent (frames leak, nothing is counted) {drop,6:F2} ns");
        }
    }

    /// <summary>A machine for each round, since dropping leaves it with lost frames.</summary>
    private static double Timed(PageKind kind, Action<PageTable> empty)
    {
        var cpus = new CpuSet(2);
        using var frames = new FrameTable(Pages + 1024, cpus);
        using var pool = new TablePool(frames, cpus, new RcuDomain());
        var tables = new PageTable(pool);
        tables.Populate(Start, End, PageProtection.ReadWrite, kind, 1, 0, out var reached);
        if (reached != End)
        {
            throw new InvalidOperationException($"populated up to {reached:x} only");
        }

        var began = Stopwatch.GetTimestamp();
        empty(tables);
        var took = Stopwatch.GetElapsedTime(began).TotalNanoseconds / Pages;
        tables.Dispose();
        return took;
    }

    private static void Unmap(PageTable tables)
    {
        var gather = new MmuGather(tables);
        tables.Zap(Start, End, ref gather);
        tables.FreeTables(Start, End, 0, 1UL << 47, ref gather);
        gather.Finish();
    }

    private static void Drop(PageTable tables)
    {
        for (var addr = Start; addr < End; addr += 2UL << 20)
        {
            tables.WalkPte(addr)?.Wipe();
        }

        var gather = new MmuGather(tables);
        tables.FreeTables(Start, End, 0, 1UL << 47, ref gather);
        gather.Finish();
    }
}
