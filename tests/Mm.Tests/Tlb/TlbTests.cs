using Mm.Frames;
using Mm.PageTables;
using Mm.Tests.PageTables;
using Mm.Tlb;

namespace Mm.Tests.Tlb;

public class TlbTests
{
    private const ulong Page = 4096;
    private const ulong Start = 0x4000_0000;

    [Fact]
    public void A_translation_is_kept_until_it_is_flushed_on_every_CPU()
    {
        using var machine = new Machine(cpus: 3);
        using var tables = Filled(machine, 2);
        for (var cpu = 0; cpu < 3; cpu++)
        {
            Assert.Equal(TlbResult.Hit, machine.Access(tables, cpu, Start, TlbRights.Read));
            Assert.Equal(TlbResult.Hit, Cached(machine, tables, cpu, Start));
        }

        tables.Context.Flush(Start, Start + Page);
        for (var cpu = 0; cpu < 3; cpu++)
        {
            Assert.Equal(TlbResult.Miss, Cached(machine, tables, cpu, Start));
        }
    }

    /// <summary>The detector itself: a frame that is freed without a flush is found out.</summary>
    [Fact]
    public void A_translation_to_a_freed_frame_is_reported_as_stale()
    {
        using var machine = new Machine();
        using var tables = Filled(machine, 1);
        Assert.Equal(TlbResult.Hit, machine.Access(tables, 1, Start, TlbRights.Write));
        var table = tables.WalkPte(Start)!;
        table.Lock.Lock();
        var entry = table.Clear(table.IndexOf(Start));
        machine.Frames.Unmap(entry.Frame, entry.Harvest);
        tables.Rss.Add(new RssDelta { Anon = -1 });
        table.Lock.Unlock();
        Assert.Throws<InvalidOperationException>(tables.CheckTables);

        machine.Frames.Put(entry.Frame);
        Assert.Equal(TlbResult.Stale, Cached(machine, tables, 1, Start));
        Assert.Equal(1, machine.Cpus[1].StaleHits);
    }

    [Fact]
    public void A_gather_frees_nothing_before_its_flush()
    {
        using var machine = new Machine();
        using var tables = Filled(machine, 100);
        for (var i = 0UL; i < 100; i++)
        {
            Assert.Equal(TlbResult.Hit, machine.Access(tables, (int)i % 2, Start + (i * Page), TlbRights.Read));
        }

        var gather = new MmuGather(tables);
        tables.Zap(Start, Start + (100 * Page), ref gather);
        Assert.Equal(100, machine.Frames.Used);
        Assert.Equal(TlbResult.Hit, Cached(machine, tables, 1, Start + (99 * Page)));
        gather.Finish();
        Assert.Equal(0, machine.Frames.Used);
        for (var i = 0UL; i < 100; i++)
        {
            Assert.Equal(TlbResult.Miss, Cached(machine, tables, (int)i % 2, Start + (i * Page)));
        }
    }

    [Fact]
    public void Address_spaces_do_not_see_each_others_translations()
    {
        using var machine = new Machine();
        using var one = Filled(machine, 1);
        using var other = Filled(machine, 1);
        var frame = one.TestHookGet(Start).Frame;
        Assert.Equal(TlbResult.Hit, machine.Access(one, 0, Start, TlbRights.Read, pfn => pfn == frame));
        Assert.Equal(TlbResult.Miss, Cached(machine, other, 0, Start));
        other.Context.FlushAll();
        Assert.Equal(TlbResult.Hit, Cached(machine, one, 0, Start));
    }

    [Fact]
    public void The_first_store_through_a_clean_entry_marks_it()
    {
        using var machine = new Machine();
        using var tables = new PageTable(machine.Pool);
        Assert.True(machine.Frames.TryAlloc(out var pfn));
        machine.Frames.MapNewAnon(pfn, 1, 0);
        var table = tables.GetOrAllocPte(Start)!;
        table.Lock.Lock();
        table.Set(table.IndexOf(Start), Pte.Map(pfn, PageProtection.ReadWrite));
        tables.Rss.Add(new RssDelta { Anon = 1 });
        table.Lock.Unlock();

        Assert.Equal(TlbResult.Hit, machine.Access(tables, 0, Start, TlbRights.Read));
        Assert.True(tables.TestHookGet(Start) is { IsAccessed: true, IsDirty: false });
        Assert.Equal(TlbResult.Hit, machine.Access(tables, 0, Start, TlbRights.Write));
        Assert.True(tables.TestHookGet(Start).IsDirty);
        Assert.Equal(TlbResult.Miss, machine.Access(tables, 0, Start, TlbRights.Execute));
    }

    [Fact]
    public void A_huge_page_is_translated_by_one_entry_and_split_without_losing_a_page()
    {
        using var machine = new Machine(frames: 2048);
        using var tables = new PageTable(machine.Pool);
        Assert.True(tables.TryMapHuge(Start, PageProtection.ReadWrite, mapping: 3, index: 40));
        Assert.False(tables.TryMapHuge(Start, PageProtection.ReadWrite, mapping: 3, index: 40));
        var head = tables.TestHookGet(Start).Frame;
        Assert.Equal(TlbResult.Hit, machine.Access(tables, 0, Start + (5 * Page), TlbRights.Write, pfn => pfn == head.Plus(5)));
        Assert.Equal(TlbResult.Hit, Cached(machine, tables, 0, Start + (400 * Page)));
        tables.CheckTables();

        var gather = new MmuGather(tables);
        Assert.Equal(10, tables.Zap(Start + (20 * Page), Start + (30 * Page), ref gather));
        gather.Finish();
        tables.CheckTables();
        Assert.Equal((502L, 502L), (tables.Rss.Anon, machine.Frames.Used));
        Assert.Equal(TlbResult.Miss, machine.Access(tables, 0, Start + (25 * Page), TlbRights.Read));
        Assert.Equal(TlbResult.Hit, machine.Access(tables, 0, Start + (30 * Page), TlbRights.Write, pfn => pfn == head.Plus(30)));
        Assert.Equal((3, 70UL), (machine.Frames.Mapping(head.Plus(30)), machine.Frames.Index(head.Plus(30))));
    }

    /// <summary>Writers and readers on pages that come and go: nobody ever reads a byte that belongs to another page.</summary>
    [Fact]
    public void No_access_reaches_a_frame_of_another_page()
    {
        const int Pages = 64;
        using var machine = new Machine(frames: Pages + 40, cpus: 4);
        using var tables = new PageTable(machine.Pool);
        using var stop = new CancellationTokenSource();
        Exception? failure = null;
        var hits = 0L;
        var workers = Enumerable.Range(0, 3).Select(id => new Thread(() =>
        {
            try
            {
                var random = new Random(id);
                while (!stop.IsCancellationRequested)
                {
                    var page = random.Next(Pages);
                    var write = random.Next(2) == 0;
                    var rights = write ? TlbRights.Write : TlbRights.Read;
                    var result = machine.Access(tables, id, Start + ((ulong)page * Page), rights, pfn => Use(machine, pfn, page, write));
                    if (result == TlbResult.Stale)
                    {
                        throw new InvalidOperationException($"a stale translation of page {page}");
                    }

                    Interlocked.Add(ref hits, result == TlbResult.Hit ? 1 : 0);
                }
            }
            catch (Exception e)
            {
                Volatile.Write(ref failure, e);
            }
        })).ToList();
        workers.ForEach(worker => worker.Start());
        var random = new Random(9);
        var rounds = 0;
        var until = DateTime.UtcNow.AddMilliseconds(700);
        for (; (DateTime.UtcNow < until || Volatile.Read(ref hits) < 1000) && Volatile.Read(ref failure) is null; rounds++)
        {
            var first = random.Next(Pages);
            var (start, end) = (Start + ((ulong)first * Page), Start + ((ulong)(first + random.Next(1, Pages - first + 1)) * Page));
            tables.Populate(start, end, PageProtection.ReadWrite, PageKind.Own, 1, 0, out _);
            var gather = new MmuGather(tables);
            tables.Zap(start, end, ref gather);
            if (random.Next(3) == 0)
            {
                tables.FreeTables(Start, Start + (Pages * Page), first == 0 && end == Start + (Pages * Page) ? 0 : start, end, ref gather);
            }

            gather.Finish();
        }

        stop.Cancel();
        workers.ForEach(worker => worker.Join());
        Assert.Null(failure);
        Assert.True(hits >= 1000 && rounds > 50, $"{hits} hits in {rounds} rounds say too little");
    }

    /// <summary>The bytes of a page are zero or its own number.</summary>
    private static bool Use(Machine machine, Pfn pfn, int page, bool write)
    {
        var bytes = machine.Frames.Content(pfn, create: write);
        if (!bytes.IsEmpty)
        {
            if (bytes[17] != 0 && bytes[17] != page + 1)
            {
                throw new InvalidOperationException($"page {page} reads what page {bytes[17] - 1} wrote");
            }

            if (write)
            {
                bytes[17] = (byte)(page + 1);
            }
        }

        return true;
    }

    private static PageTable Filled(Machine machine, int pages)
    {
        var tables = new PageTable(machine.Pool);
        tables.Populate(Start, Start + ((ulong)pages * Page), PageProtection.ReadWrite, PageKind.Own, 1, 0, out _);
        return tables;
    }

    private static TlbResult Cached(Machine machine, PageTable tables, int cpu, ulong addr)
    {
        machine.Cpus[cpu].TlbLock.Lock();
        var result = machine.Cpus[cpu].Lookup(tables.Context, addr, TlbRights.Read, machine.Frames, out _);
        machine.Cpus[cpu].TlbLock.Unlock();
        return result;
    }
}
