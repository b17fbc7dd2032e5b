using Mm.Frames;
using Mm.PageTables;
using Mm.Tlb;

namespace Mm.Tests.PageTables;

public class PageTableTests
{
    private const ulong Page = 4096;
    private const ulong Start = 0x7f00_0000_0000;

    [Fact]
    public void An_entry_is_bit_for_bit_what_a_processor_reads()
    {
        var entry = Pte.Map(new Pfn(0x12345), PageProtection.Of(write: true, execute: false)).Dirty;
        Assert.Equal(0x8000_0000_1234_5067UL, entry.Raw);
        Assert.Equal(0x0000_0000_1234_5005UL, Pte.Map(new Pfn(0x12345), PageProtection.Of(write: false, execute: true)).Raw);
        Assert.True(Pte.Map(new Pfn(1), PageProtection.None) is { IsMapped: true, IsPresent: false, IsWritable: false });
        Assert.True(Pte.Guard is { IsGuard: true, IsMapped: false, IsNone: false });
    }

    [Fact]
    public void Guard_marks_stay_when_only_the_pages_go()
    {
        using var machine = new Machine();
        using var tables = new PageTable(machine.Pool);
        tables.Populate(Start, Start + (4 * Page), PageProtection.ReadWrite, PageKind.Own, 1, 0, out _);
        var table = tables.WalkPte(Start)!;
        table.Lock.Lock();
        table.Set(9, Pte.Guard);
        table.Lock.Unlock();

        var gather = new MmuGather(tables);
        Assert.Equal(4, tables.Zap(Start, Start + (16 * Page), ref gather, ZapFlags.KeepMarks));
        gather.Finish();
        Assert.True(tables.TestHookGet(Start + (9 * Page)).IsGuard);
        tables.CheckTables();
        gather = new MmuGather(tables);
        Assert.Equal(0, tables.Zap(Start, Start + (16 * Page), ref gather));
        gather.Finish();
        Assert.True(tables.TestHookGet(Start + (9 * Page)).IsNone);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public void Tables_are_counted_and_freed_up_to_floor_and_ceiling(int levels)
    {
        using var machine = new Machine(geometry: new PagingGeometry(9, levels));
        using var tables = new PageTable(machine.Pool);
        Assert.Equal(4096, tables.TableBytes);
        Assert.NotNull(tables.GetOrAllocPte(Start));
        Assert.NotNull(tables.GetOrAllocPte(Start + (512 * Page)));
        Assert.Equal((levels + 1) * 4096, tables.TableBytes);

        // A mapping ends in the middle of the first table: that one stays.
        Free(tables, Start + (10 * Page), Start + (1024 * Page), floor: Start + (10 * Page));
        Assert.NotNull(tables.WalkPte(Start));
        Assert.Null(tables.WalkPte(Start + (512 * Page)));
        Assert.Equal(levels * 4096, tables.TableBytes);
        Free(tables, Start, Start + (10 * Page), floor: 0);
        Assert.Equal(4096, tables.TableBytes);
    }

    /// <summary>The detector itself: somebody maps a page into a range whose tables are being freed.</summary>
    [Fact]
    public void A_table_that_is_freed_with_pages_in_it_is_reported()
    {
        var machine = new Machine();
        using var tables = new PageTable(machine.Pool);
        tables.Populate(Start, Start + Page, PageProtection.ReadWrite, PageKind.Own, 1, 0, out _);
        Free(tables, Start, Start + Page, floor: 0);
        Assert.Equal(1, machine.Pool.Violations.Count);
        Assert.Contains("LiveTableFreed", machine.Pool.Violations.Texts[0]);
    }

    [Fact]
    public void A_walker_that_comes_late_is_refused_under_the_lock()
    {
        using var machine = new Machine();
        using var tables = new PageTable(machine.Pool);
        var table = tables.GetOrAllocPte(Start)!;
        Free(tables, Start, Start + Page, floor: 0);
        Assert.False(Covers(table, Start));

        // The record may be another address space's table by now.
        machine.Rcu.Synchronize();
        using var other = new PageTable(machine.Pool);
        Assert.Same(table, other.GetOrAllocPte(Start + (512 * Page)));
        Assert.False(Covers(table, Start));
        Assert.True(Covers(table, Start + (512 * Page)));
    }

    [Fact]
    public void Whole_tables_move_without_touching_their_entries()
    {
        using var machine = new Machine();
        using var tables = new PageTable(machine.Pool);
        tables.Populate(Start, Start + (512 * Page), PageProtection.ReadWrite, PageKind.Own, 1, 0, out _);
        var table = tables.WalkPte(Start);
        var frame = tables.TestHookGet(Start + (7 * Page)).Frame;
        var to = Start + (1UL << 30);
        Assert.Equal(TlbResult.Hit, machine.Access(tables, 0, Start + (7 * Page), TlbRights.Write));
        Assert.Equal(512 * Page, tables.Move(Start, to, 512 * Page));
        Assert.Same(table, tables.WalkPte(to));
        Assert.Equal(TlbResult.Miss, machine.Access(tables, 0, Start + (7 * Page), TlbRights.Write));
        Assert.Equal(TlbResult.Hit, machine.Access(tables, 0, to + (7 * Page), TlbRights.Write, pfn => pfn == frame));
        tables.CheckTables();
    }

    [Fact]
    public void Without_native_memory_ranges_stay_half_filled_and_nothing_is_lost()
    {
        using var machine = new Machine(frames: 2000, budget: new NativeBudget((2048 * 24) + (10 * 4096)));
        using (var tables = new PageTable(machine.Pool))
        {
            var mapped = tables.Populate(Start, Start + (20 * 512 * Page), PageProtection.Read, PageKind.Zero, 1, 0, out var reached);
            Assert.Equal((long)((reached - Start) / Page), mapped);
            Assert.InRange(mapped, 512, 20 * 511);
            Assert.Null(tables.GetOrAllocPte(reached));
            tables.CheckTables();

            // What cannot be moved stays where it is.
            Assert.Equal(0UL, tables.Move(Start, Start + (1UL << 39), 4 * Page));
            Assert.True(tables.TestHookGet(Start).IsMapped);
        }

        machine.Rcu.Synchronize();
    }

    [Fact]
    public void Without_frames_a_table_is_filled_whole_or_not_at_all()
    {
        using var machine = new Machine(frames: 700);
        using var tables = new PageTable(machine.Pool);
        Assert.Equal(512, tables.Populate(Start, Start + (1024 * Page), PageProtection.ReadWrite, PageKind.Own, 1, 0, out var reached));
        Assert.Equal(Start + (512 * Page), reached);
        Assert.Equal(512, machine.Frames.Used);
        tables.CheckTables();
    }

    [Fact]
    public void Addresses_beyond_the_tables_map_nothing()
    {
        using var machine = new Machine();
        using var tables = new PageTable(machine.Pool);
        Assert.Null(tables.WalkPte(ulong.MaxValue));
        Assert.Null(tables.GetOrAllocPte(1UL << 48));
        var gather = new MmuGather(tables);
        Assert.Equal(0, tables.Zap(1UL << 47, ulong.MaxValue & ~(Page - 1), ref gather));
        gather.Finish();
    }

    private static bool Covers(PteTable table, ulong addr)
    {
        table.Lock.Lock();
        var covers = table.Covers(addr);
        table.Lock.Unlock();
        return covers;
    }

    private static void Free(PageTable tables, ulong start, ulong end, ulong floor)
    {
        var gather = new MmuGather(tables);
        tables.FreeTables(start, end, floor, tables.Pool.Geometry.AddressLimit, ref gather);
        gather.Finish();
    }
}
