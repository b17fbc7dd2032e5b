using System.Text;
using Microsoft.CodeAnalysis;
using Mm.Analyzers.Testing;
using Mm.Analyzers.Tests.Support;

namespace Mm.Analyzers.Tests.Docs;

/// <summary>The parts of the documentation that are written from the code: between the markers of these files, and nowhere else.</summary>
internal static class GeneratedDocs
{
    private const string Begin = "<!-- begin generated -->\n";
    private const string End = "<!-- end generated -->";

    /// <summary>File below the repository's root, and what stands between its markers.</summary>
    public static readonly SortedDictionary<string, Func<string>> Files = Create();

    public static string PathOf(string file) => Path.Combine(Repository.Root, file.Replace('/', Path.DirectorySeparatorChar));

    public static string Replace(string text, string generated, string file)
    {
        int begin = text.IndexOf(Begin, StringComparison.Ordinal);
        int end = text.IndexOf(End, StringComparison.Ordinal);
        if (begin < 0 || end < begin)
        {
            throw new InvalidOperationException($"{file}: no '{Begin.TrimEnd()}' and '{End}' around the generated part");
        }

        return string.Concat(text.AsSpan(0, begin + Begin.Length), generated, text.AsSpan(end));
    }

    private static SortedDictionary<string, Func<string>> Create()
    {
        var files = new SortedDictionary<string, Func<string>>(StringComparer.Ordinal)
        {
            ["docs/rules/README.md"] = Index,
            ["docs/annotations.md"] = AttributeTable.Write,
            ["docs/locking.md"] = () => LockingPage.Generate(EngineFacts.Read(Repository.Root)),
        };
        foreach (var rule in LockAnalyzers.Rules.Values)
        {
            files.Add($"docs/rules/{rule.Id}.md", () => Header(rule));
        }

        return files;
    }

    private static string Header(DiagnosticDescriptor rule) =>
        $"""
        # {rule.Id}: {rule.Title}

        | Id | Default severity | Category |
        | --- | --- | --- |
        | {rule.Id} | {Severity(rule)} | {rule.Category} |

        {rule.Description}

        """.ReplaceLineEndings("\n");

    private static string Index()
    {
        var text = new StringBuilder();
        foreach (var series in LockAnalyzers.Rules.Values.GroupBy(r => r.Category))
        {
            text.Append($"\n## {series.Key}\n\n| Rule | Default | Title |\n| --- | --- | --- |\n");
            foreach (var rule in series)
            {
                text.Append($"| [{rule.Id}]({rule.Id}.md) | {Severity(rule)} | {rule.Title} |\n");
            }
        }

        return text.Append('\n').ToString();
    }

    private static string Severity(DiagnosticDescriptor rule) => rule.DefaultSeverity switch
    {
        DiagnosticSeverity.Error => "error",
        DiagnosticSeverity.Warning => "warning",
        _ => "suggestion",
    };
}
