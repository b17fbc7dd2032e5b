using Mm.Locks;
using Mm.Tree;

namespace Mm.Tests.Tree;

/// <summary>Readers without a lock beside one writer: what they find was there before or after the change that is being made, and nothing between.</summary>
public class RangeTreeReaderTests
{
    private const int Ranges = 2000;
    private static readonly TimeSpan Duration = TimeSpan.FromMilliseconds(700);

    /// <summary>The writer replaces ranges by others, of all sizes and across leaves, but never leaves an address free: as MAP_FIXED over a mapping must
    /// not.</summary>
    [Fact]
    public void A_replaced_range_is_never_seen_free()
    {
        var (tree, rcu) = Make();
        tree.Store(0, Ranges, new Range(0, Ranges));
        Run(
            rcu,
            random =>
            {
                var start = random.Next(Ranges - 1);
                var end = Math.Min(start + 1 + (random.Next(8) == 0 ? random.Next(500) : random.Next(4)), Ranges);
                tree.Store((ulong)start, (ulong)end, new Range((ulong)start, (ulong)end));
            },
            random =>
            {
                var addr = (ulong)random.Next(Ranges);
                var found = tree.Lookup(addr) ?? throw new InvalidOperationException($"{addr} is free");
                Check(found.Start <= addr && addr < found.End, $"{addr} is mapped by {found}");
                var next = tree.Find(addr, out var start, out var end);
                Check(start <= addr && addr < end, $"find({addr}) gave [{start},{end})");
                Check(next is not null && next.Start <= start && end <= next.End, $"find({addr}) gave [{start},{end}) with {next}");
                Check(tree.Previous(addr + 1, out start, out end) is not null && start <= addr && end > addr, $"previous({addr + 1}) gave [{start},{end})");
            });
    }

    /// <summary>Ranges come and go between others that stay; who walks meets all that stay, in order, and values that fit their ranges.</summary>
    [Fact]
    public void A_walk_meets_every_range_that_stays()
    {
        var (tree, rcu) = Make();
        for (var i = 0UL; i < Ranges; i += 4)
        {
            tree.Store(i, i + 1, new Range(i, i + 1));
        }

        Run(
            rcu,
            random =>
            {
                var at = ((ulong)random.Next(Ranges / 4) * 4) + 1;
                if (random.Next(2) == 0)
                {
                    tree.Store(at, at + 3, new Range(at, at + 3));
                }
                else
                {
                    tree.Erase(at, at + 3);
                }
            },
            random =>
            {
                var from = (ulong)random.Next(Ranges / 8) * 4;
                var next = from;
                foreach (var entry in tree.InRange(from, from + 400))
                {
                    Check(entry.Value.Start == entry.Start && entry.Value.End == entry.End, $"[{entry.Start},{entry.End}) has the value {entry.Value}");
                    if (entry.Start % 4 == 0)
                    {
                        Check(entry.Start == next, $"met {entry.Start} where {next} was due");
                        next += 4;
                    }
                }

                Check(next == from + 400, $"the walk ended before {next}");
            });
    }

    [Fact]
    public void Nodes_are_used_again_and_a_reader_keeps_them_from_it()
    {
        var (tree, rcu) = Make();
        for (var i = 0UL; i < 100; i++)
        {
            tree.Store(i * 2, (i * 2) + 1, new Range(i, i));
        }

        var value = new Range(0, 0);
        Change(1000);
        var settled = tree.TestHookNodesMade;
        Change(10_000);
        Assert.Equal(settled, tree.TestHookNodesMade);

        rcu.ReadLock();
        Change(1000);
        rcu.ReadUnlock();
        Assert.True(tree.TestHookNodesMade >= settled + 1000, "nodes were used again while a reader could see them");

        void Change(int times)
        {
            for (var i = 0; i < times; i++)
            {
                tree.Store(51, 52, value);
                tree.Erase(51, 52);
            }
        }
    }

    [Fact]
    public void Without_nodes_the_reservation_fails_and_the_tree_is_as_it_was()
    {
        var (tree, _) = Make();
        var stored = 0UL;
        tree.NodeLimit = 40;
        while (tree.TryReserve())
        {
            tree.Store(stored * 2, (stored * 2) + 1, new Range(stored, stored));
            stored++;
        }

        Assert.InRange(stored, 20UL, 2000UL);
        Assert.Equal(stored, (ulong)tree.Count);
        tree.CheckStructure();
        tree.NodeLimit = 100_000;
        Assert.True(tree.TryReserve(4));
        var made = tree.TestHookNodesMade;
        tree.Store(0, stored * 2, new Range(0, 0));
        tree.Erase(1, 2);
        tree.Store(5, 9, new Range(5, 9));
        tree.Erase(0, stored * 2);
        Assert.Equal((made, 0), (tree.TestHookNodesMade, tree.Count));
        tree.CheckStructure();
    }

    private static (RangeTree<Range> Tree, RcuDomain Rcu) Make()
    {
        var rcu = new RcuDomain("test");
        return (new RangeTree<Range>(rcu), rcu);
    }

    private static void Run(RcuDomain rcu, Action<Random> change, Action<Random> read)
    {
        using var stop = new CancellationTokenSource();
        Exception? failure = null;
        var reads = 0L;
        var readers = Enumerable.Range(1, 3).Select(seed => new Thread(() =>
        {
            var random = new Random(seed);
            try
            {
                while (!stop.IsCancellationRequested)
                {
                    using var reading = rcu.Read();
                    read(random);
                    Interlocked.Increment(ref reads);
                }
            }
            catch (Exception e)
            {
                Volatile.Write(ref failure, e);
            }
        })).ToList();
        readers.ForEach(reader => reader.Start());
        var writes = 0;
        var random = new Random(0);
        var until = DateTime.UtcNow + Duration;
        for (; (DateTime.UtcNow < until || Volatile.Read(ref reads) < 1000) && Volatile.Read(ref failure) is null; writes++)
        {
            change(random);
        }

        stop.Cancel();
        readers.ForEach(reader => reader.Join());
        Assert.Null(failure);
        Assert.True(writes > 100 && reads >= 1000, $"{writes} writes and {reads} reads say too little");
    }

    private static void Check(bool holds, string what)
    {
        if (!holds)
        {
            throw new InvalidOperationException(what);
        }
    }

    private sealed record Range(ulong Start, ulong End);
}
