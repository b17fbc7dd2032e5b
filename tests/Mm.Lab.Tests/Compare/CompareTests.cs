using System.Text.Json;

namespace Mm.Lab.Tests.Compare;

/// <summary>Small comparisons from end to end. What is asserted are relations that hold however slow the machine is, never times.</summary>
public sealed class CompareTests
{
    private const string Three = "classic,two-phase,detach-downgrade";

    private static readonly string[] s_strategies = Three.Split(',');
    private static readonly string[] s_waiters = ["fault", "read", "map", "maps", "cmdline"];

    [Fact]
    public void ComparesStrategiesBesideEveryWaiter()
    {
        JsonElement result = Json("compare", "--size", "64M", "--strategy", Three, "--json", "-");

        List<JsonElement> runs = [.. result.GetProperty("results").EnumerateArray()];
        Assert.Equal(s_strategies, runs.Select(r => r.GetProperty("strategy").GetString()));
        foreach (JsonElement run in runs)
        {
            Assert.Equal(16384, run.GetProperty("pages").GetInt64());
            Assert.Equal(64 << 20, run.GetProperty("sizeBytes").GetInt64());
            Assert.Equal(s_waiters, run.GetProperty("waiters").EnumerateArray().Select(w => w.GetProperty("name").GetString()));
            AssertOrder(run);
        }
    }

    [Fact]
    public void TheHoldsAreThoseOfTheStrategies()
    {
        JsonElement results = Json("compare", "--size", "64M", "--strategy", Three, "--json", "-").GetProperty("results");

        Assert.True(Long(Of(results, "classic"), "exclusiveHoldMaxNs") > 0);
        Assert.True(Long(Of(results, "two-phase"), "sharedHoldNs") > 0);
        Assert.True(Long(Of(results, "two-phase"), "exclusiveHoldMaxNs") > 0);
        Assert.True(Long(Of(results, "detach-downgrade"), "sharedHoldNs") > 0);
        Assert.Equal(Long(Of(results, "detach-downgrade"), "exclusiveHoldMaxNs"), Long(Of(results, "detach-downgrade"), "exclusiveHoldSumNs"));
        Assert.False(Of(results, "two-phase").GetProperty("sound").GetBoolean());
        Assert.True(Of(results, "detach-downgrade").GetProperty("sound").GetBoolean());
    }

    [Fact]
    public void TheJsonHasExactlyTheDocumentedShape()
    {
        JsonElement result = Json("compare", "--size", "4M", "--strategy", "classic", "--waiters", "read", "--json", "-");

        Assert.Equal(["schema", "machine", "tier", "tierCostNs", "results", "kernel"], Names(result));
        Assert.Equal(1, result.GetProperty("schema").GetInt32());
        Assert.Equal("counters", result.GetProperty("tier").GetString());
        JsonElement run = Assert.Single(result.GetProperty("results").EnumerateArray());
        Assert.Equal(
            [
                "strategy", "fault", "sizeBytes", "page", "pages", "run", "sound", "totalNs", "exclusiveHoldMaxNs", "exclusiveHoldSumNs",
                "sharedHoldNs", "nsPerPage", "gcPauses", "jittedMethods", "noisy", "waiters",
            ],
            Names(run));
        Assert.Equal(("classic", "per-vma", "4k", 1), (Text(run, "strategy"), Text(run, "fault"), Text(run, "page"), run.GetProperty("run").GetInt32()));
        JsonElement waiter = Assert.Single(run.GetProperty("waiters").EnumerateArray());
        Assert.Equal(["name", "ops", "p50Ns", "p99Ns", "maxNs", "blockedByUnmapMaxNs"], Names(waiter));
    }

    [Fact]
    public void TheZeroPageCountsPagesToo()
    {
        JsonElement run = Assert.Single(
            Json("compare", "--size", "16M", "--page", "zero", "--strategy", "detach-downgrade", "--json", "-").GetProperty("results").EnumerateArray());

        Assert.Equal(("zero", 4096), (Text(run, "page"), run.GetProperty("pages").GetInt64()));
    }

    [Fact]
    public void HugePagesCountAsWhatTheyMap()
    {
        JsonElement results = Json("compare", "--size", "17M", "--page", "2m", "--strategy", "classic,pud-collect,detach-downgrade,range-lock", "--json", "-")
            .GetProperty("results");

        Assert.Equal(4, results.GetArrayLength());
        foreach (JsonElement run in results.EnumerateArray())
        {
            Assert.Equal(("2m", 17 * 256), (Text(run, "page"), run.GetProperty("pages").GetInt64()));
            AssertOrder(run);
        }
    }

    [Fact]
    public void RunsAreCounted()
    {
        JsonElement results = Json("compare", "--size", "4M", "--strategy", "classic,detach-downgrade", "--waiters", "map", "--runs", "2", "--json", "-")
            .GetProperty("results");

        Assert.Equal(["classic 1", "classic 2", "detach-downgrade 1", "detach-downgrade 2"], results.EnumerateArray().Select(r => $"{Text(r, "strategy")} {r.GetProperty("run")}"));
    }

    [Fact]
    public void EachWaiterRunsAlsoAlone()
    {
        JsonElement results = Json("compare", "--size", "4M", "--strategy", "classic", "--waiters", "each", "--json", "-").GetProperty("results");

        Assert.Equal([5, 1, 1, 1, 1, 1], results.EnumerateArray().Select(r => r.GetProperty("waiters").GetArrayLength()));
    }

    [Fact]
    public void TheReportMarksTheUnsoundAndFitsEightyColumns()
    {
        LabRun run = LabRun.InProcess("compare", "--size", "4M", "--strategy", Three);

        Assert.Equal(0, run.ExitCode);
        Assert.All(run.Report.Split('\n'), line => Assert.True(line.Length <= 80, line));
        foreach (string strategy in s_strategies)
        {
            Assert.Contains("\n" + strategy, run.Report);
        }

        Assert.Contains("two-phase is unsound: R-c1", run.Report);
        Assert.DoesNotContain("classic is unsound", run.Report);
        Assert.Contains("1,024 4K pages with frames of their own", run.Report);
        Assert.Contains("lock statistics: tier counters", run.Report);
    }

    [Fact]
    public void TheJsonGoesIntoTheFileBesideTheReport()
    {
        string path = Path.Combine(Directory.CreateTempSubdirectory("mmlab").FullName, "result.json");

        LabRun run = LabRun.AsProcess("compare", "--size", "4M", "--strategy", "detach-downgrade", "--waiters", "fault,map", "--json", path);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("detach-downgrade", run.Report);
        Assert.Equal(1, JsonDocument.Parse(File.ReadAllText(path)).RootElement.GetProperty("schema").GetInt32());
    }

    [Fact]
    public void AStoppedComparisonSaysWhatWasMeasured()
    {
        LabRun run = LabRun.InProcess(new CancellationToken(canceled: true), "compare", "--size", "4M", "--strategy", Three);

        Assert.Equal(2, run.ExitCode);
        Assert.Equal("", run.Report);
        Assert.Equal("mmlab: stopped; 0 of 3 unmappings were measured\n", run.Notes);
    }

    private static void AssertOrder(JsonElement run)
    {
        Assert.True(Long(run, "totalNs") > 0);
        Assert.InRange(Long(run, "exclusiveHoldMaxNs"), 1, Long(run, "exclusiveHoldSumNs"));
        Assert.InRange(Long(run, "exclusiveHoldSumNs") + Long(run, "sharedHoldNs"), 1, Long(run, "totalNs"));
        Assert.Equal(Long(run, "gcPauses") + Long(run, "jittedMethods") > 0, run.GetProperty("noisy").GetBoolean());
        foreach (JsonElement waiter in run.GetProperty("waiters").EnumerateArray())
        {
            Assert.InRange(Long(waiter, "p50Ns"), 0, Long(waiter, "p99Ns"));
            Assert.InRange(Long(waiter, "p99Ns"), 0, Long(waiter, "maxNs"));
            Assert.True(Long(waiter, "ops") > 0 || Long(waiter, "maxNs") == 0);
            Assert.True(Long(waiter, "blockedByUnmapMaxNs") >= 0);
        }
    }

    private static JsonElement Json(params string[] arguments)
    {
        LabRun run = LabRun.InProcess(arguments);
        Assert.True(run.ExitCode == 0, run.Notes);
        return JsonDocument.Parse(run.Report).RootElement;
    }

    private static JsonElement Of(JsonElement results, string strategy) => results.EnumerateArray().Single(r => Text(r, "strategy") == strategy);

    private static IEnumerable<string> Names(JsonElement element) => element.EnumerateObject().Select(p => p.Name);

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();

    private static long Long(JsonElement element, string name) => element.GetProperty(name).GetInt64();
}
