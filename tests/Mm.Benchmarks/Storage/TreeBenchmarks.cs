using Mm.Locks;
using Mm.Tree;

namespace Mm.Benchmarks.Storage;

/// <summary>The tree alone, with few ranges and beside 60,000.</summary>
internal static class TreeBenchmarks
{
    private const ulong Page = 4096;
    private const ulong Bottom = 0x1000_0000;
    private const int Operations = 20_000;

    internal static void Run()
    {
        var (few, many) = (Measured(8), Measured(60_000));
        Console.WriteLine($"{"",-28}{"8 ranges",10}{"60,000",10}{"ratio",8}");
        foreach (var ((name, small), (_, large)) in few.Zip(many))
        {
            Console.WriteLine($"{name,-28}{small,10:F1}{large,10:F1}{large / small,8:F2}");
        }
    }

    private static List<(string Name, double Nanoseconds)> Measured(int ranges)
    {
        var tree = new RangeTree<object>(new RcuDomain());
        var value = new object();
        for (var i = 0; i < ranges; i++)
        {
            tree.Store(At(i), At(i) + Page, value);
        }

        var hole = At(ranges / 2) + Page;
        var random = new Random(1);
        var addresses = new ulong[4096];
        for (var i = 0; i < addresses.Length; i++)
        {
            addresses[i] = At(random.Next(ranges));
        }

        return
        [
            ("find, one address", Measure.NanosecondsEach(Operations, () => Find(tree, At(ranges / 2)))),
            ("find, all over", Measure.NanosecondsEach(Operations, () => FindAll(tree, addresses))),
            ("store + erase", Measure.NanosecondsEach(Operations, () => StoreAndErase(tree, hole, value))),
            ("place + store + erase", Measure.NanosecondsEach(Operations, () => PlaceStoreAndErase(tree, value))),
            ("split + merge", Measure.NanosecondsEach(Operations, () => SplitAndMerge(tree, At(ranges / 2), value))),
        ];
    }

    private static ulong At(int i) => Bottom + ((ulong)i * Page * 4);

    private static void Find(RangeTree<object> tree, ulong addr)
    {
        for (var i = 0; i < Operations; i++)
        {
            if (tree.Find(addr) is null)
            {
                throw new InvalidOperationException();
            }
        }
    }

    private static void FindAll(RangeTree<object> tree, ulong[] addresses)
    {
        for (var i = 0; i < Operations; i++)
        {
            if (tree.Find(addresses[i & (addresses.Length - 1)]) is null)
            {
                throw new InvalidOperationException();
            }
        }
    }

    private static void StoreAndErase(RangeTree<object> tree, ulong hole, object value)
    {
        for (var i = 0; i < Operations; i++)
        {
            tree.Store(hole, hole + Page, value);
            tree.Erase(hole, hole + Page);
        }
    }

    private static void PlaceStoreAndErase(RangeTree<object> tree, object value)
    {
        for (var i = 0; i < Operations; i++)
        {
            tree.TryReserve();
            if (!tree.FindGapTopDown<NoGuardGap<object>>(8 * Page, Page, 1UL << 46, 0, 0, out var addr))
            {
                throw new InvalidOperationException();
            }

            tree.Store(addr, addr + Page, value);
            tree.Erase(addr, addr + Page);
        }
    }

    private static void SplitAndMerge(RangeTree<object> tree, ulong start, object value)
    {
        for (var i = 0; i < Operations; i++)
        {
            tree.Store(start + (Page / 4), start + (Page / 2), tree);
            tree.Store(start, start + Page, value);
        }
    }
}
