using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Mm.Analyzers.Cost;

/// <summary>Loads analyzers as the compiler does: each from its file, its neighbours beside it, the compiler's own assemblies shared.</summary>
internal sealed class AnalyzerLoader : IAnalyzerAssemblyLoader
{
    private readonly HashSet<string> _folders = [];

    public AnalyzerLoader() => AssemblyLoadContext.Default.Resolving += (context, name) =>
        _folders.Select(f => Path.Combine(f, name.Name + ".dll")).Where(File.Exists).Select(context.LoadFromAssemblyPath).FirstOrDefault();

    public ImmutableArray<DiagnosticAnalyzer> Load(IEnumerable<string> paths)
    {
        var all = ImmutableArray.CreateBuilder<DiagnosticAnalyzer>();
        foreach (string path in paths.Select(Path.GetFullPath))
        {
            AddDependencyLocation(path);
            all.AddRange(new AnalyzerFileReference(path, this).GetAnalyzers(LanguageNames.CSharp));
        }

        return all.ToImmutable();
    }

    public void AddDependencyLocation(string fullPath) => _folders.Add(Path.GetDirectoryName(fullPath)!);

    public Assembly LoadFromPath(string fullPath) => AssemblyLoadContext.Default.LoadFromAssemblyPath(fullPath);
}
