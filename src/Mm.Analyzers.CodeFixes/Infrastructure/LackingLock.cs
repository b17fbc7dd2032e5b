using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Mm.Analyzers.Rules;

namespace Mm.Analyzers.CodeFixes;

/// <summary>What a diagnostic of the MML101 family says is missing.</summary>
/// <param name="Paths">The locks, in the terms of the code at the report.</param>
/// <param name="AnnotationPaths">The locks as an annotation of the containing member names them; empty if it cannot.</param>
/// <param name="Mode">Read, Update or Write.</param>
/// <param name="HeldMode">The mode held, empty if none.</param>
internal sealed record LackingLock(ImmutableArray<string> Paths, ImmutableArray<string> AnnotationPaths, string Mode, string HeldMode)
{
    public string ModeText => Mode switch { "Read" => "read", "Update" => "update", _ => "write" };

    public static LackingLock? Of(Diagnostic diagnostic)
    {
        var paths = Split(diagnostic, DiagnosticProperties.Lock);
        var annotationPaths = Split(diagnostic, DiagnosticProperties.AnnotationPath);
        if (paths.IsEmpty && annotationPaths.IsEmpty)
            return null;
        diagnostic.Properties.TryGetValue(DiagnosticProperties.Mode, out string? mode);
        diagnostic.Properties.TryGetValue(DiagnosticProperties.HeldMode, out string? held);
        return new(paths, annotationPaths, string.IsNullOrEmpty(mode) ? "Write" : mode!, held is null or "None" ? "" : held);
    }

    private static ImmutableArray<string> Split(Diagnostic diagnostic, string key) =>
        diagnostic.Properties.TryGetValue(key, out string? value) && value is not null
            ? [.. value.Split(';').Select(p => p.Trim()).Where(p => p.Length > 0)]
            : [];
}
