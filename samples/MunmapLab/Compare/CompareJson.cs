using System.Text.Encodings.Web;
using System.Text.Json;

namespace MunmapLab.Compare;

/// <summary>The result as one JSON object, schema 1.</summary>
internal static class CompareJson
{
    private static readonly JsonSerializerOptions s_options = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Format(IReadOnlyList<RunResult> results, double tierCostNs) => JsonSerializer.Serialize(
        new
        {
            Schema = 1,
            Machine = Machine.Facts(),
            Tier = LabStatistics.TierName,
            TierCostNs = Math.Round(tierCostNs, 2),
            Results = results.Select(Result),
            Kernel = Array.Empty<object>(),
        },
        s_options);

    private static object Result(RunResult r) => new
    {
        r.Strategy,
        r.Fault,
        r.SizeBytes,
        Page = PageKinds.NameOf(r.Page),
        r.Pages,
        r.Run,
        r.Sound,
        r.TotalNs,
        r.ExclusiveHoldMaxNs,
        r.ExclusiveHoldSumNs,
        r.SharedHoldNs,
        NsPerPage = Math.Round(r.NsPerPage, 3),
        r.GcPauses,
        r.JittedMethods,
        r.Noisy,
        Waiters = r.Waiters.Select(w => new { w.Name, w.Ops, w.P50Ns, w.P99Ns, w.MaxNs, w.BlockedByUnmapMaxNs }),
    };
}
