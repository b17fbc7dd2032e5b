using Mm.Faults;
using Mm.Strategies;

namespace MunmapLab.CommandLine;

/// <summary>Strategies by the names that users type.</summary>
internal static class StrategyNames
{
    /// <exception cref="UsageException">There is none of that name.</exception>
    public static UnmapStrategy Unmap(string name) => UnmapStrategies.TryGet(name, out UnmapStrategy? strategy)
        ? strategy
        : throw new UsageException(NearestName.Unknown("strategy", name, UnmapStrategies.All.Select(s => s.Name)));

    /// <exception cref="UsageException">There is none of that name.</exception>
    public static FaultStrategy Fault(string name) => FaultStrategies.TryGet(name, out FaultStrategy? strategy)
        ? strategy
        : throw new UsageException(NearestName.Unknown("fault strategy", name, FaultStrategies.All.Select(s => s.Name)));
}
