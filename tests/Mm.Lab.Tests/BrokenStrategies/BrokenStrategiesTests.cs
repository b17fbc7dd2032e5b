using System.Text.RegularExpressions;

namespace Mm.Lab.Tests.BrokenStrategies;

/// <summary>Each historical mistake, made in detach-downgrade, fails the build, with the report that says why.</summary>
public sealed partial class BrokenStrategiesTests(BrokenBuild build) : IClassFixture<BrokenBuild>
{
    [Fact]
    public Task TheTextOfTheFailingBuild() => Verify(string.Join('\n', build.Reports));

    [Fact]
    public void TheBuildFails() => Assert.NotEqual(0, build.ExitCode);

    [Theory]
    [InlineData("FlagsAfterDowngrade", "MML105")]
    [InlineData("SplitAfterDowngrade", "MML102")]
    [InlineData("DetachAfterDowngrade", "MML102")]
    [InlineData("ReleaseAndReacquire", "MML109")]
    [InlineData("ReturnWithoutRelease", "MML201")]
    [InlineData("ReleaseForWriteAfterDowngrade", "MML203")]
    [InlineData("InsertWithoutVmaLock", "MML101")]
    public void AMistakeIsReportedAsWhatItIs(string file, string rule)
    {
        List<string> rules = [.. build.Reports.Where(r => r.StartsWith(file + ".cs(", StringComparison.Ordinal)).Select(r => RuleId().Match(r).Value).Distinct()];

        Assert.True(rules is [var only] && only == rule, $"{file}: {string.Join(", ", rules)}\n{build.Output}");
    }

    [Fact]
    public void EveryFileHasAReport()
    {
        IEnumerable<string> files = Directory.GetFiles(BrokenBuild.Folder, "*.cs").Select(f => Path.GetFileName(f)!);

        Assert.All(files, f => Assert.Contains(build.Reports, r => r.StartsWith(f + "(", StringComparison.Ordinal)));
    }

    /// <summary>The rest of each file is the strategy that ships, so the report is about the edit and nothing else.</summary>
    [Fact]
    public void EachIsTheRealStrategyWithOneEdit()
    {
        List<string> real = Body(Path.Combine(BrokenBuild.Folder, "../../src/Mm/Strategies/DetachDowngradeStrategy.cs"));
        foreach (string file in Directory.GetFiles(BrokenBuild.Folder, "*.cs"))
        {
            List<string> broken = Body(file);
            int changed = broken.Count + real.Count - 2 * CommonLines(broken, real);

            Assert.True(changed is > 0 and <= 6, $"{Path.GetFileName(file)}: {changed} lines differ");
        }
    }

    /// <summary>The statements of Unmap.</summary>
    private static List<string> Body(string file)
    {
        string text = File.ReadAllText(file);
        int start = text.IndexOf("public override long Unmap(", StringComparison.Ordinal);
        int end = text.IndexOf("\n    }\n", start, StringComparison.Ordinal);
        return [.. text[start..end].Split('\n').Select(l => l.Trim()).Where(l => l.Length > 0)];
    }

    /// <summary>Length of the longest common subsequence.</summary>
    private static int CommonLines(List<string> a, List<string> b)
    {
        var common = new int[a.Count + 1, b.Count + 1];
        for (int i = 1; i <= a.Count; i++)
        {
            for (int j = 1; j <= b.Count; j++)
            {
                common[i, j] = a[i - 1] == b[j - 1] ? common[i - 1, j - 1] + 1 : Math.Max(common[i - 1, j], common[i, j - 1]);
            }
        }

        return common[a.Count, b.Count];
    }

    [GeneratedRegex(@"\b[A-Z]+\d{3,}\b")]
    private static partial Regex RuleId();
}
