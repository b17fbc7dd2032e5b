// An annotation with one of its paths bound: what the checks of contradictions compare.
using Mm.Analyzers.Contracts;
using Mm.Analyzers.Paths;

namespace Mm.Analyzers.Rules.Declarations;

/// <param name="Annotation">The annotation.</param>
/// <param name="Path">The lock that this path of it names.</param>
/// <param name="Index">The place of the path among its arguments.</param>
internal sealed record BoundAnnotation(RawAnnotation Annotation, LockPath Path, int Index)
{
    public AnnotationKind Kind => Annotation.Kind;

    /// <summary>Requires, in any mode.</summary>
    public bool IsRequirement => Kind is AnnotationKind.RequiresRead or AnnotationKind.RequiresWrite or AnnotationKind.RequiresUpdate;

    public bool IsAcquisition => Kind is AnnotationKind.AcquiresRead or AnnotationKind.AcquiresUpgradeable or AnnotationKind.AcquiresWrite;

    public bool IsRelease => Kind is AnnotationKind.Releases or AnnotationKind.ReleasesRead or AnnotationKind.ReleasesWrite;

    /// <summary>The caller holds the lock when it calls.</summary>
    public bool NeedsHold => IsRequirement || IsRelease
        || Kind is AnnotationKind.Downgrades or AnnotationKind.Upgrades or AnnotationKind.MayRelease or AnnotationKind.AssertsRead or AnnotationKind.AssertsWrite;

    /// <summary>Both happen under the same result.</summary>
    public bool SameCondition(BoundAnnotation other) =>
        Annotation.WhenNotNull == other.Annotation.WhenNotNull && Annotation.HasWhen == other.Annotation.HasWhen && Equals(Annotation.When, other.Annotation.When);

    /// <summary>The annotations of the symbol with every path that resolves.</summary>
    public static List<BoundAnnotation> Of(DeclarationContext context)
    {
        var bound = new List<BoundAnnotation>();
        foreach (var annotation in context.Annotations)
        {
            if (!annotation.Kind.IsContract() && annotation.Kind != AnnotationKind.GuardedBy) continue;
            var scope = PathsResolve.ScopeOf(context, annotation);
            var place = annotation.Data.ApplicationSyntaxReference;
            if (annotation.Paths.IsEmpty && !AnnotationLocation.HasArguments(annotation, context.Cancellation)
                && context.Contracts.Binder.BindDefault(scope).Path is { } only)
            {
                bound.Add(new BoundAnnotation(annotation, only, 0));
            }
            for (int i = 0; i < annotation.Paths.Length; i++)
            {
                if (context.Contracts.Binder.Bind(annotation.Paths[i], scope, place).Path is { } path) bound.Add(new BoundAnnotation(annotation, path, i));
            }
        }
        return bound;
    }
}
