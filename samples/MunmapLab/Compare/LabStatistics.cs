using Mm.Locks;

namespace MunmapLab.Compare;

/// <summary>The lock statistics that runs are made with.</summary>
internal static class LabStatistics
{
    /// <summary>The lightest tier that has what the report shows; the unmapper's holds come from the attribution of waits.</summary>
    public const StatisticsTier Tier = StatisticsTier.Counters;

    /// <summary>What the tier adds to an acquisition with its release here and now, in nanoseconds: the least of some measurements, the first of
    /// which are made while the code is still being compiled.</summary>
    public static double MeasureCost() => Enumerable.Range(0, 10).Min(_ => HoldStatistics.MeasureCost(Tier));

    public static string TierName => Tier.ToString().ToLowerInvariant();
}
