using Microsoft.CodeAnalysis;
using Mm.Analyzers.Contracts;
using Mm.Analyzers.Rules.Declarations;

namespace Mm.Analyzers.Rules;

/// <summary>MML403: an escape from the analysis without a reason; also a body that the analysis has given up on, which nobody checks then.</summary>
internal static class MissingReason
{
    public static readonly DiagnosticDescriptor Descriptor = Rule.Describe(
        "MML403", "Lock analysis is switched off, or a lock nested, without a reason", "'{0}' {1}",
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
            context.Report(Descriptor, AnnotationLocation.OfName(context.Symbol), SymbolText.Of(context.Symbol),
                $"{what} without a reason: say in [{annotation.Kind}(\"...\")] why it is right");
        }
    }

    /// <summary>The analysis has failed on a shape of code that nobody thought of: it costs the reports of one body, not the build, and not in silence.</summary>
    public static Diagnostic Failed(ISymbol owner, Exception failure) =>
        NotChecked(owner, $"is not checked: the analysis failed with {failure.GetType().Name} in {Frames(failure)}; please report it");

    /// <summary>The work of the analysis is bounded.</summary>
    public static Diagnostic TooHard(ISymbol owner) =>
        NotChecked(owner, "is not checked: its body is too complex to be analysed; split it, or say in [NoLockAnalysis(\"...\")] why it is right");

    private static Diagnostic NotChecked(ISymbol owner, string why) =>
        Diagnostic.Create(Descriptor, AnnotationLocation.OfName(owner) ?? Location.None, SymbolText.Of(owner), why);

    /// <summary>The innermost members that the failure went through: names only, the same on every machine.</summary>
    private static string Frames(Exception failure)
    {
        var names = new List<string>();
        foreach (var frame in new System.Diagnostics.StackTrace(failure, fNeedFileInfo: false).GetFrames())
        {
            if (frame.GetMethod() is not { DeclaringType: { } type } method) continue;
            names.Add(type.Name + "." + method.Name);
            if (names.Count == 3) break;
        }
        return names.Count == 0 ? "an unknown place" : string.Join(", called by ", names);
    }
}
