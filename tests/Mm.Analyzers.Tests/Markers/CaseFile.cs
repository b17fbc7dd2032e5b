using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Mm.Analyzers.Testing;

namespace Mm.Analyzers.Tests.Markers;

/// <summary>A case: its source, what is compiled with it, and the reports that its markers ask for. Cases/README.md has the syntax.</summary>
internal sealed partial class CaseFile
{
    public static readonly string Root = System.IO.Path.Combine(AppContext.BaseDirectory, "Cases");

    private static readonly Lazy<ImmutableArray<SourceFile>> s_common = new(() => [Read("Annotations.cs"), Read("Locks.cs")]);

    private readonly CompilationUnitSyntax _root;
    private readonly SourceText _text;

    private CaseFile(SourceFile source)
    {
        Path = source.Path;
        var tree = CSharpSyntaxTree.ParseText(source.Text, new CSharpParseOptions(LanguageVersion.Preview), source.Path);
        _root = tree.GetCompilationUnitRoot();
        _text = tree.GetText();
        var with = new List<SourceFile>();
        ReadMarkers(with);
        Sources = [source, .. with, .. s_common.Value];
    }

    /// <summary>Path below the folder of all cases, with slashes.</summary>
    public string Path { get; }

    public ImmutableArray<SourceFile> Sources { get; }

    public LockDiagnosticsOptions Options { get; private set; } = new() { ReferenceMmLocks = false };

    public List<Expectation> Expectations { get; } = [];

    public List<Region> Regions { get; } = [];

    public bool StrictInfo { get; private set; }

    /// <summary>Half-typed on purpose: it need not compile.</summary>
    public bool IsBroken { get; private set; }

    public static CaseFile Load(string path) => new(Read(path));

    /// <summary>A case that is no file; its path only says where what it is compiled with is looked for.</summary>
    public static CaseFile Parse(string path, string text) => new(new SourceFile(path, text));

    /// <summary>The paths of all cases.</summary>
    public static IEnumerable<string> All() =>
        Directory.EnumerateFiles(Root, "*.cs", SearchOption.AllDirectories)
            .Select(p => System.IO.Path.GetRelativePath(Root, p).Replace('\\', '/'))
            .Where(p => p.Contains('/'))
            .Order(StringComparer.Ordinal);

    public string LineText(int line) => _text.Lines[line].ToString().Trim();

    private static SourceFile Read(string path) => new(path, File.ReadAllText(System.IO.Path.Combine(Root, path)));

    [GeneratedRegex(@"^(?<key>[a-z-]+)(\s*:\s*(?<value>.+))?$")]
    private static partial Regex HeaderLine();

    [GeneratedRegex(@"^anywhere(\s*:\s*(?<ids>MML\d{3}(\|MML\d{3})*))?$")]
    private static partial Regex AnywhereMarker();

    [GeneratedRegex(@"^(?<token>MML\d{3}(\|MML\d{3})*[?*]?(\s*x\d+)?)(\s*,\s*(?<token>MML\d{3}(\|MML\d{3})*[?*]?(\s*x\d+)?))*\s*([-:(].*)?$")]
    private static partial Regex LineMarker();

    [GeneratedRegex(@"^(?<ids>[ML\d|]+)(?<optional>[?*])?(\s*x(?<count>\d+))?$")]
    private static partial Regex Token();

    private void ReadMarkers(List<SourceFile> with)
    {
        string? headerIds = null;
        int headerEnd = _root.GetFirstToken(includeZeroWidth: true).SpanStart;
        var members = new List<(int Line, string? Ids)>();
        foreach (var trivia in _root.DescendantTrivia().Where(t => t.IsKind(SyntaxKind.SingleLineCommentTrivia)))
        {
            string comment = trivia.ToString()[2..].Trim();
            int line = _text.Lines.GetLineFromPosition(trivia.SpanStart).LineNumber;
            bool header = trivia.SpanStart < headerEnd;
            if (comment.StartsWith("anywhere", StringComparison.Ordinal))
            {
                var match = AnywhereMarker().Match(comment);
                string? ids = !match.Success ? throw Bad(line, comment) : match.Groups["ids"].Success ? match.Groups["ids"].Value : null;
                if (header)
                {
                    headerIds = ids;
                }
                else
                {
                    members.Add((line, ids));
                }
            }
            else if (comment.StartsWith("MML", StringComparison.Ordinal) && comment.Length > 3 && char.IsDigit(comment[3]))
            {
                AddExpectations(line, comment);
            }
            else if (header)
            {
                ReadHeader(comment, with);
            }
        }

        foreach (var (line, ids) in members)
        {
            Regions.Add(new Region(line, Member(line), Ids(ids ?? headerIds ?? throw Bad(line, "anywhere"))));
        }

        if (headerIds is not null && members.Count == 0)
        {
            Regions.Add(new Region(0, _root.FullSpan, Ids(headerIds)));
        }
    }

    private void ReadHeader(string comment, List<SourceFile> with)
    {
        var match = HeaderLine().Match(comment);
        string value = match.Groups["value"].Value;
        switch (match.Groups["key"].Value)
        {
            case "strict-info":
                StrictInfo = true;
                break;
            case "broken":
                IsBroken = true;
                break;
            case "program":
                Options = Options with { OutputKind = OutputKind.ConsoleApplication };
                break;
            case "with":
                with.Add(Read(System.IO.Path.Combine(System.IO.Path.GetDirectoryName(Path)!, value).Replace('\\', '/')));
                break;
            case "editorconfig":
                string[] pair = value.Split('=', 2, StringSplitOptions.TrimEntries);
                Options = Options.WithEditorConfig(pair[0], pair[1]);
                break;
        }
    }

    private void AddExpectations(int line, string comment)
    {
        var match = LineMarker().Match(comment);
        if (!match.Success)
        {
            throw Bad(line, comment);
        }

        foreach (Capture capture in match.Groups["token"].Captures)
        {
            var token = Token().Match(capture.Value);
            int count = token.Groups["count"].Success ? int.Parse(token.Groups["count"].Value) : 1;
            for (int i = 0; i < count; i++)
            {
                Expectations.Add(new Expectation(line, Ids(token.Groups["ids"].Value), token.Groups["optional"].Success));
            }
        }
    }

    private static ImmutableArray<string> Ids(string ids) => [.. ids.Split('|')];

    // The member whose signature starts on the line.
    private TextSpan Member(int line)
    {
        int indent = _text.Lines[line].ToString().TakeWhile(char.IsWhiteSpace).Count();
        var node = _root.FindToken(_text.Lines[line].Start + indent).Parent;
        return node!.AncestorsAndSelf().First(n => n is MemberDeclarationSyntax or LocalFunctionStatementSyntax or AccessorDeclarationSyntax).Span;
    }

    private FormatException Bad(int line, string comment) => new($"{Path}({line + 1}): bad marker '{comment}'");
}

/// <summary>A report that starts on a line: one of the ids.</summary>
internal sealed record Expectation(int Line, ImmutableArray<string> Ids, bool Optional);

/// <summary>At least one report of the ids anywhere in a span; more are tolerated.</summary>
internal sealed record Region(int Line, TextSpan Span, ImmutableArray<string> Ids);
