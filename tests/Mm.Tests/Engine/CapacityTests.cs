namespace Mm.Tests.Engine;

/// <summary>That 320 GB in 65,530 mappings fit in 8 GB of memory, from what a small part of it takes: native memory as it is charged, managed memory as the
/// thread allocates it.</summary>
public sealed class CapacityTests
{
    private const long WantedPages = 320L << (30 - PageMath.Shift);
    private const int WantedVmas = 65_530;
    private const long MayTake = 8L << 30;

    private const int Pages = 1 << 18;
    private const int Vmas = (int)((long)WantedVmas * Pages / WantedPages);

    [Fact]
    public void Mapped_pages_and_mappings_take_little_enough()
    {
        using EngineFixture f = new(new MmSystemOptions { RamPages = Pages, CpuCount = 2 });
        f.Mm.SkipInvariants = true;
        long native = f.System.NativeMemory.Used;
        long managed = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < Vmas; i++)
        {
            int first = (int)((long)Pages * i / Vmas);
            int end = (int)((long)Pages * (i + 1) / Vmas);
            Assert.True(f.Map(first, end - first, i % 2 == 0 ? Prot.ReadWrite : Prot.ReadWrite | Prot.Exec, MapFlags.Populate) > 0);
        }
        native = f.System.NativeMemory.Used - native;
        managed = GC.GetAllocatedBytesForCurrentThread() - managed;
        Assert.Equal((Vmas, Pages), (f.Mm.MapCount, (int)f.System.Frames.Used));

        // 24 bytes of metadata and 8 of an entry for each page; the first chunk of the metadata was there before.
        double perPage = (double)native / Pages;
        Assert.InRange(perPage, 8, 34);
        double everything = (34.0 * WantedPages) + ((double)managed / Vmas * WantedVmas);
        Assert.True(everything < MayTake, $"320 GB in 65,530 mappings would take {everything / 1e9:F1} GB: {perPage:F1} bytes a page and {managed / Vmas:N0} a mapping");
    }

    [Fact]
    public void A_mapping_without_pages_takes_less_than_two_kilobytes()
    {
        const int Many = 4000;
        using EngineFixture f = new();
        f.Mm.SkipInvariants = true;
        f.Map(0, 2);
        f.Unmap(0, 2);
        long managed = GC.GetAllocatedBytesForCurrentThread();
        long native = f.System.NativeMemory.Used;
        for (int i = 0; i < Many; i++)
            Assert.True(f.Map(i, 1, i % 2 == 0 ? Prot.Read : Prot.ReadWrite) > 0);
        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - managed) / Many, 1, 2048);
        Assert.Equal(native, f.System.NativeMemory.Used);
    }
}
