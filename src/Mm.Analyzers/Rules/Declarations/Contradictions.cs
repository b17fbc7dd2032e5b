// MML002: contracts of one member that cannot all be met, and contracts given twice. Annotations of one symbol are compared with each other; what a
// property says and what its accessor says add up, and are not compared.
using Microsoft.CodeAnalysis;
using Mm.Analyzers.Contracts;
using Mm.Analyzers.Paths;

namespace Mm.Analyzers.Rules.Declarations;

internal static class Contradictions
{
    public static void Check(DeclarationContext context)
    {
        if (context.Annotations.Length == 0) return;
        var bound = BoundAnnotation.Of(context);
        for (int later = 1; later < bound.Count; later++)
        {
            for (int earlier = 0; earlier < later; earlier++)
            {
                if (!bound[earlier].Path.Equals(bound[later].Path)) continue;
                if (Conflict(context.Contracts, bound, bound[earlier], bound[later]) is not { } why) continue;
                Report(context, bound[earlier], bound[later], why);
                break;
            }
        }
    }

    /// <summary>Why the two cannot stand together, or null if they can.</summary>
    private static string? Conflict(ContractModel contracts, List<BoundAnnotation> all, BoundAnnotation a, BoundAnnotation b)
    {
        if (a.Kind == b.Kind) return Repeated(a, b);
        if (a.Kind == AnnotationKind.Excludes && b.NeedsHold || b.Kind == AnnotationKind.Excludes && a.NeedsHold)
        {
            return "the caller cannot both hold the lock and not hold it";
        }
        if (a.IsAcquisition && b.IsAcquisition && a.SameCondition(b)) return "the lock cannot be acquired in two modes by one call";
        if (Ends(a) && Ends(b) && a.SameCondition(b)) return "one call cannot do both to the same hold";
        if (a.IsAcquisition && HeldThroughout(b) || b.IsAcquisition && HeldThroughout(a))
        {
            var acquisition = a.IsAcquisition ? a : b;
            if (acquisition.Annotation.Until is not null || IsReentrant(contracts, a.Path) || ReleasedFirst(all, a.Path)) return null;
            return "a lock that is not reentrant cannot be acquired by a caller that holds it";
        }
        return null;
    }

    private static string? Repeated(BoundAnnotation a, BoundAnnotation b)
    {
        if (a.Annotation.Kind == AnnotationKind.ReturnsLock) return "the result is one lock";
        return a.SameCondition(b) ? "it says the same twice" : null;
    }

    /// <summary>The call ends or changes the hold itself.</summary>
    private static bool Ends(BoundAnnotation annotation) =>
        annotation.IsRelease || annotation.Kind is AnnotationKind.Downgrades or AnnotationKind.Upgrades;

    /// <summary>The caller holds the lock at the call. An update hold does not count: the write mode is entered from it.</summary>
    private static bool HeldThroughout(BoundAnnotation annotation) =>
        annotation.Kind is AnnotationKind.RequiresRead or AnnotationKind.RequiresWrite or AnnotationKind.MayRelease;

    private static bool ReleasedFirst(List<BoundAnnotation> all, LockPath path) => all.Exists(other => other.IsRelease && other.Path.Equals(path));

    private static bool IsReentrant(ContractModel contracts, LockPath path)
    {
        if (path.Members is [.., { Symbol: { } member }]) return contracts.LockOf(member, path.Type) is not { Reentrant: false };
        return path.Type is null || contracts.LockTypeOf(path.Type) is not { Reentrant: false };
    }

    private static void Report(DeclarationContext context, BoundAnnotation earlier, BoundAnnotation later, string why)
    {
        string message = earlier.Kind == later.Kind
            ? $"[{later.Kind}] of '{later.Path}' stands twice on '{SymbolText.Of(context.Symbol)}': {why}"
            : $"[{later.Kind}] contradicts [{earlier.Kind}] of '{later.Path}' on '{SymbolText.Of(context.Symbol)}': {why}";
        var location = AnnotationLocation.OfPath(later.Annotation, later.Index, context.Cancellation);
        if (location is null) return;
        var other = AnnotationLocation.OfAttribute(earlier.Annotation, context.Cancellation);
        context.Report(Diagnostic.Create(ContradictoryAnnotation.Descriptor, location, other is null ? [] : [other], message));
    }
}
