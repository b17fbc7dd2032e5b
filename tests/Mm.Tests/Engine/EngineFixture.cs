using Mm.Faults;
using Mm.Strategies;

namespace Mm.Tests.Engine;

/// <summary>A machine and an address space for a test, and short words for what tests do to it.</summary>
internal sealed class EngineFixture : IDisposable
{
    internal const ulong Page = PageMath.Size;

    /// <summary>A window in which tests place things by page number.</summary>
    internal const ulong Base = 0x2000_0000_0000;

    internal EngineFixture(MmSystemOptions? system = null, MmOptions? options = null)
    {
        System = new MmSystem(system ?? new MmSystemOptions { RamPages = 1 << 16, CpuCount = 4 });
        Mm = new MmStruct(System, options);
    }

    internal MmSystem System { get; }

    internal MmStruct Mm { get; }

    internal static ulong At(int page) => Base + ((ulong)page * Page);

    /// <summary>Maps anonymous private memory at pages of the window.</summary>
    internal long Map(int page, int pages, Prot prot = Prot.ReadWrite, MapFlags more = MapFlags.None) =>
        Mm.Mmap(At(page), (ulong)pages * Page, prot, MapFlags.Private | MapFlags.Anonymous | MapFlags.Fixed | more);

    internal long Unmap(int page, int pages) => Mm.Munmap(At(page), (ulong)pages * Page);

    internal long Protect(int page, int pages, Prot prot) => Mm.Mprotect(At(page), (ulong)pages * Page, prot);

    internal FaultOutcome Store(int page, byte value) => Mm.Write(At(page), [value]);

    internal byte Load(int page)
    {
        byte[] one = new byte[1];
        Assert.Equal(FaultOutcome.Ok, Mm.Read(At(page), one));
        return one[0];
    }

    /// <summary>The mappings of the window as "first-end rwxp offset", a space between two.</summary>
    internal string Layout()
    {
        StringWriter text = new();
        Mm.FormatMaps(text);
        List<string> parts = [];
        foreach (string line in text.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            string[] bounds = words[0].Split('-');
            ulong start = Convert.ToUInt64(bounds[0], 16);
            ulong end = Convert.ToUInt64(bounds[1], 16);
            if (start >= Base && end <= Base + (1UL << 40))
                parts.Add($"{(start - Base) / Page}-{(end - Base) / Page} {words[1]}");
        }
        return string.Join(", ", parts);
    }

    public void Dispose()
    {
        Mm.VerifyInvariants();
        Mm.Dispose();
        Assert.Equal(0, System.Violations.Count);
        Assert.Equal(0, System.Frames.Used);
        Assert.Equal(0, System.CommittedPages);
        System.Dispose();
    }

    internal static MmOptions With(UnmapStrategy unmap, FaultStrategy fault) => new() { UnmapStrategy = unmap, FaultStrategy = fault };
}
