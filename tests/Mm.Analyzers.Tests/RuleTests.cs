using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Mm.Analyzers.Testing;
using Mm.Analyzers.Tests.Support;

namespace Mm.Analyzers.Tests;

/// <summary>What every rule has beside its code: one file, one page, a help link to it, an entry in the release notes, a class of tests.</summary>
public partial class RuleTests
{
    private static readonly string s_rules = Path.Combine(Repository.Root, "src", "Mm.Analyzers", "Rules");
    private static readonly string s_pages = Path.Combine(Repository.Root, "docs", "rules");

    // The rules as classes, not as the analyzer lists them: a rule that is not in the list would otherwise be missed.
    private static readonly Dictionary<Type, DiagnosticDescriptor> s_classes = typeof(LockAnalyzer).Assembly.GetTypes()
        .Select(t => (Type: t, Field: t.GetField("Descriptor", BindingFlags.Public | BindingFlags.Static)))
        .Where(t => t.Field?.FieldType == typeof(DiagnosticDescriptor))
        .ToDictionary(t => t.Type, t => (DiagnosticDescriptor)t.Field!.GetValue(null)!);

    // The table of the annotation language, section 5.
    private static readonly string[] s_ids =
    [
        "MML001", "MML002", "MML003", "MML004", "MML005",
        "MML101", "MML102", "MML103", "MML104", "MML105", "MML106", "MML107", "MML108", "MML109",
        "MML201", "MML202", "MML203", "MML204", "MML205", "MML206", "MML207", "MML208", "MML209", "MML210", "MML211", "MML212",
        "MML301", "MML302", "MML303", "MML304",
        "MML401", "MML402", "MML403",
        "MML501", "MML502",
        "MML901", "MML902",
    ];

    public static TheoryData<string> Ids() => [.. s_ids];

    [Fact]
    public void The_analyzer_supports_the_rules_of_the_language_and_no_other() => Assert.Equal(s_ids, LockAnalyzers.Rules.Keys);

    [Fact]
    public void No_id_is_given_twice()
    {
        var descriptors = LockAnalyzers.Create().SelectMany(a => a.SupportedDiagnostics).ToList();
        Assert.Equal(descriptors.Count, descriptors.Select(d => d.Id).Distinct().Count());
    }

    [Fact]
    public void Only_warnings_and_advice_are_not_errors()
    {
        Assert.Equal(
            ["MML003", "MML205", "MML304", "MML403"],
            LockAnalyzers.Rules.Values.Where(d => d.DefaultSeverity == DiagnosticSeverity.Warning).Select(d => d.Id));
        Assert.Equal(
            ["MML209", "MML901", "MML902"],
            LockAnalyzers.Rules.Values.Where(d => d.DefaultSeverity == DiagnosticSeverity.Info).Select(d => d.Id));
        Assert.All(LockAnalyzers.Rules.Values, d => Assert.True(d.IsEnabledByDefault));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_rule_is_one_class_in_a_file_of_its_name(string id)
    {
        var rule = Assert.Single(s_classes, c => c.Value.Id == id).Key;
        Assert.Single(Directory.EnumerateFiles(s_rules, rule.Name + ".cs", SearchOption.AllDirectories));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_rule_has_a_page_that_its_help_link_names(string id)
    {
        Assert.EndsWith($"/docs/rules/{id}.md", LockAnalyzers.Rules[id].HelpLinkUri, StringComparison.Ordinal);
        Assert.Contains(LockAnalyzers.Rules[id].Title.ToString(), File.ReadAllText(Path.Combine(s_pages, id + ".md")), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_rule_stands_in_the_release_notes_as_it_is(string id)
    {
        var descriptor = LockAnalyzers.Rules[id];
        var entry = Assert.Single(
            Directory.EnumerateFiles(Path.GetDirectoryName(s_rules)!, "AnalyzerReleases.*.md").SelectMany(File.ReadLines).Select(l => ReleaseEntry().Match(l)),
            m => m.Groups["id"].Value == id);
        Assert.Equal(descriptor.Category, entry.Groups["category"].Value);
        Assert.Equal(descriptor.DefaultSeverity.ToString(), entry.Groups["severity"].Value);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_rule_has_a_class_of_tests(string id) => Assert.NotNull(typeof(RuleTests).Assembly.GetType($"Mm.Analyzers.Tests.Rules.{id}Tests"));

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_rule_says_in_a_sentence_why(string id)
    {
        var descriptor = LockAnalyzers.Rules[id];
        Assert.EndsWith(".", descriptor.Description.ToString(), StringComparison.Ordinal);
        Assert.False(descriptor.Title.ToString().EndsWith('.'));
        Assert.StartsWith("MmLocks.", descriptor.Category, StringComparison.Ordinal);
    }

    [Fact]
    public void No_page_is_left_of_a_rule_that_is_gone() =>
        Assert.Equal(s_ids, Directory.EnumerateFiles(s_pages, "MML*.md").Select(p => Path.GetFileNameWithoutExtension(p)).Order(StringComparer.Ordinal));

    [GeneratedRegex(@"^(?<id>MML\d{3})\s*\|\s*(?<category>[\w.]+)\s*\|\s*(?<severity>\w+)\s*\|")]
    private static partial Regex ReleaseEntry();
}
