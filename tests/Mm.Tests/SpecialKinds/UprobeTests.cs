using Mm.Files;
using Mm.Tests.Engine;
using static Mm.Tests.Engine.EngineFixture;

namespace Mm.Tests.SpecialKinds;

/// <summary>Breakpoints in code.</summary>
public sealed class UprobeTests
{
    private static MmFile MapCode(EngineFixture f, Prot prot = Prot.Read | Prot.Exec, MapFlags type = MapFlags.Private)
    {
        MmFile file = new(new AddressSpace(f.System, 4 * Page, "/lib/code", reader: static page => [(byte)(page + 10), 1, 2, 3]));
        Assert.Equal((long)At(0), f.Mm.Mmap(At(0), 4 * Page, prot, type | MapFlags.Fixed, file));
        return file;
    }

    [Fact]
    public void TheProcessSeesItAndTheFileDoesNot()
    {
        using EngineFixture f = new();
        MmFile file = MapCode(f);
        Assert.Equal(0, f.Mm.InstallUprobe(At(1) + 2));
        byte[] bytes = new byte[4];
        f.Mm.Read(At(1), bytes);
        Assert.Equal([11, 1, 0xCC, 3], bytes);
        Assert.Equal(4, file.Mapping.Read(Page, bytes));
        Assert.Equal([11, 1, 2, 3], bytes);
        Assert.Equal(FaultOutcome.AccErr, f.Store(1, 1));
        Assert.Equal(1, f.Mm.Counters.RssAnon);

        // A second one goes into the same copy.
        Assert.Equal(0, f.Mm.InstallUprobe(At(1)));
        Assert.Equal((2, 1), (f.Mm.UprobeCount, f.Mm.Counters.RssAnon));
        f.Unmap(0, 4);
        file.Mapping.Truncate(0);
    }

    [Theory]
    [InlineData(Prot.Read | Prot.Write | Prot.Exec, MapFlags.Private)]
    [InlineData(Prot.Read | Prot.Exec, MapFlags.Shared)]
    public void OnlyInPrivateCodeThatIsNotWritable(Prot prot, MapFlags type)
    {
        using EngineFixture f = new();
        MmFile file = MapCode(f, prot, type);
        f.Map(10, 1);
        Assert.Equal(-Errno.EINVAL, f.Mm.InstallUprobe(At(0)));
        Assert.Equal(-Errno.EINVAL, f.Mm.InstallUprobe(At(10)));
        Assert.Equal(-Errno.EINVAL, f.Mm.InstallUprobe(At(50)));
        Assert.Equal(-Errno.EINVAL, f.Mm.InstallUprobe(ulong.MaxValue));
        f.Unmap(0, 4);
        file.Mapping.Truncate(0);
    }

    [Fact]
    public void ForkAndMoveTakeItAlong()
    {
        using EngineFixture f = new();
        MmFile file = MapCode(f);
        f.Mm.InstallUprobe(At(1));
        using (MmStruct child = f.Mm.Fork(out _)!)
        {
            Assert.Equal(1, child.UprobeCount);
            byte[] one = new byte[1];
            child.Read(At(1), one);
            Assert.Equal(0xCC, one[0]);
            Assert.Equal(0, child.Munmap(At(1), Page));
            Assert.Equal(0, child.UprobeCount);
        }
        f.Mm.Mremap(At(0), 4 * Page, 4 * Page, MremapFlags.MayMove | MremapFlags.Fixed, At(100));
        Assert.Equal(1, f.Mm.UprobeCount);
        Assert.Equal(0xCC, f.Load(101));
        f.Unmap(101, 1);
        Assert.Equal(0, f.Mm.UprobeCount);
        f.Unmap(100, 4);
        file.Mapping.Truncate(0);
    }

    [Fact]
    public void TheMarkIsNoObstacleToAMerge()
    {
        using EngineFixture f = new();
        MmFile file = MapCode(f);
        f.Mm.InstallUprobe(At(1));
        f.Protect(1, 1, Prot.Read);
        Assert.Equal("0-1 r-xp, 1-2 r--p, 2-4 r-xp", f.Layout());
        f.Protect(1, 1, Prot.Read | Prot.Exec);
        Assert.Equal("0-4 r-xp", f.Layout());
        f.Unmap(0, 4);
        file.Mapping.Truncate(0);
    }
}
