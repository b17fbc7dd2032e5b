using Mm.Files;

namespace Mm.Tests.Engine;

public sealed class FileTests
{
    private const ulong Page = EngineFixture.Page;

    private static MmFile Open(EngineFixture f, ulong pages) =>
        new(new AddressSpace(f.System, pages * Page, "/tmp/file", reader: index => [(byte)(index + 1)]) { DeviceMajor = 0xfe, Inode = 77 });

    private static void Map(MmStruct mm, int page, int pages, MapFlags type, MmFile file, ulong filePage = 0) =>
        Assert.True(mm.Mmap(EngineFixture.At(page), (ulong)pages * Page, Prot.ReadWrite, type | MapFlags.Fixed, file, filePage * Page) > 0);

    [Fact]
    public void SharedMappingsSeeEachOtherAndPrivateOnesKeepTheirOwn()
    {
        using EngineFixture f = new();
        MmFile file = Open(f, 4);
        Map(f.Mm, 0, 4, MapFlags.Shared, file);
        Map(f.Mm, 10, 4, MapFlags.Shared, file);
        Map(f.Mm, 20, 4, MapFlags.Private, file);
        Assert.Equal(2, f.Load(1));
        Assert.Equal(FaultOutcome.Ok, f.Store(21, 99));
        Assert.Equal(FaultOutcome.Ok, f.Store(1, 50));
        Assert.Equal(50, f.Load(11));
        Assert.Equal(99, f.Load(21));
        Assert.Equal(3, f.Load(22));
        Assert.True(f.Mm.Counters.RssFile > 0);
        Assert.Equal(1, f.Mm.Counters.RssAnon);
        file.Mapping.Truncate(0);
    }

    [Fact]
    public void BeyondTheEndIsSigbus()
    {
        using EngineFixture f = new();
        MmFile file = Open(f, 2);
        Map(f.Mm, 0, 4, MapFlags.Private, file);
        Assert.Equal(FaultOutcome.Ok, f.Mm.Touch(EngineFixture.At(1), AccessKind.Read));
        Assert.Equal(FaultOutcome.BusAdrErr, f.Mm.Touch(EngineFixture.At(2), AccessKind.Read));
        file.Mapping.Truncate(0);
    }

    [Fact]
    public void TruncationReachesEveryMappingOfEveryProcess()
    {
        using EngineFixture f = new();
        MmFile file = Open(f, 4);
        Map(f.Mm, 0, 4, MapFlags.Shared, file);
        Map(f.Mm, 10, 4, MapFlags.Private, file);
        f.Store(13, 7);
        f.Load(3);
        using MmStruct child = f.Mm.Fork(out _)!;
        Assert.Equal(FaultOutcome.Ok, child.Touch(EngineFixture.At(3), AccessKind.Read));
        file.Mapping.Truncate(Page);
        Assert.Equal(FaultOutcome.BusAdrErr, f.Mm.Touch(EngineFixture.At(3), AccessKind.Read));
        Assert.Equal(FaultOutcome.BusAdrErr, f.Mm.Touch(EngineFixture.At(13), AccessKind.Read));
        Assert.Equal(FaultOutcome.BusAdrErr, child.Touch(EngineFixture.At(3), AccessKind.Read));
        Assert.Equal(FaultOutcome.BusAdrErr, child.Touch(EngineFixture.At(13), AccessKind.Read));
        Assert.Equal(1, f.Load(0));
        file.Mapping.Truncate(4 * Page);
        Assert.Equal(4, f.Load(3));
        file.Mapping.Truncate(0);
    }

    [Fact]
    public void RemoveEmptiesThePageForAllWhoShareIt()
    {
        using EngineFixture f = new();
        const MapFlags SharedAnonymous = MapFlags.Shared | MapFlags.Anonymous | MapFlags.Fixed;
        f.Mm.Mmap(EngineFixture.At(0), 2 * Page, Prot.ReadWrite, SharedAnonymous);
        f.Store(0, 5);
        using MmStruct child = f.Mm.Fork(out _)!;
        Assert.Equal(FaultOutcome.Ok, child.Write(EngineFixture.At(1), [6]));
        Assert.Equal(6, f.Load(1));
        Assert.Equal(0, child.Madvise(EngineFixture.At(0), Page, Advice.Remove));
        Assert.Equal(0, f.Load(0));
        Assert.Equal(6, f.Load(1));
    }

    [Fact]
    public void PagesThatWereReadAroundAreInMincore()
    {
        using EngineFixture f = new();
        MmFile file = Open(f, 4);
        Map(f.Mm, 0, 4, MapFlags.Shared, file);
        byte[] vec = new byte[4];
        Assert.Equal(0, f.Mm.Mincore(EngineFixture.At(0), 4 * Page, vec));
        Assert.Equal(new byte[4], vec);
        f.Load(2);
        Assert.Equal(0, f.Mm.Mincore(EngineFixture.At(0), 4 * Page, vec));
        Assert.Equal(1, vec[2]);
        file.Mapping.Truncate(0);
    }
}
