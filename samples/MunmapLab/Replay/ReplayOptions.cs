using Mm.Faults;
using Mm.Strategies;
using MunmapLab.Traces;

namespace MunmapLab.Replay;

/// <summary>What is to be replayed, and how.</summary>
internal sealed record ReplayOptions
{
    /// <summary>The recording, as the user named it.</summary>
    public required string Recording { get; init; }

    /// <summary>The recorded layouts' file, or null.</summary>
    public string? MapsFile { get; init; }

    /// <summary>The recorded layouts to start from and to compare with; empty where there are none.</summary>
    public required IReadOnlyList<MapsSection> Layouts { get; init; }

    public required UnmapStrategy Strategy { get; init; }

    public required FaultStrategy Fault { get; init; }

    /// <summary>The layout of a process at a moment, or null if it was not recorded.</summary>
    public MapsSection? LayoutAt(int process, string moment) => Layouts.FirstOrDefault(s => s.Process == process && s.At == moment);
}
