using Mm;

namespace MunmapLab.Bench;

/// <summary>The operations of <c>mmlab bench</c>.</summary>
internal static class BenchOperations
{
    private const ulong Page = PageMath.Size;
    private const MapFlags Anonymous = MapFlags.Private | MapFlags.Anonymous;
    private const int Many = 60_000;

    // Short rounds: one that nothing else on the machine interrupted is the sooner among them.
    private const int Calls = 1000;
    private const int Faults = 1024;
    private const int UnmappedPages = 65_536;
    private const int ForkedVmas = 1000;

    // Far from everything that a process has: neighbours would merge with what is measured.
    private const ulong Place = 0x2000_0000_0000;
    private const ulong OtherPlace = 0x215_0000_0000;
    private const ulong Crowd = 0x2800_0000_0000;

    public static readonly IReadOnlyList<BenchOperation> All =
    [
        MapUnmap("mmap-munmap-1", 0),
        MapUnmap("mmap-munmap-1 beside 60000", Many),
        SplitMerge("mprotect-split-merge", 0),
        SplitMerge("mprotect-split-merge beside 60000", Many),
        new("mremap-grow-shrink", 2, Calls, 0, m => m.Map(Place, Page, Prot.ReadWrite, Anonymous | MapFlags.FixedNoReplace), (m, at, n) =>
        {
            for (int i = 0; i < n; i++)
            {
                m.Remap(at, Page, 2 * Page, MremapFlags.None, 0);
                m.Remap(at, 2 * Page, Page, MremapFlags.None, 0);
            }
        }, (m, at) => m.Unmap(at, Page)),
        new("mremap-move", 2, Calls, 0, m =>
        {
            ulong at = m.Map(Place, Page, Prot.ReadWrite, Anonymous | MapFlags.FixedNoReplace);
            m.Store(at);
            return at;
        }, (m, at, n) =>
        {
            for (int i = 0; i < n; i++)
            {
                m.Remap(at, Page, Page, MremapFlags.MayMove | MremapFlags.Fixed, OtherPlace);
                m.Remap(OtherPlace, Page, Page, MremapFlags.MayMove | MremapFlags.Fixed, at);
            }
        }, (m, at) => m.Unmap(at, Page)),
        new("fault-zero", 1, Faults, 0, MapFaults, (m, at, n) =>
        {
            for (int i = 0; i < n; i++)
                m.Load(at + ((ulong)i * Page));
        }, UnmapFaults),
        new("fault-anon", 1, Faults, 0, MapFaults, (m, at, n) =>
        {
            for (int i = 0; i < n; i++)
                m.Store(at + ((ulong)i * Page));
        }, UnmapFaults),
        Find("find", 0),
        Find("find beside 60000", Many),
        new("dontneed-page", 1, Faults, 0, m => Written(m, MapFaults(m), Faults), (m, at, n) =>
        {
            for (int i = 0; i < n; i++)
                m.Advise(at + ((ulong)i * Page), Page, Advice.DontNeed);
        }, UnmapFaults),
        UnmapPages("munmap-page-4k", Written),
        UnmapPages("munmap-page-zero", Loaded),
        new("fork-1000-vmas", 2, 5, ForkedVmas, _ => 0, (m, _, n) =>
        {
            for (int i = 0; i < n; i++)
                m.Fork();
        }, (_, _) => { }),
    ];

    /// <summary>Makes mappings that nothing is done to; neighbours differ, so that they stay apart.</summary>
    public static void AddCrowd(IMemory memory, int vmas)
    {
        for (int i = 0; i < vmas; i++)
            memory.Map(Crowd + ((ulong)i * Page), Page, i % 2 == 0 ? Prot.Read : Prot.ReadWrite, Anonymous | MapFlags.FixedNoReplace);
    }

    private static BenchOperation MapUnmap(string name, int beside) => new(name, 2, Calls, beside, _ => Place, (m, at, n) =>
    {
        for (int i = 0; i < n; i++)
        {
            m.Map(at, Page, Prot.ReadWrite, Anonymous | MapFlags.FixedNoReplace);
            m.Unmap(at, Page);
        }
    }, (_, _) => { });

    private static BenchOperation SplitMerge(string name, int beside) => new(
        name, 2, Calls, beside, m => m.Map(Place, 3 * Page, Prot.ReadWrite, Anonymous | MapFlags.FixedNoReplace), (m, at, n) =>
        {
            for (int i = 0; i < n; i++)
            {
                m.Protect(at + Page, Page, Prot.Read);
                m.Protect(at + Page, Page, Prot.ReadWrite);
            }
        }, (m, at) => m.Unmap(at, 3 * Page));

    private static BenchOperation Find(string name, int beside) => new(
        name, 1, 2 * Calls, beside, m => m.Map(Place, Page, Prot.ReadWrite, Anonymous | MapFlags.FixedNoReplace), (m, at, n) =>
        {
            for (int i = 0; i < n; i++)
                m.Find(at);
        }, (m, at) => m.Unmap(at, Page));

    private static BenchOperation UnmapPages(string name, Func<IMemory, ulong, int, ulong> fill) => new(
        name, 1.0 / UnmappedPages, UnmappedPages, 0,
        m => fill(m, m.Map(Place, UnmappedPages * Page, Prot.ReadWrite, Anonymous | MapFlags.FixedNoReplace), UnmappedPages),
        (m, at, n) => m.Unmap(at, (ulong)n * Page), (_, _) => { });

    private static ulong MapFaults(IMemory memory) => memory.Map(Place, Faults * Page, Prot.ReadWrite, Anonymous | MapFlags.FixedNoReplace);

    private static void UnmapFaults(IMemory memory, ulong at) => memory.Unmap(at, Faults * Page);

    private static ulong Written(IMemory memory, ulong at, int pages)
    {
        for (int i = 0; i < pages; i++)
            memory.Store(at + ((ulong)i * Page));
        return at;
    }

    private static ulong Loaded(IMemory memory, ulong at, int pages)
    {
        for (int i = 0; i < pages; i++)
            memory.Load(at + ((ulong)i * Page));
        return at;
    }
}
