using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using Mm.Locks;

namespace Mm.Analyzers.Testing;

/// <summary>Compiles sources against the framework that the test itself runs on.</summary>
internal static class SourceCompilation
{
    private const string SeverityPrefix = "dotnet_diagnostic.";
    private const string SeveritySuffix = ".severity";

    private static readonly Lazy<ImmutableArray<MetadataReference>> s_framework = new(FindFramework);
    private static readonly Lazy<MetadataReference> s_mmLocks = new(() => MetadataReference.CreateFromFile(typeof(GuardedByAttribute).Assembly.Location));

    public static CSharpCompilation Create(IEnumerable<SourceFile> sources, LockDiagnosticsOptions options)
    {
        var parse = new CSharpParseOptions(options.LanguageVersion, DocumentationMode.Parse, preprocessorSymbols: options.PreprocessorSymbols);
        var trees = new List<SyntaxTree>();
        foreach (var source in sources)
        {
            trees.Add(CSharpSyntaxTree.ParseText(SourceText.From(source.Text, Encoding.UTF8), parse, source.Path));
        }

        if (!options.GlobalUsings.IsEmpty)
        {
            string usings = string.Concat(options.GlobalUsings.Select(u => $"global using {u};\n"));
            trees.Add(CSharpSyntaxTree.ParseText(SourceText.From(usings, Encoding.UTF8), parse, "GlobalUsings.cs"));
        }

        IEnumerable<MetadataReference> references = s_framework.Value;
        if (options.ReferenceMmLocks)
        {
            references = references.Append(s_mmLocks.Value);
        }

        var compilationOptions = new CSharpCompilationOptions(
            options.OutputKind,
            allowUnsafe: true,
            nullableContextOptions: NullableContextOptions.Enable,
            concurrentBuild: options.Concurrent,
            specificDiagnosticOptions: Severities(options.EditorConfig));
        return CSharpCompilation.Create("Example", trees, references.Concat(options.References), compilationOptions);
    }

    // The compiler turns these keys into options of the compilation before an analyzer runs; here that is ours to do.
    private static Dictionary<string, ReportDiagnostic> Severities(ImmutableDictionary<string, string> editorConfig)
    {
        var severities = new Dictionary<string, ReportDiagnostic>(StringComparer.OrdinalIgnoreCase);
        foreach (var pair in editorConfig)
        {
            if (!pair.Key.StartsWith(SeverityPrefix, StringComparison.OrdinalIgnoreCase) || !pair.Key.EndsWith(SeveritySuffix, StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            string id = pair.Key.Substring(SeverityPrefix.Length, pair.Key.Length - SeverityPrefix.Length - SeveritySuffix.Length);
            severities[id] = pair.Value.ToLowerInvariant() switch
            {
                "error" => ReportDiagnostic.Error,
                "warning" => ReportDiagnostic.Warn,
                "suggestion" => ReportDiagnostic.Info,
                "silent" => ReportDiagnostic.Hidden,
                "none" => ReportDiagnostic.Suppress,
                "default" => ReportDiagnostic.Default,
                _ => throw new ArgumentException($"'{pair.Value}' is no severity ({pair.Key})."),
            };
        }

        return severities;
    }

    private static ImmutableArray<MetadataReference> FindFramework()
    {
        if (AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES") is not string assemblies)
        {
            throw new PlatformNotSupportedException("Sources are compiled against the running framework's assemblies, which only .NET (Core) lists.");
        }

        string folder = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var paths = assemblies.Split(Path.PathSeparator).Where(p => Path.GetDirectoryName(p) == folder);
        return [.. paths.Select(p => (MetadataReference)MetadataReference.CreateFromFile(p))];
    }
}
