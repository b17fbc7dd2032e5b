using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Simplification;
using Mm.Analyzers.CodeFixes;
using Mm.Analyzers.Testing;
using Mm.Locks;

namespace Mm.Analyzers.Tests.Fixes;

/// <summary>Applies a code fix as an editor does: one report after the other, and all at once.</summary>
internal static class FixRunner
{
    private const int MaxRounds = 25;

    /// <summary>The source after the fix, applied until it is offered no more; then what is still reported. Fix All has to give the same.</summary>
    /// <param name="fix">The fix.</param>
    /// <param name="key">Which of its actions.</param>
    /// <param name="source">A source that compiles, and compiles after every step.</param>
    public static async Task<string> FixAsync(LockFixProvider fix, string key, string source)
    {
        string oneByOne = await OneByOneAsync(fix, key, await DocumentAsync(source));
        string atOnce = await AllAtOnceAsync(fix, key, await DocumentAsync(source));
        Assert.Equal(oneByOne, atOnce);
        return oneByOne;
    }

    /// <summary>The keys of the actions that the fix offers for the first report that it can fix.</summary>
    public static async Task<IEnumerable<string?>> OffersAsync(LockFixProvider fix, string source)
    {
        var document = await DocumentAsync(source);
        var offers = new List<string?>();
        foreach (var diagnostic in await DiagnosticsAsync(document, fix))
        {
            offers.AddRange((await ActionsAsync(fix, document, diagnostic)).Select(a => a.EquivalenceKey));
        }

        return offers.Distinct();
    }

    private static async Task<string> OneByOneAsync(LockFixProvider fix, string key, Document document)
    {
        int rounds = 0;
        while (await NextActionAsync(fix, key, document) is { } action)
        {
            Assert.True(++rounds < MaxRounds, "The fix is offered again and again:\n" + await document.GetTextAsync());
            document = await ApplyAsync(action, document);
        }

        Assert.True(rounds > 0, "The fix is not offered.");
        return await DescribeAsync(document);
    }

    private static async Task<string> AllAtOnceAsync(LockFixProvider fix, string key, Document document)
    {
        for (int rounds = 0; await NextActionAsync(fix, key, document) is not null; rounds++)
        {
            Assert.True(rounds < MaxRounds, "Fix All is offered again and again.");
            var action = await fix.GetFixAllProvider().GetFixAsync(
                new FixAllContext(document, fix, FixAllScope.Document, key, fix.FixableDiagnosticIds, new Reports(fix), default));
            Assert.NotNull(action);
            document = await ApplyAsync(action, document);
        }

        return await DescribeAsync(document);
    }

    private static async Task<CodeAction?> NextActionAsync(LockFixProvider fix, string key, Document document)
    {
        foreach (var diagnostic in await DiagnosticsAsync(document, fix))
        {
            if ((await ActionsAsync(fix, document, diagnostic)).FirstOrDefault(a => a.EquivalenceKey == key) is { } action)
            {
                return action;
            }
        }

        return null;
    }

    private static async Task<List<CodeAction>> ActionsAsync(LockFixProvider fix, Document document, Diagnostic diagnostic)
    {
        var actions = new List<CodeAction>();
        await fix.RegisterCodeFixesAsync(new CodeFixContext(document, diagnostic, (action, _) => actions.Add(action), default));
        return actions;
    }

    private static async Task<Document> ApplyAsync(CodeAction action, Document document)
    {
        var operations = await action.GetOperationsAsync(default);
        var changed = operations.OfType<ApplyChangesOperation>().Single().ChangedSolution.GetDocument(document.Id)!;
        changed = await Simplifier.ReduceAsync(changed);
        changed = await Formatter.FormatAsync(changed, Formatter.Annotation);
        await AssertCompilesAsync(changed);
        return changed;
    }

    private static async Task<string> DescribeAsync(Document document)
    {
        var left = (await AllDiagnosticsAsync(document)).Where(d => d.Severity >= DiagnosticSeverity.Warning).ToList();
        string text = (await document.GetTextAsync()).ToString();
        return text + "\n// still reported: " + (left.Count == 0 ? "nothing" : string.Concat(left.Select(d => $"\n//   {d.Id} {d.GetMessage()}"))) + "\n";
    }

    private static async Task<IEnumerable<Diagnostic>> DiagnosticsAsync(Document document, CodeFixProvider fix) =>
        (await AllDiagnosticsAsync(document)).Where(d => fix.FixableDiagnosticIds.Contains(d.Id));

    private static async Task<IEnumerable<Diagnostic>> AllDiagnosticsAsync(Document document)
    {
        var tree = await document.GetSyntaxTreeAsync();
        var compilation = (await document.Project.GetCompilationAsync())!;
        var found = await compilation.WithAnalyzers(LockAnalyzers.Create(), document.Project.AnalyzerOptions).GetAnalyzerDiagnosticsAsync();
        Assert.DoesNotContain(found, d => d.Id == "AD0001");
        return found.Where(d => d.Location.SourceTree == tree).OrderBy(d => d.Location.SourceSpan.Start).ThenBy(d => d.Id, StringComparer.Ordinal);
    }

    private static async Task AssertCompilesAsync(Document document)
    {
        var errors = (await document.Project.GetCompilationAsync())!.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error).ToList();
        Assert.True(errors.Count == 0, string.Join('\n', errors) + "\n" + await document.GetTextAsync());
    }

    private static async Task<Document> DocumentAsync(string source)
    {
        var workspace = new AdhocWorkspace();
        string folder = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(p => Path.GetDirectoryName(p) == folder)
            .Append(typeof(GuardedByAttribute).Assembly.Location)
            .Select(p => (MetadataReference)MetadataReference.CreateFromFile(p));
        var project = workspace.AddProject(ProjectInfo.Create(
            ProjectId.CreateNewId(), VersionStamp.Default, "Example", "Example", LanguageNames.CSharp,
            compilationOptions: new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable),
            parseOptions: new CSharpParseOptions(LanguageVersion.Preview),
            metadataReferences: references));
        var document = project.AddDocument("Source.cs", source);
        await AssertCompilesAsync(document);
        return document;
    }

    private sealed class Reports(CodeFixProvider fix) : FixAllContext.DiagnosticProvider
    {
        public override Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken) =>
            DiagnosticsAsync(document, fix);

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult(Enumerable.Empty<Diagnostic>());

        public override Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            DiagnosticsAsync(project.Documents.Single(), fix);
    }
}
