using Mm.Files;

namespace Mm.Tests.Engine;

public sealed class ProcTextTests
{
    private const ulong Page = EngineFixture.Page;

    [Fact]
    public void MapsIsTextAsLinuxPrintsIt()
    {
        using EngineFixture f = new(options: new MmOptions { StartBrk = 0x55ef6e813000 });
        MmFile file = new(new AddressSpace(f.System, 10 * Page, "/usr/lib/a b.so") { DeviceMajor = 0xfe, Inode = 331651 });
        f.Mm.SetHeap(0x55ef6e813000, 0x55ef6e834000);
        f.Mm.Mmap(0x7f24b34ac000, 0x26000, Prot.Read | Prot.Exec, MapFlags.Private | MapFlags.Fixed, file, 0x1000);
        f.Mm.Mmap(0x7f24b3378000, 0x1000, Prot.ReadWrite, MapFlags.Private | MapFlags.Anonymous | MapFlags.Fixed);
        f.Mm.Mmap(0x7f24b3379000, 0x1000, Prot.Read, MapFlags.Shared | MapFlags.Fixed, file, 0x2000);
        f.Mm.MapSpecial(0x7f24b34a9000, 0x2000, Prot.Read | Prot.Exec, SpecialMapping.Vdso);
        f.Mm.SetStack(0x7ffee1242000, 0x7ffee1263000);
        StringWriter text = new() { NewLine = "\n" };
        f.Mm.FormatMaps(text);
        Assert.Equal(
            """
            55ef6e813000-55ef6e834000 rw-p 00000000 00:00 0                          [heap]
            7f24b3378000-7f24b3379000 rw-p 00000000 00:00 0 
            7f24b3379000-7f24b337a000 r--s 00002000 fe:00 331651                     /usr/lib/a b.so
            7f24b34a9000-7f24b34ab000 r-xp 00000000 00:00 0                          [vdso]
            7f24b34ac000-7f24b34d2000 r-xp 00001000 fe:00 331651                     /usr/lib/a b.so
            7ffee1242000-7ffee1263000 rw-p 00000000 00:00 0                          [stack]
            ffffffffff600000-ffffffffff601000 --xp 00000000 00:00 0                  [vsyscall]

            """.ReplaceLineEndings("\n"),
            text.ToString());
    }

    [Fact]
    public void SmapsCountsPagesAndNamesFlags()
    {
        using EngineFixture f = new(options: new MmOptions { ShowVsyscall = false });
        f.Map(0, 4);
        f.Store(0, 1);
        f.Store(1, 1);
        f.Load(2);
        StringWriter text = new();
        f.Mm.FormatSmaps(text);
        string[] lines = text.ToString().Split('\n');
        Assert.Contains("Size:                 16 kB", lines);
        Assert.Contains("Rss:                   8 kB", lines);
        Assert.Contains("Private_Dirty:         8 kB", lines);
        Assert.Contains("Anonymous:             8 kB", lines);
        Assert.Contains("KernelPageSize:        4 kB", lines);
        Assert.Contains("THPeligible:           0", lines);
        Assert.Contains("VmFlags: rd wr mr mw me ac ", lines);
    }
}
