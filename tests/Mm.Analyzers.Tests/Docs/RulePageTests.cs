using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Mm.Analyzers.Testing;

namespace Mm.Analyzers.Tests.Docs;

/// <summary>The pages of the rules: their sections, and that their examples are reported and silent as they say.</summary>
public partial class RulePageTests
{
    public static TheoryData<string> Ids() => [.. LockAnalyzers.Rules.Keys];

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_page_has_all_sections(string id) => Assert.Equal(RulePage.Sections, RulePage.Load(id).Headings);

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task The_bad_example_is_reported_where_it_is_marked(string id)
    {
        string code = RulePage.Load(id).Example("bad");
        var expected = Marked(code).ToList();
        Assert.Contains(expected, mark => mark.EndsWith(id, StringComparison.Ordinal));
        Assert.Equal(expected, await Reported(code, id));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task The_good_example_is_not_reported(string id)
    {
        string code = RulePage.Load(id).Example("good");
        Assert.Empty(Marked(code));
        Assert.Empty(await Reported(code, id));
    }

    /// <summary>Advice counts on the page of its own rule only.</summary>
    private static async Task<List<string>> Reported(string code, string id)
    {
        var diagnostics = await LockDiagnostics.OfAsync(code);
        Assert.Empty(diagnostics.CompileErrors);
        return
        [
            .. diagnostics.Diagnostics
                .Where(d => d.Severity > DiagnosticSeverity.Info || d.Id == id)
                .Select(d => Mark(d.Location.GetLineSpan().StartLinePosition.Line, d.Id)),
        ];
    }

    private static IEnumerable<string> Marked(string code) =>
        from line in code.Split('\n').Select((text, number) => (text, number))
        from Match match in Marker().Matches(line.text)
        select Mark(line.number, match.Groups[1].Value);

    private static string Mark(int line, string id) => string.Create(CultureInfo.InvariantCulture, $"line {line + 1}: {id}");

    [GeneratedRegex(@"// (MML\d{3})\b")]
    private static partial Regex Marker();
}
