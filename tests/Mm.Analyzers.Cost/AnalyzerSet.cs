using System.Collections.Immutable;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Mm.Analyzers.Cost;

/// <summary>Analyzers that run together.</summary>
internal sealed record AnalyzerSet(string Name, ImmutableArray<DiagnosticAnalyzer> Analyzers);

/// <summary>CPU time of one compilation, in milliseconds.</summary>
internal sealed record CpuTime(double Median, double Minimum);
