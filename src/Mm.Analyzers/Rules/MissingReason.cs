using Microsoft.CodeAnalysis;
using Mm.Analyzers.Contracts;
using Mm.Analyzers.Rules.Declarations;

namespace Mm.Analyzers.Rules;

/// <summary>MML403: an escape from the analysis without a reason.</summary>
internal static class MissingReason
{
    public static readonly DiagnosticDescriptor Descriptor = Rule.Describe(
        "MML403", "Lock analysis is switched off, or a lock nested, without a reason", "'{0}' {1} without a reason: say in [{2}(\"...\")] why it is right",
        DiagnosticSeverity.Warning,
        "An escape without a reason is never removed, since nobody knows whether it is still needed.");

    public static void Check(DeclarationContext context)
    {
        foreach (var annotation in context.Annotations)
        {
            if (annotation.Kind is not (AnnotationKind.NoLockAnalysis or AnnotationKind.Nested)) continue;
            if (annotation.Paths is [var reason, ..] && !string.IsNullOrWhiteSpace(reason)) continue;
            // A reason that is no constant is the compiler's error.
            if (annotation.Paths.IsEmpty && AnnotationLocation.HasArguments(annotation, context.Cancellation)) continue;
            string what = annotation.Kind == AnnotationKind.Nested ? "nests its lock" : "switches the analysis of its body off";
            context.Report(Descriptor, AnnotationLocation.OfName(context.Symbol), SymbolText.Of(context.Symbol), what, annotation.Kind);
        }
    }
}
