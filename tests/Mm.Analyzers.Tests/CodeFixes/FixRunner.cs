using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Host.Mef;
using Microsoft.CodeAnalysis.Simplification;
using Microsoft.CodeAnalysis.Text;
using Mm.Locks;
using Xunit;

namespace Mm.Analyzers.Tests.CodeFixes;

/// <summary>Applies a code fix as an editor would: analyse, take the first action offered, apply, simplify, format; one by one or with Fix All.</summary>
internal sealed class FixRunner(CodeFixProvider fix)
{
    // Chains of fixes end: more rounds than a test has reports mean that a fix does not mend what it is for.
    private const int MaxRounds = 12;

    private static readonly ImmutableArray<DiagnosticAnalyzer> s_analyzers = [new LockAnalyzer()];

    private static readonly ImmutableArray<MetadataReference> s_references =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(p => Path.GetFileName(p) is var name && (name.StartsWith("System.", StringComparison.Ordinal) || name is "netstandard.dll" or "mscorlib.dll"))
            .Select(p => (MetadataReference)MetadataReference.CreateFromFile(p)),
        MetadataReference.CreateFromFile(typeof(RwSemaphore).Assembly.Location),
    ];

    /// <summary>The source after the first action for each report has been applied, until none is left that the fix is for.</summary>
    public Task<string> ApplyAllAsync(string source) => RunAsync(source, (document, diagnostics) => ApplyAsync(document, diagnostics[0], key: null));

    /// <summary>The source after one action, the one whose title contains the text, has been applied to the first report.</summary>
    public async Task<string> ApplyOneAsync(string source, string title)
    {
        using var workspace = new AdhocWorkspace(MefHostServices.DefaultHost);
        var document = Open(workspace, source);
        var diagnostics = await FixableAsync(document);
        var action = (await ActionsAsync(document, diagnostics[0])).First(a => a.Title.Contains(title, StringComparison.Ordinal));
        var changed = await CarryOutAsync(document, action);
        await AssertCompilesAsync(changed);
        return (await changed.GetTextAsync()).ToString();
    }

    /// <summary>The source after Fix All of the first action offered.</summary>
    public Task<string> FixAllAsync(string source) => RunAsync(source, async (document, diagnostics) =>
    {
        CodeAction? first = null;
        foreach (var d in diagnostics)
            first ??= (await ActionsAsync(document, d)).FirstOrDefault();
        Assert.NotNull(first);
        var context = new FixAllContext(
            document, fix, FixAllScope.Document, first.EquivalenceKey!, diagnostics.Select(d => d.Id).Distinct(), new Diagnostics(diagnostics), CancellationToken.None);
        var all = await fix.GetFixAllProvider()!.GetFixAsync(context);
        Assert.NotNull(all);
        return await CarryOutAsync(document, all);
    });

    /// <summary>The titles offered for the first report that the fix is for.</summary>
    public async Task<ImmutableArray<string>> TitlesAsync(string source)
    {
        using var workspace = new AdhocWorkspace(MefHostServices.DefaultHost);
        var document = Open(workspace, source);
        var diagnostics = await FixableAsync(document);
        Assert.NotEmpty(diagnostics);
        return [.. (await ActionsAsync(document, diagnostics[0])).Select(a => a.Title)];
    }

    private async Task<string> RunAsync(string source, Func<Document, ImmutableArray<Diagnostic>, Task<Document?>> step)
    {
        using var workspace = new AdhocWorkspace(MefHostServices.DefaultHost);
        var document = Open(workspace, source);
        await AssertCompilesAsync(document);
        Assert.NotEmpty(await FixableAsync(document));
        for (int round = 0; round < MaxRounds; round++)
        {
            var diagnostics = await FixableAsync(document);
            if (diagnostics.IsEmpty)
            {
                await AssertCompilesAsync(document);
                return (await document.GetTextAsync()).ToString();
            }

            document = await step(document, diagnostics) ?? throw new InvalidOperationException($"no fix is offered for {diagnostics[0]}");
        }

        throw new InvalidOperationException($"reports are left after {MaxRounds} rounds:\n{(await document.GetTextAsync()).ToString()}");
    }

    private static Document Open(AdhocWorkspace workspace, string source)
    {
        var project = ProjectInfo.Create(
            ProjectId.CreateNewId(), VersionStamp.Default, "Fixed", "Fixed", LanguageNames.CSharp, metadataReferences: s_references,
            parseOptions: new CSharpParseOptions(LanguageVersion.Preview, preprocessorSymbols: ["DEBUG"]),
            compilationOptions: new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable));
        return workspace.AddProject(project).AddDocument("Fixed.cs", SourceText.From(source));
    }

    private async Task<ImmutableArray<Diagnostic>> FixableAsync(Document document)
    {
        var compilation = await document.Project.GetCompilationAsync();
        // Advice is off unless asked for: here it is what some fixes are for.
        var options = compilation!.Options.WithSpecificDiagnosticOptions(
            s_analyzers[0].SupportedDiagnostics.ToImmutableDictionary(d => d.Id, d => d.DefaultSeverity == DiagnosticSeverity.Error ? ReportDiagnostic.Error : ReportDiagnostic.Warn));
        var all = await compilation.WithOptions(options).WithAnalyzers(s_analyzers).GetAnalyzerDiagnosticsAsync();
        Assert.DoesNotContain(all, d => d.Id == "AD0001");
        return [.. all.Where(d => fix.FixableDiagnosticIds.Contains(d.Id)).OrderBy(d => d.Location.SourceSpan.Start)];
    }

    private async Task<Document?> ApplyAsync(Document document, Diagnostic diagnostic, string? key)
    {
        var action = (await ActionsAsync(document, diagnostic)).FirstOrDefault(a => key is null || a.EquivalenceKey == key);
        return action is null ? null : await CarryOutAsync(document, action);
    }

    private async Task<List<CodeAction>> ActionsAsync(Document document, Diagnostic diagnostic)
    {
        var actions = new List<CodeAction>();
        await fix.RegisterCodeFixesAsync(new CodeFixContext(document, diagnostic, (a, _) => actions.Add(a), CancellationToken.None));
        return actions;
    }

    private static async Task<Document> CarryOutAsync(Document document, CodeAction action)
    {
        var operations = await action.GetOperationsAsync(CancellationToken.None);
        var changed = operations.OfType<ApplyChangesOperation>().Single().ChangedSolution.GetDocument(document.Id)!;
        changed = await Simplifier.ReduceAsync(changed, Simplifier.Annotation);
        return await Formatter.FormatAsync(changed, Formatter.Annotation);
    }

    private static async Task AssertCompilesAsync(Document document)
    {
        var compilation = await document.Project.GetCompilationAsync();
        Assert.Empty(compilation!.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error).Select(d => d.ToString()));
    }

    private sealed class Diagnostics(ImmutableArray<Diagnostic> diagnostics) : FixAllContext.DiagnosticProvider
    {
        public override Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken) =>
            Task.FromResult<IEnumerable<Diagnostic>>(diagnostics);

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult<IEnumerable<Diagnostic>>([]);

        public override Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken) =>
            Task.FromResult<IEnumerable<Diagnostic>>(diagnostics);
    }
}
