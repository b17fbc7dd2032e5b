namespace MunmapLab.Replay;

/// <summary>What came of a replay.</summary>
internal sealed class ReplayResult
{
    /// <summary>Calls made on the engine, by name.</summary>
    public SortedDictionary<string, int> Calls { get; } = new(StringComparer.Ordinal);

    /// <summary>Calls of the recording that have nothing to do with memory, or failed for a reason outside of it.</summary>
    public int NotReplayed { get; set; }

    /// <summary>Calls that let the kernel choose the address.</summary>
    public int Placements { get; set; }

    /// <summary>Those of them for which the engine chose the recorded address by itself.</summary>
    public int PlacementsUnaided { get; set; }

    /// <summary>Calls that answered otherwise than recorded, one line each.</summary>
    public List<string> Differences { get; } = [];

    /// <summary>The processes' final layouts against the recorded ones.</summary>
    public List<LayoutCheck> Layouts { get; } = [];

    public int TotalCalls => Calls.Values.Sum();

    public bool Passed => Differences.Count == 0 && Layouts.TrueForAll(l => l.Diff is null);
}

/// <summary>One final layout.</summary>
/// <param name="Process">The process id.</param>
/// <param name="Comm">The program.</param>
/// <param name="Ranges">Ranges of the recorded layout, neighbours with equal protection joined.</param>
/// <param name="Diff">The unified diff, or null where the layouts are equal.</param>
internal sealed record LayoutCheck(int Process, string Comm, int Ranges, string? Diff);
