using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace Mm.Analyzers.Cost;

/// <summary>A project's call of the compiler, as MSBuild would make it.</summary>
internal sealed class CompilerCommand
{
    private readonly CSharpCommandLineArguments _arguments;
    private readonly ImmutableArray<SyntaxTree> _trees;
    private readonly ImmutableArray<MetadataReference> _references;

    private CompilerCommand(CSharpCommandLineArguments arguments)
    {
        _arguments = arguments;
        _trees = [.. arguments.SourceFiles.Select(f => CSharpSyntaxTree.ParseText(SourceText.From(File.ReadAllText(f.Path)), arguments.ParseOptions, f.Path))];
        _references = [.. arguments.MetadataReferences.Select(r => MetadataReference.CreateFromFile(r.Reference, r.Properties))];
        var configs = AnalyzerConfigSet.Create(arguments.AnalyzerConfigPaths.Select(p => AnalyzerConfig.Parse(File.ReadAllText(p), p)).ToImmutableArray());
        Options = new AnalyzerOptions([], new ConfigProvider(configs));
        Config = configs;
    }

    public ImmutableArray<string> AnalyzerPaths => [.. _arguments.AnalyzerReferences.Select(a => a.FilePath)];

    public AnalyzerOptions Options { get; }

    public int SourceCount => _trees.Length;

    public int LineCount => _trees.Sum(t => t.GetText().Lines.Count);

    private AnalyzerConfigSet Config { get; }

    public static CompilerCommand Of(string project)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            ArgumentList =
            {
                "msbuild", project, "-t:Rebuild", "-p:Configuration=Release", "-p:BuildProjectReferences=false", "-p:ProvideCommandLineArgs=true",
                "-p:SkipCompilerExecution=true", "-getItem:CscCommandLineArgs",
            },
        };
        using var process = Process.Start(start)!;
        // What follows the compiler in the build misses its output, and says so: that is no concern here.
        process.BeginErrorReadLine();
        string json = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        using var document = JsonDocument.Parse(json);
        var args = document.RootElement.GetProperty("Items").GetProperty("CscCommandLineArgs").EnumerateArray().Select(i => i.GetProperty("Identity").GetString()!).ToArray();
        return args.Length > 0
            ? new CompilerCommand(CSharpCommandLineParser.Default.Parse(args, Path.GetDirectoryName(Path.GetFullPath(project))!, sdkDirectory: null))
            : throw new InvalidOperationException($"MSBuild gave no compiler arguments for '{project}': is it restored?");
    }

    /// <summary>A compilation that nothing has been bound in yet.</summary>
    public CSharpCompilation NewCompilation()
    {
        var options = _arguments.CompilationOptions
            .WithSyntaxTreeOptionsProvider(new TreeOptions(Config))
            .WithSpecificDiagnosticOptions(_arguments.CompilationOptions.SpecificDiagnosticOptions.SetItems(Config.GlobalConfigOptions.TreeOptions));
        return CSharpCompilation.Create(_arguments.CompilationName ?? "Timed", _trees, _references, options);
    }

    private sealed class ConfigProvider(AnalyzerConfigSet set) : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions { get; } = new Keys(set.GlobalConfigOptions.AnalyzerOptions);

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => new Keys(set.GetOptionsForSourcePath(tree.FilePath).AnalyzerOptions);

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => new Keys(set.GetOptionsForSourcePath(textFile.Path).AnalyzerOptions);
    }

    private sealed class Keys(ImmutableDictionary<string, string> values) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out string? value) => values.TryGetValue(key, out value);
    }

    private sealed class TreeOptions(AnalyzerConfigSet set) : SyntaxTreeOptionsProvider
    {
        public override GeneratedKind IsGenerated(SyntaxTree tree, CancellationToken cancellationToken) => GeneratedKind.Unknown;

        public override bool TryGetDiagnosticValue(SyntaxTree tree, string diagnosticId, CancellationToken cancellationToken, out ReportDiagnostic severity) =>
            set.GetOptionsForSourcePath(tree.FilePath).TreeOptions.TryGetValue(diagnosticId, out severity);

        public override bool TryGetGlobalDiagnosticValue(string diagnosticId, CancellationToken cancellationToken, out ReportDiagnostic severity) =>
            set.GlobalConfigOptions.TreeOptions.TryGetValue(diagnosticId, out severity);
    }
}
