using Mm.Tests.Engine;
using static Mm.Tests.Engine.EngineFixture;

namespace Mm.Tests.SpecialKinds;

/// <summary>Private memory of hugetlbfs (MAP_HUGETLB).</summary>
public sealed class HugeTlbTests
{
    private const int Huge = 512;

    private static EngineFixture Open(int pool = 8) => new(new MmSystemOptions { RamPages = 1 << 14, CpuCount = 4, HugeTlbPages = pool });

    private static long Map(EngineFixture f, int page, int pages, Prot prot = Prot.ReadWrite) => f.Map(page, pages, prot, MapFlags.HugeTlb);

    [Fact]
    public void TheMappingIsOfWholeHugePagesFromThePool()
    {
        using EngineFixture f = Open();
        Assert.Equal((long)At(0), Map(f, 0, 600));
        Assert.Equal("0-1024 rw-p", f.Layout());
        Assert.Equal(FaultOutcome.Ok, f.Store(700, 5));
        Assert.Equal((5, 0), (f.Load(700), f.Load(0)));
        Assert.Equal(6, f.System.Frames.HugeTlbFree);
        Assert.Equal(0, f.Mm.Counters.RssAnon);
        StringWriter text = new();
        f.Mm.FormatSmaps(text);
        string smaps = text.ToString();
        Assert.Contains("KernelPageSize:     2048 kB", smaps, StringComparison.Ordinal);
        Assert.Contains("Private_Hugetlb:    4096 kB", smaps, StringComparison.Ordinal);
        Assert.Contains("VmFlags: rd wr mr mw me de ht \n", smaps, StringComparison.Ordinal);
        Assert.Equal(0, f.Unmap(0, 1024));
        Assert.Equal(8, f.System.Frames.HugeTlbFree);
    }

    [Fact]
    public void WithoutPagesOrOtherThanPrivate()
    {
        using EngineFixture none = new();
        Assert.Equal(-Errno.ENOMEM, Map(none, 0, Huge));
        using EngineFixture f = Open(2);
        Assert.Equal(-Errno.ENOMEM, Map(f, 0, 3 * Huge));
        Assert.Equal(-Errno.EINVAL, Map(f, 1, Huge));
        Assert.Equal(-Errno.ENOMEM, f.Mm.Mmap(At(0), Huge * Page, Prot.Read, MapFlags.Shared | MapFlags.Anonymous | MapFlags.HugeTlb));
        long placed = f.Mm.Mmap(At(1), Page, Prot.ReadWrite, MapFlags.Private | MapFlags.Anonymous | MapFlags.HugeTlb);
        Assert.Equal((long)At(Huge), placed);
        long anywhere = f.Mm.Mmap(0, Page, Prot.ReadWrite, MapFlags.Private | MapFlags.Anonymous | MapFlags.HugeTlb);
        Assert.Equal(0, anywhere % (long)PageMath.HugeSize);
    }

    [Fact]
    public void AnEmptyPoolIsSigbus()
    {
        using EngineFixture f = Open(2);
        Map(f, 0, 2 * Huge);
        Map(f, 2 * Huge, 2 * Huge);
        f.Store(0, 1);
        f.Store(Huge, 1);
        Assert.Equal(FaultOutcome.BusAdrErr, f.Store(2 * Huge, 1));
        f.Unmap(0, Huge);
        Assert.Equal(FaultOutcome.Ok, f.Store(2 * Huge, 1));
    }

    [Fact]
    public void ASplitInsideAPageIsRefused()
    {
        using EngineFixture f = Open();
        Map(f, 0, 4 * Huge);
        Assert.Equal(-Errno.EINVAL, f.Unmap(5, 1));
        Assert.Equal(-Errno.EINVAL, f.Unmap(0, 5));
        Assert.Equal(-Errno.EINVAL, f.Protect(0, 5, Prot.Read));
        Assert.Equal(-Errno.EINVAL, f.Mm.Madvise(At(0), 5 * Page, Advice.Random));
        Assert.Equal("0-2048 rw-p", f.Layout());
        Assert.Equal(0, f.Protect(Huge, Huge, Prot.Read));
        Assert.Equal(0, f.Unmap(2 * Huge, Huge));
        Assert.Equal("0-512 rw-p, 512-1024 r--p, 1536-2048 rw-p", f.Layout());
    }

    [Fact]
    public void AdviceIsForWholePages()
    {
        using EngineFixture f = Open();
        Map(f, 0, 2 * Huge);
        f.Store(0, 1);
        f.Store(Huge, 2);
        Assert.Equal(-Errno.EINVAL, f.Mm.Madvise(At(5), Huge * Page, Advice.DontNeed));
        Assert.Equal(0, f.Mm.Madvise(At(0), (Huge + 5) * Page, Advice.DontNeed));
        Assert.Equal((0, 2), (f.Load(0), f.Load(Huge)));
        foreach (Advice advice in (Advice[])[Advice.Free, Advice.Cold, Advice.PageOut, Advice.GuardInstall, Advice.Collapse])
            Assert.Equal(-Errno.EINVAL, f.Mm.Madvise(At(0), Huge * Page, advice));
    }

    [Fact]
    public void AMoveIsOfWholePagesAndNeverGrows()
    {
        using EngineFixture f = Open();
        Map(f, 0, 2 * Huge);
        f.Store(3, 7);
        const MremapFlags Fixed = MremapFlags.MayMove | MremapFlags.Fixed;
        Assert.Equal(-Errno.EINVAL, f.Mm.Mremap(At(0), 2 * Huge * Page, 3 * Huge * Page, MremapFlags.MayMove));
        Assert.Equal(-Errno.EINVAL, f.Mm.Mremap(At(0), Huge * Page, Huge * Page, Fixed, At(4001)));
        Assert.Equal((long)At(4096), f.Mm.Mremap(At(0), 2 * Huge * Page, 2 * Huge * Page, Fixed, At(4096)));
        Assert.Equal("4096-5120 rw-p", f.Layout());
        Assert.Equal(7, f.Load(4099));
    }

    [Fact]
    public void AChildCopiesWholePages()
    {
        using EngineFixture f = Open(3);
        Map(f, 0, Huge);
        f.Store(1, 4);
        byte[] one = new byte[1];
        using (MmStruct child = f.Mm.Fork(out _)!)
        {
            child.Read(At(1), one);
            Assert.Equal((4, 2), (one[0], f.System.Frames.HugeTlbFree));
            Assert.Equal(FaultOutcome.Ok, child.Write(At(2), [9]));
            Assert.Equal(1, f.System.Frames.HugeTlbFree);
            child.Read(At(1), one);
            Assert.Equal((4, 0), (one[0], f.Load(2)));
            child.VerifyInvariants();
        }
        Assert.Equal(2, f.System.Frames.HugeTlbFree);

        // The last owner need not copy.
        f.Store(1, 5);
        Assert.Equal(2, f.System.Frames.HugeTlbFree);
    }

    [Fact]
    public void AnotherProcessReadsAndWritesIt()
    {
        using EngineFixture f = Open();
        Map(f, 0, Huge);
        f.Store(100, 4);
        byte[] one = new byte[1];
        Assert.Equal(1, f.Mm.ReadRemote(At(100), one));
        Assert.Equal(1, f.Mm.WriteRemote(At(101), [6]));
        Assert.Equal((4, 6), (one[0], f.Load(101)));
        Assert.Equal(0, f.Unmap(0, Huge));
        Assert.Equal(8, f.System.Frames.HugeTlbFree);
    }

    [Fact]
    public void RightsOfTheWhole()
    {
        using EngineFixture f = Open();
        Map(f, 0, Huge);
        f.Store(0, 1);
        f.Protect(0, Huge, Prot.Read);
        Assert.Equal(FaultOutcome.AccErr, f.Store(0, 2));
        f.Protect(0, Huge, Prot.ReadWrite);
        Assert.Equal(FaultOutcome.Ok, f.Store(0, 2));
        Assert.Equal(7, f.System.Frames.HugeTlbFree);
    }
}
