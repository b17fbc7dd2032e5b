using Mm.Analyzers.Testing;

namespace Mm.Analyzers.Tests.Markers;

/// <summary>The case runner itself: a marker that is wrong in any way fails its case.</summary>
public class MarkerTests
{
    private const string Account = """
        using Mm.Locks;
        class Account
        {
            private readonly object _gate = new();
            [GuardedBy("_gate")] private int _n;
            public void Wrong() => _n = 1;
            public int Right() { lock (_gate) { return _n; } }
        }
        """;

    [Fact]
    public void A_marked_report_passes() => Assert.Empty(Differences(Mark("MML104: explained")));

    [Fact]
    public void An_unmarked_report_fails() => Assert.StartsWith("unexpected (6) MML104", Assert.Single(Differences(Account)), StringComparison.Ordinal);

    [Fact]
    public void A_marker_without_its_report_fails() =>
        Assert.StartsWith("missing    (6) MML201", Assert.Single(Differences(Mark("MML104, MML201"))), StringComparison.Ordinal);

    [Fact]
    public void A_marker_of_another_rule_fails_twice() => Assert.Equal(2, Differences(Mark("MML106")).Count);

    [Fact]
    public void A_marker_counts() => Assert.Single(Differences(Mark("MML104 x2")));

    [Fact]
    public void Either_of_two_is_enough() => Assert.Empty(Differences(Mark("MML101|MML104")));

    [Fact]
    public void What_may_be_reported_need_not_be() => Assert.Empty(Differences(Mark("MML104, MML201?, MML202*")));

    [Fact]
    public void Anywhere_in_a_member_takes_the_report() => Assert.Empty(Differences(Mark("anywhere: MML104")));

    [Fact]
    public void Anywhere_without_a_report_fails() => Assert.Equal(2, Differences(Mark("anywhere: MML106")).Count);

    [Fact]
    public void Anywhere_in_the_file_takes_the_report() => Assert.Empty(Differences("// anywhere: MML104\n" + Account));

    [Fact]
    public void Anywhere_does_not_reach_beyond_its_member() =>
        Assert.Equal(2, Differences(Account.Replace("return _n; } }", "return _n; } } // anywhere: MML104")).Count);

    [Theory]
    [InlineData("MML1x4")]
    [InlineData("MML104 and more")]
    [InlineData("anywhere MML104")]
    public void A_marker_that_is_misspelt_is_refused(string marker) => Assert.Throws<FormatException>(() => Differences(Mark(marker)));

    [Fact]
    public void A_case_that_does_not_compile_fails() =>
        Assert.Contains(Differences("class C : Missing { }"), d => d.StartsWith("does not compile", StringComparison.Ordinal));

    [Fact]
    public void A_key_of_the_editorconfig_is_applied() => Assert.Empty(Differences("// editorconfig: dotnet_diagnostic.MML104.severity = none\n" + Account));

    [Fact]
    public void Every_folder_has_cases() =>
        Assert.Equal(
            ["basics", "csharp", "mm"],
            CaseFile.All().Select(p => p.Split('/')[0]).Where(f => f is "basics" or "csharp" or "mm").Distinct().Order(StringComparer.Ordinal));

    private static string Mark(string marker) => Account.Replace("_n = 1;", "_n = 1; // " + marker);

    private static List<string> Differences(string text)
    {
        var test = CaseFile.Parse("basics/Parsed.cs", text);
        return CaseComparison.Differences(test, LockDiagnostics.Of(test.Sources, test.Options));
    }
}
