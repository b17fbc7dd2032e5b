using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Mm.Analyzers.Testing;

/// <summary>All diagnostics of MmLocks for some sources, in a stable order, and their text for a snapshot.</summary>
/// <example><code>await Verify(LockDiagnostics.Of(source).ToString());</code></example>
public sealed class LockDiagnostics
{
    private readonly bool _named;

    private LockDiagnostics(Compilation compilation, ImmutableArray<Diagnostic> diagnostics, ImmutableArray<Diagnostic> compileErrors, bool named)
    {
        Compilation = compilation;
        Diagnostics = diagnostics;
        CompileErrors = compileErrors;
        _named = named;
    }

    /// <summary>What was analysed.</summary>
    public Compilation Compilation { get; }

    /// <summary>What the lock analysis reported (ids <c>MML...</c>, and <c>AD0001</c> if an analyzer failed), ordered by source and position.
    /// What the source suppresses is left out.</summary>
    public ImmutableArray<Diagnostic> Diagnostics { get; }

    /// <summary>The compiler's own errors: an example that does not compile is rarely what a test means.</summary>
    public ImmutableArray<Diagnostic> CompileErrors { get; }

    /// <summary>Analyses one source.</summary>
    /// <param name="source">The C# text of a whole file.</param>
    /// <param name="options">How to compile it; null for the defaults.</param>
    public static LockDiagnostics Of(string source, LockDiagnosticsOptions? options = null) =>
        AnalyzeAsync([new SourceFile("Source.cs", source)], options, named: false, default).GetAwaiter().GetResult();

    /// <summary>Analyses several sources of one compilation; the text then names the file of each report.</summary>
    public static LockDiagnostics Of(IEnumerable<SourceFile> sources, LockDiagnosticsOptions? options = null) =>
        AnalyzeAsync(sources, options, named: true, default).GetAwaiter().GetResult();

    /// <summary>Analyses one source without blocking the thread.</summary>
    public static Task<LockDiagnostics> OfAsync(string source, LockDiagnosticsOptions? options = null, CancellationToken cancellationToken = default) =>
        AnalyzeAsync([new SourceFile("Source.cs", source)], options, named: false, cancellationToken);

    /// <summary>Analyses several sources of one compilation without blocking the thread.</summary>
    public static Task<LockDiagnostics> OfAsync(
        IEnumerable<SourceFile> sources, LockDiagnosticsOptions? options = null, CancellationToken cancellationToken = default) =>
        AnalyzeAsync(sources, options, named: true, cancellationToken);

    /// <summary>Every diagnostic as a line <c>(line,column): severity id: message</c>, the source line with its span underlined, and the
    /// additional locations; compile errors come first. The same sources give the same text on every machine.</summary>
    public override string ToString() => DiagnosticText.Write(CompileErrors, Diagnostics, _named);

    private static async Task<LockDiagnostics> AnalyzeAsync(
        IEnumerable<SourceFile> sources, LockDiagnosticsOptions? options, bool named, CancellationToken cancellationToken)
    {
        options ??= new LockDiagnosticsOptions();
        var compilation = SourceCompilation.Create(sources, options);
        var analyzerOptions = new CompilationWithAnalyzersOptions(
            new AnalyzerOptions([], new EditorConfigProvider(options.EditorConfig)),
            onAnalyzerException: null,
            concurrentAnalysis: options.Concurrent,
            logAnalyzerExecutionTime: false);
        var found = await compilation.WithAnalyzers(LockAnalyzers.Create(), analyzerOptions).GetAnalyzerDiagnosticsAsync(cancellationToken).ConfigureAwait(false);
        var errors = compilation.GetDiagnostics(cancellationToken).Where(d => d.Severity == DiagnosticSeverity.Error);
        return new LockDiagnostics(compilation, Sort(found.Where(d => !d.IsSuppressed), compilation), Sort(errors, compilation), named);
    }

    private static ImmutableArray<Diagnostic> Sort(IEnumerable<Diagnostic> diagnostics, Compilation compilation)
    {
        var order = compilation.SyntaxTrees.Select((tree, index) => (tree, index)).ToDictionary(t => t.tree, t => t.index);
        return
        [
            .. diagnostics
                .OrderBy(d => d.Location.SourceTree is { } tree ? order[tree] : -1)
                .ThenBy(d => d.Location.SourceSpan.Start)
                .ThenBy(d => d.Location.SourceSpan.End)
                .ThenBy(d => d.Id, StringComparer.Ordinal)
                .ThenBy(d => d.GetMessage(), StringComparer.Ordinal),
        ];
    }
}
