using Mm.Locks;

namespace MunmapLab.Compare;

/// <summary>The lock statistics that runs are made with.</summary>
internal static class LabStatistics
{
    /// <summary>The lightest tier that has what the report shows; the unmapper's holds come from the attribution of waits.</summary>
    public const StatisticsTier Tier = StatisticsTier.Counters;

    public static string TierName => Tier.ToString().ToLowerInvariant();
}
