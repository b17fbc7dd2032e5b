using System.Globalization;
using Mm;

namespace MunmapLab.Compare;

/// <summary>Maps the range that is going to be unmapped and brings in every page of it.</summary>
internal static class MappedRange
{
    /// <summary>The range starts here: far from where the waiters' own mappings are placed, and on a 1 GB boundary.</summary>
    public const ulong Start = 0x1000_0000_0000;

    private const ulong Chunk = 256UL << 20;

    /// <param name="mm">The address space.</param>
    /// <param name="size">Bytes.</param>
    /// <param name="page">What backs the pages.</param>
    /// <param name="progress">Told the bytes that are done.</param>
    /// <param name="stop">Ends the work between two chunks.</param>
    public static void Create(MmStruct mm, ulong size, PageKind page, Action<ulong> progress, CancellationToken stop)
    {
        const MapFlags Flags = MapFlags.Private | MapFlags.Anonymous | MapFlags.NoReserve | MapFlags.FixedNoReplace;
        Check("mmap", mm.Mmap(Start, size, Prot.ReadWrite, Flags));
        if (page == PageKind.Huge2M)
        {
            Check("madvise", mm.Madvise(Start, size, Advice.HugePage));
        }

        Advice populate = page == PageKind.Zero ? Advice.PopulateRead : Advice.PopulateWrite;
        for (ulong done = 0; done < size;)
        {
            stop.ThrowIfCancellationRequested();
            ulong length = Math.Min(Chunk, size - done);
            Check("madvise", mm.Madvise(Start + done, length, populate));
            done += length;
            progress(done);
        }

        if (page == PageKind.Huge2M)
        {
            CheckHuge(mm, size);
        }
    }

    /// <summary>The engine falls back to small pages silently where it has no huge frame; a comparison must not.</summary>
    private static void CheckHuge(MmStruct mm, ulong size)
    {
        const string Label = "AnonHugePages:";
        var smaps = new StringWriter();
        mm.FormatSmaps(smaps);
        ulong huge = 0;
        foreach (string line in smaps.ToString().Split('\n').Where(l => l.StartsWith(Label, StringComparison.Ordinal)))
        {
            huge += ulong.Parse(line[Label.Length..^2], NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture) << 10;
        }

        ulong whole = size / PageMath.HugeSize * PageMath.HugeSize;
        if (huge != whole)
        {
            throw new InvalidOperationException($"of {whole} bytes {huge} could be had as huge pages");
        }
    }

    private static void Check(string call, long result)
    {
        if (result < 0)
        {
            throw new InvalidOperationException($"{call} of the range failed: {Errno.Name(-result)}");
        }
    }
}
