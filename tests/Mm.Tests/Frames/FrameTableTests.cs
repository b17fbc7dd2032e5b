using System.Collections.Concurrent;
using Mm.Frames;
using Mm.PageTables;
using Mm.Tlb;

namespace Mm.Tests.Frames;

public class FrameTableTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(16)]
    [InlineData(1500)]
    public void Gives_out_every_frame_once_and_then_says_no(int capacity)
    {
        using var frames = new FrameTable(capacity, new CpuSet(2));
        var taken = new HashSet<uint>();
        for (var round = 0; round < 3; round++)
        {
            for (var i = 0; i < capacity; i++)
            {
                Assert.True(frames.TryAlloc(out var pfn));
                Assert.True(taken.Add(pfn.Number), $"{pfn} was given out twice");
                Assert.NotEqual(frames.ZeroPfn, pfn);
                Assert.Equal(1, frames.RefCount(pfn));
            }

            Assert.False(frames.TryAlloc(out var none));
            Assert.False(none.IsFrame);
            Assert.Equal(capacity, frames.Used);
            frames.PutBatch([.. taken]);
            taken.Clear();
            Assert.Equal(0, frames.Used);
        }
    }

    [Fact]
    public void A_frame_is_freed_with_its_last_reference_and_gets_a_new_generation()
    {
        using var frames = new FrameTable(10, new CpuSet(1));
        Assert.True(frames.TryAlloc(out var pfn));
        var generation = frames.Generation(pfn);
        frames.Get(pfn);
        frames.Put(pfn);
        Assert.Equal((1, generation, 1L), (frames.RefCount(pfn), frames.Generation(pfn), frames.Used));
        frames.Put(pfn);
        Assert.Equal((0, generation + 1, 0L), (frames.RefCount(pfn), frames.Generation(pfn), frames.Used));
    }

    [Fact]
    public void Frames_that_another_CPU_keeps_are_found_when_memory_is_short()
    {
        using var frames = new FrameTable(600, new CpuSet(2));
        OnThread(() =>
        {
            var mine = new uint[600];
            Assert.Equal(600, frames.AllocBatch(mine));
            frames.PutBatch(mine);
        });
        OnThread(() =>
        {
            var mine = new uint[601];
            Assert.Equal(600, frames.AllocBatch(mine));
            frames.PutBatch(mine.AsSpan(0, 600));
        });
        Assert.Equal(0, frames.Used);
    }

    [Fact]
    public void Bytes_are_kept_until_the_frame_is_freed_and_never_seen_by_the_next_owner()
    {
        using var frames = new FrameTable(2, new CpuSet(1));
        for (var round = 0; round < 10; round++)
        {
            Assert.True(frames.TryAlloc(out var pfn));
            Assert.True(frames.TryAlloc(out var copy));
            Assert.True(frames.Content(pfn, create: false).IsEmpty);
            var bytes = frames.Content(pfn, create: true);
            Assert.Equal(FrameTable.FrameSize, bytes.Length);
            Assert.Equal(-1, bytes.IndexOfAnyExcept((byte)0));
            bytes.Fill((byte)(round + 1));
            Assert.True(frames.TryCopyContent(pfn, copy));
            Assert.Equal(round + 1, frames.Content(copy, create: false)[4095]);
            frames.PutBatch([pfn.Number, copy.Number]);
        }

        Assert.True(frames.Content(frames.ZeroPfn, create: true).IsEmpty);
    }

    [Fact]
    public void A_huge_frame_is_aligned_and_can_be_broken_into_small_ones()
    {
        using var frames = new FrameTable(3 * FrameTable.HugeFrames, new CpuSet(1));
        Assert.True(frames.TryAllocHuge(out var head));
        Assert.Equal(0U, head.Number % FrameTable.HugeFrames);
        Assert.Equal(FrameTable.HugeFrames, frames.Used);
        frames.MapNewAnon(head, mapping: 7, index: 1000);
        frames.BreakHuge(head);
        for (var i = 0; i < FrameTable.HugeFrames; i++)
        {
            var pfn = head.Plus(i);
            Assert.Equal((1, 1, 7, 1000UL + (ulong)i), (frames.RefCount(pfn), frames.MapCount(pfn), frames.Mapping(pfn), frames.Index(pfn)));
            Assert.True(frames.IsExclusive(pfn));
            frames.Put(pfn);
        }

        Assert.Equal(0, frames.Used);
    }

    [Fact]
    public void Free_huge_frames_are_used_for_small_ones_when_nothing_else_is_left()
    {
        using var frames = new FrameTable(2 * FrameTable.HugeFrames, new CpuSet(1));
        Assert.True(frames.TryAllocHuge(out var head));
        frames.Put(head);
        var all = new uint[2 * FrameTable.HugeFrames];
        Assert.Equal(all.Length, frames.AllocBatch(all));
        Assert.Equal(all.Length, all.Distinct().Count());
        Assert.False(frames.TryAllocHuge(out _));
        frames.PutBatch(all);
        Assert.Equal(0, frames.Used);
    }

    [Fact]
    public void Without_native_memory_the_answer_is_no_and_nothing_is_charged()
    {
        var budget = new NativeBudget(13 << 20);
        using (var frames = new FrameTable(1 << 20, new CpuSet(1), budget))
        {
            var mine = new uint[1 << 20];
            var got = frames.AllocBatch(mine);
            Assert.InRange(got, 1 << 18, (1 << 20) - 1);
            Assert.Equal(got, frames.Used);
            Assert.True(frames.Content(new Pfn(mine[0]), create: true).IsEmpty);
            frames.PutBatch(mine.AsSpan(0, got));
            Assert.Equal(0, frames.Used);
        }

        Assert.Equal(0, budget.Used);
    }

    [Fact]
    public void Threads_never_own_the_same_frame()
    {
        const int Capacity = 5000;
        using var frames = new FrameTable(Capacity, new CpuSet(3));
        var owners = new ConcurrentDictionary<uint, int>();
        var threads = Enumerable.Range(0, 6).Select(id => new Thread(() =>
        {
            var random = new Random(id);
            var mine = new uint[400];
            for (var round = 0; round < 300; round++)
            {
                var got = frames.AllocBatch(mine.AsSpan(0, random.Next(1, mine.Length)));
                for (var i = 0; i < got; i++)
                {
                    if (!owners.TryAdd(mine[i], id))
                    {
                        throw new InvalidOperationException($"{mine[i]} has two owners");
                    }
                }

                for (var i = 0; i < got; i++)
                {
                    owners.TryRemove(mine[i], out _);
                }

                frames.PutBatch(mine.AsSpan(0, got));
            }
        })).ToList();
        RunAll(threads);
        Assert.Equal(0, frames.Used);
        var all = new uint[Capacity + 1];
        Assert.Equal(Capacity, frames.AllocBatch(all));
    }

    private static void OnThread(Action action) => RunAll([new Thread(() => action())]);

    private static void RunAll(List<Thread> threads)
    {
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
    }
}
