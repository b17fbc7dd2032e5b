using Microsoft.CodeAnalysis;

namespace Mm.Analyzers.Rules;

/// <summary>MML002: annotations that cannot all be true, or that mean nothing where they stand.</summary>
internal static class ContradictoryAnnotation
{
    public static readonly DiagnosticDescriptor Descriptor = Rule.Describe(
        "MML002", "Contradictory or misplaced lock annotations", "{0}", DiagnosticSeverity.Error,
        "A contract that cannot be met makes every caller wrong, and one that means nothing where it stands is a check that never happens.");
}
