using System.Text.RegularExpressions;
using Mm.Analyzers.Tests.Support;

namespace Mm.Analyzers.Tests.Docs;

/// <summary>A page of docs/rules, taken apart.</summary>
internal sealed partial class RulePage
{
    public static readonly string Folder = Path.Combine(Repository.Root, "docs", "rules");

    /// <summary>The sections that every page has, in this order.</summary>
    public static readonly string[] Sections =
        ["What", "Why", "Bad example", "Good example", "How to fix", "How to configure", "What other tools do"];

    private RulePage(string id, string text)
    {
        Id = id;
        Text = text;
    }

    public string Id { get; }

    public string Text { get; }

    /// <summary>The headings of the second level.</summary>
    public IEnumerable<string> Headings => Heading().Matches(Text).Select(m => m.Groups[1].Value);

    public static RulePage Load(string id) => new(id, File.ReadAllText(Path.Combine(Folder, id + ".md")));

    /// <summary>The only example of the kind, <c>bad</c> or <c>good</c>.</summary>
    public string Example(string kind) => Assert.Single(Fence().Matches(Text), m => m.Groups["kind"].Value == kind).Groups["code"].Value;

    [GeneratedRegex(@"^## (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"^```csharp (?<kind>\w+)\n(?<code>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();
}
