using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Mm.Analyzers.Paths;

namespace Mm.Analyzers.Contracts;

/// <summary>Turns the [GuardedBy] of a member into what its accesses need.</summary>
internal sealed class GuardReader(PathBinder binder)
{
    /// <summary>The guards of a member, or of what it overrides if it states none.</summary>
    public ImmutableArray<GuardInfo> Of(ISymbol member)
    {
        for (ISymbol? declared = member; declared is not null; declared = Overridden(declared))
        {
            var guards = ImmutableArray.CreateBuilder<GuardInfo>();
            foreach (var annotation in AnnotationReader.Read(declared))
            {
                if (annotation.Kind == AnnotationKind.GuardedBy && Guard(annotation) is { } guard) guards.Add(guard);
            }
            if (declared is IPropertySymbol property)
            {
                foreach (var annotation in AnnotationReader.Read(BackingFieldOf(property) ?? declared))
                {
                    if (annotation.Kind == AnnotationKind.GuardedBy && annotation.Target is IFieldSymbol && Guard(annotation) is { } guard) guards.Add(guard);
                }
            }
            if (guards.Count > 0) return guards.ToImmutable();
        }
        return [];
    }

    /// <summary>The field of a property without bodies, which is accessed wherever the property is; with a body, it is the body that accesses its field.</summary>
    private static IFieldSymbol? BackingFieldOf(IPropertySymbol property)
    {
        if (HasBody(property)) return null;
        foreach (var member in property.ContainingType.GetMembers("<" + property.Name + ">k__BackingField"))
        {
            if (member is IFieldSymbol field) return field;
        }
        return null;
    }

    private static bool HasBody(IPropertySymbol property)
    {
        foreach (var reference in property.DeclaringSyntaxReferences)
        {
            if (reference.GetSyntax() is not PropertyDeclarationSyntax { AccessorList: { } accessors }) continue;
            foreach (var accessor in accessors.Accessors)
            {
                if (accessor.Body is not null || accessor.ExpressionBody is not null) return true;
            }
        }
        return false;
    }

    private static ISymbol? Overridden(ISymbol member) => member switch
    {
        IPropertySymbol property => property.OverriddenProperty,
        IEventSymbol @event => @event.OverriddenEvent,
        _ => null,
    };

    private GuardInfo? Guard(RawAnnotation annotation)
    {
        var scope = annotation.Target is IFieldSymbol { AssociatedSymbol: { } owner } ? BindingScope.Of(owner) : annotation.Scope;
        var place = annotation.Data.ApplicationSyntaxReference;
        var paths = ImmutableArray.CreateBuilder<LockPath>();
        if (annotation.Paths.IsEmpty)
        {
            if (binder.BindDefault(scope).Path is not { } only) return null;
            paths.Add(only);
        }
        foreach (string text in annotation.Paths)
        {
            // With one lock unknown nothing certain can be said of the member.
            if (binder.Bind(text, scope, place).Path is not { } path) return null;
            // MML002 has said that a lock that can be reassigned cannot guard itself: its acquisitions are no second mistake.
            if (path.Members is [{ Symbol: { } only }] && SymbolEqualityComparer.Default.Equals(only, annotation.Target) && !SymbolicValue.IsReadonlyMember(only)) return null;
            paths.Add(path);
        }
        var alsoRead = ImmutableArray.CreateBuilder<LockPath>();
        foreach (string text in AnnotationReader.NamedStrings(annotation.Data, "AlsoReadUnder"))
        {
            if (binder.Bind(text, scope, place).Path is { } path) alsoRead.Add(path);
        }
        return new GuardInfo(paths.ToImmutable())
        {
            AlsoReadUnder = alsoRead.ToImmutable(),
            ReferenceOnly = annotation.Named("ReferenceOnly", out bool referenceOnly) && referenceOnly,
            LockFreeReads = annotation.Named("LockFreeReads", out bool lockFree) && lockFree,
            WriteMode = annotation.Named("WriteMode", out int write) ? Mode(write) : NeedMode.Write,
            InterlockedWriteMode = annotation.Named("InterlockedWriteMode", out int interlocked) ? Mode(interlocked) : NeedMode.Write,
        };
    }

    private static NeedMode Mode(int value) => value switch { 0 => NeedMode.Read, 1 => NeedMode.Update, _ => NeedMode.Write };
}
