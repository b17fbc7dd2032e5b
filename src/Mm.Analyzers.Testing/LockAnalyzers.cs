using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Mm.Analyzers.Testing;

/// <summary>The analyzers of MmLocks, for hosts that run them themselves.</summary>
public static class LockAnalyzers
{
    private static readonly ImmutableArray<Type> s_types =
    [
        .. Assembly.Load("Mm.Analyzers").GetTypes()
            .Where(t => !t.IsAbstract && t.GetCustomAttribute<DiagnosticAnalyzerAttribute>() is not null)
            .OrderBy(t => t.FullName, StringComparer.Ordinal),
    ];

    /// <summary>A new instance of each analyzer.</summary>
    public static ImmutableArray<DiagnosticAnalyzer> Create() => [.. s_types.Select(t => (DiagnosticAnalyzer)Activator.CreateInstance(t)!)];

    /// <summary>All rules, by id.</summary>
    public static ImmutableSortedDictionary<string, DiagnosticDescriptor> Rules { get; } =
        Create().SelectMany(a => a.SupportedDiagnostics).Distinct().ToImmutableSortedDictionary(d => d.Id, d => d, StringComparer.Ordinal);
}
