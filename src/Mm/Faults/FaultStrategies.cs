using System.Diagnostics.CodeAnalysis;

namespace Mm.Faults;

/// <summary>The fault strategies of this assembly.</summary>
public static class FaultStrategies
{
    /// <summary>Under the mmap lock for read.</summary>
    public static FaultStrategy MmapLock { get; } = new MmapLockFaultStrategy();

    /// <summary>Under the VMA's own lock where possible.</summary>
    public static FaultStrategy PerVma { get; } = new PerVmaFaultStrategy();

    /// <summary>All of them, in the order in which they were proposed.</summary>
    public static IReadOnlyList<FaultStrategy> All { get; } = [MmapLock, PerVma];

    /// <summary>The strategy of that name.</summary>
    public static bool TryGet(string name, [NotNullWhen(true)] out FaultStrategy? strategy)
    {
        strategy = All.FirstOrDefault(candidate => candidate.Name == name);
        return strategy != null;
    }
}
