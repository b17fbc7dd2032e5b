namespace Mm.Tests.Engine;

public sealed class PlacementTests
{
    private const ulong Page = EngineFixture.Page;
    private const MapFlags PrivateAnonymous = MapFlags.Private | MapFlags.Anonymous;

    [Fact]
    public void MappingsGrowDownFromTheBaseAndRefillHolesFromTheirTop()
    {
        using EngineFixture f = new();
        ulong top = f.Mm.Options.MmapBase;
        Assert.Equal((long)(top - (4 * Page)), f.Mm.Mmap(0, 4 * Page, Prot.Read, PrivateAnonymous));
        Assert.Equal((long)(top - (8 * Page)), f.Mm.Mmap(0, 4 * Page, Prot.ReadWrite, PrivateAnonymous));
        Assert.Equal(0, f.Mm.Munmap(top - (4 * Page), 4 * Page));
        Assert.Equal((long)(top - Page), f.Mm.Mmap(0, Page, Prot.Read, PrivateAnonymous));
    }

    [Fact]
    public void WholeHugePagesAreAligned()
    {
        using EngineFixture f = new();
        f.Mm.Mmap(0, Page, Prot.Read, PrivateAnonymous);
        long aligned = f.Mm.Mmap(0, 2 * PageMath.HugeSize, Prot.ReadWrite, PrivateAnonymous);
        Assert.Equal(0UL, (ulong)aligned % PageMath.HugeSize);
        long other = f.Mm.Mmap(0, PageMath.HugeSize + Page, Prot.ReadWrite, PrivateAnonymous);
        Assert.NotEqual(0UL, (ulong)other % PageMath.HugeSize);
    }

    [Fact]
    public void AHintIsTakenIfItIsFreeAndRoundedDown()
    {
        using EngineFixture f = new();
        ulong at = EngineFixture.At(5);
        Assert.Equal((long)at, f.Mm.Mmap(at + 17, Page, Prot.Read, PrivateAnonymous));
        Assert.NotEqual((long)at, f.Mm.Mmap(at, Page, Prot.Read, PrivateAnonymous));
    }

    [Fact]
    public void WithoutRoomUnderTheBaseTheSearchGoesUpFromTheThird()
    {
        using EngineFixture f = new(options: new MmOptions { MmapBase = 0x10_0000 });
        long found = f.Mm.Mmap(0, 0x20_0000 - Page, Prot.None, PrivateAnonymous | MapFlags.NoReserve);
        Assert.Equal(0x2aaa_aaaa_b000, found);
    }

    [Fact]
    public void TheHeapGrowsAndShrinks()
    {
        using EngineFixture f = new();
        ulong start = f.Mm.Options.StartBrk;
        Assert.Equal((long)start, f.Mm.Brk(0));
        Assert.Equal((long)(start + 5000), f.Mm.Brk(start + 5000));
        Assert.Equal(FaultOutcome.Ok, f.Mm.Write(start + 4999, [1]));
        Assert.Equal(2UL, f.Mm.Counters.TotalVm);
        Assert.Equal((long)(start + 1), f.Mm.Brk(start + 1));
        Assert.Equal(1UL, f.Mm.Counters.TotalVm);
        f.Mm.Mmap(start + (4 * Page), Page, Prot.Read, PrivateAnonymous | MapFlags.Fixed);
        Assert.Equal((long)(start + 1), f.Mm.Brk(start + (4 * Page)));
        Assert.Equal((long)(start + (3 * Page)), f.Mm.Brk(start + (3 * Page)));
        Assert.Equal((long)start, f.Mm.Brk(start));
        Assert.Equal((long)start, f.Mm.Brk(start - 1));
    }
}
