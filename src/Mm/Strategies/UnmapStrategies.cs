using System.Diagnostics.CodeAnalysis;

namespace Mm.Strategies;

/// <summary>The unmap strategies of this assembly.</summary>
public static class UnmapStrategies
{
    /// <summary>Everything under the lock for write.</summary>
    public static UnmapStrategy Classic { get; } = new ClassicStrategy();

    /// <summary>Pages first under the lock for read; unsound.</summary>
    public static UnmapStrategy TwoPhase { get; } = new TwoPhaseStrategy();

    /// <summary>The layout under the lock for write, the pages under the downgraded lock.</summary>
    public static UnmapStrategy DetachDowngrade { get; } = new DetachDowngradeStrategy();

    /// <summary>The pages under a claim on the range, the mmap lock for the layout alone.</summary>
    public static UnmapStrategy RangeLock { get; } = new RangeLockStrategy();

    /// <summary>All of them, in the order in which they were proposed.</summary>
    public static IReadOnlyList<UnmapStrategy> All { get; } =
    [
        Classic,
        new SectionsStrategy(),
        new MadviseFirstStrategy(),
        TwoPhase,
        new MarkDeletedStrategy(),
        new PudCollectStrategy(),
        new VmDeadStrategy(),
        DetachDowngrade,
        new MapleOrderStrategy(),
        new GatherCompleteStrategy(),
        RangeLock,
    ];

    /// <summary>The strategy of that name.</summary>
    public static bool TryGet(string name, [NotNullWhen(true)] out UnmapStrategy? strategy)
    {
        strategy = All.FirstOrDefault(candidate => candidate.Name == name);
        return strategy != null;
    }
}
