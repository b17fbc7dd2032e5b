using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using MunmapLab.Output;

namespace MunmapLab.Replay;

/// <summary>What came of a replay, for people and as JSON.</summary>
internal static class ReplayReport
{
    private const int MostDifferences = 20;

    private static readonly JsonSerializerOptions s_options = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static void Write(TextWriter text, ReplayOptions options, ReplayResult result, int tasks, long totalNs)
    {
        text.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{options.Recording}: {result.TotalCalls:N0} calls of {tasks} tasks replayed under {options.Strategy.Name} in {Durations.Format(totalNs)}"));
        text.WriteLine("  " + string.Join(", ", result.Calls.Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.Key} {c.Value:N0}"))));
        text.WriteLine(result.Differences.Count == 0
            ? "  every call answered as recorded"
            : string.Create(CultureInfo.InvariantCulture, $"  {result.Differences.Count:N0} calls answered otherwise than recorded"));
        text.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"  {result.PlacementsUnaided:N0} of {result.Placements:N0} addresses were chosen as recorded without help"));
        foreach (LayoutCheck layout in result.Layouts)
        {
            string verdict = layout.Diff is null ? "as recorded" : "NOT as recorded";
            text.WriteLine($"  layout of {layout.Process} ({layout.Comm}) at exit: {layout.Ranges} ranges, {verdict}");
        }

        foreach (string difference in result.Differences.Take(MostDifferences))
        {
            text.WriteLine(difference);
        }

        if (result.Differences.Count > MostDifferences)
        {
            text.WriteLine($"... and {result.Differences.Count - MostDifferences} more");
        }

        foreach (LayoutCheck layout in result.Layouts.Where(l => l.Diff is not null))
        {
            text.Write(layout.Diff);
        }
    }

    public static string Json(ReplayOptions options, ReplayResult result, int tasks, long totalNs) => JsonSerializer.Serialize(
        new
        {
            Schema = 1,
            options.Recording,
            Strategy = options.Strategy.Name,
            Fault = options.Fault.Name,
            Tasks = tasks,
            TotalNs = totalNs,
            result.Calls,
            result.NotReplayed,
            result.Placements,
            result.PlacementsUnaided,
            result.Differences,
            Layouts = result.Layouts.Select(l => new { l.Process, l.Comm, l.Ranges, Equal = l.Diff is null, l.Diff }),
        },
        s_options);
}
