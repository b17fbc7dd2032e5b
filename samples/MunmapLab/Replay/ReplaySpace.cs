using Mm;
using Mm.Files;
using MunmapLab.Traces;

namespace MunmapLab.Replay;

/// <summary>The address space of one executed program.</summary>
internal sealed class ReplaySpace
{
    private const string Stack = "[stack]";
    private const string Heap = "[heap]";
    private const string Vsyscall = "[vsyscall]";

    private ReplaySpace(MmStruct mm, ReplayFiles files, bool startIsKnown)
    {
        Mm = mm;
        Files = files;
        StartIsKnown = startIsKnown;
    }

    public MmStruct Mm { get; }

    public ReplayFiles Files { get; }

    /// <summary>The space began with the layout that the kernel built; else with nothing.</summary>
    public bool StartIsKnown { get; }

    /// <summary>A space as execve leaves it.</summary>
    /// <param name="system">The machine.</param>
    /// <param name="options">The replay's options.</param>
    /// <param name="layout">The recorded layout, or null: then the space is empty.</param>
    /// <param name="name">The process's name in reports.</param>
    /// <param name="heapStart">Where the heap starts, or null if the program never asks.</param>
    public static ReplaySpace AfterExec(MmSystem system, ReplayOptions options, MapsSection? layout, string name, ulong? heapStart)
    {
        var start = new MmOptions { Name = name, UnmapStrategy = options.Strategy, FaultStrategy = options.Fault };
        if (heapStart is { } heap)
        {
            start = start with { StartBrk = heap };
        }

        if (layout is not null && MmapBase(layout) is { } mmapBase)
        {
            start = start with { MmapBase = mmapBase };
        }

        var space = new ReplaySpace(new MmStruct(system, start), new ReplayFiles(system), layout is not null);
        foreach (MapsRange range in layout?.Ranges ?? [])
        {
            space.Restore(range, options.MapsFile!, layout!.Line, heapStart);
        }

        return space;
    }

    /// <summary>A child's copy of the space, as fork makes it.</summary>
    /// <param name="error">0, or a negated error number with a null result.</param>
    public ReplaySpace? Fork(out long error)
    {
        MmStruct? child = Mm.Fork(out error);
        return child is null ? null : new ReplaySpace(child, Files, StartIsKnown);
    }

    /// <summary>The layout that the engine reports.</summary>
    public IReadOnlyList<LayoutRange> Layout()
    {
        var text = new StringWriter { NewLine = "\n" };
        text.WriteLine("# pid=0 at=exit comm=replay");
        Mm.FormatMaps(text);
        using RecordingText recording = RecordingText.FromStream("the engine's maps", new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text.ToString())));
        return LayoutRange.Reduce(new MapsReader(recording).Read()[0].Ranges);
    }

    /// <summary>
    /// Where top-down placement starts is drawn at random in execve, and shows in what execve itself placed there: the loader ends at it.
    /// </summary>
    private static ulong? MmapBase(MapsSection layout)
    {
        MapsRange? stack = layout.Ranges.FirstOrDefault(r => r.Path == Stack);
        return layout.Ranges.LastOrDefault(r => r.Path != Vsyscall && (stack is null ? r.Path != Stack : r.End <= stack.Start))?.End;
    }

    private void Restore(MapsRange range, string file, int line, ulong? heapStart)
    {
        long result = range.Path switch
        {
            Vsyscall => 0,
            Stack => Mm.SetStack(range.Start, range.End),
            Heap => Mm.SetHeap(range.Start, heapStart ?? range.End),
            ['[', ..] => Mm.MapSpecial(range.Start, range.End - range.Start, ProtOf(range), new SpecialMapping(range.Path)),
            _ => MapOrdinary(range),
        };
        if (result < 0)
        {
            throw new TraceFormatException(file, line, $"the range {range.Start:x}-{range.End:x} of this layout cannot be mapped: {Errno.Name(-result)}");
        }
    }

    private long MapOrdinary(MapsRange range)
    {
        MapFlags flags = MapFlags.FixedNoReplace | (range.Permissions[3] == 's' ? MapFlags.Shared : MapFlags.Private);
        return range.Path.StartsWith('/')
            ? Mm.Mmap(range.Start, range.End - range.Start, ProtOf(range), flags, Files.Open(range.Path), range.Offset)
            : Mm.Mmap(range.Start, range.End - range.Start, ProtOf(range), flags | MapFlags.Anonymous);
    }

    private static Prot ProtOf(MapsRange range) =>
        (range.Permissions[0] == 'r' ? Prot.Read : Prot.None)
        | (range.Permissions[1] == 'w' ? Prot.Write : Prot.None)
        | (range.Permissions[2] == 'x' ? Prot.Exec : Prot.None);
}
