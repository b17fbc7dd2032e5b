// MML001 and MML004: every path of every annotation is bound, as ContractBuilder and ContractModel do; what fails is reported with what would be right.
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Mm.Analyzers.Contracts;
using Mm.Analyzers.Paths;

namespace Mm.Analyzers.Rules.Declarations;

internal static class PathsResolve
{
    public static void Check(DeclarationContext context)
    {
        foreach (var annotation in context.Annotations)
        {
            if (!HasPaths(annotation.Kind) || Misplaced.Why(context, annotation) is not null) continue;
            var scope = ScopeOf(context, annotation);
            if (annotation.Paths.IsEmpty) CheckDefault(context, annotation, scope);
            for (int i = 0; i < annotation.Paths.Length; i++)
            {
                if (annotation.Kind is AnnotationKind.ReturnsLock or AnnotationKind.OwnedBy && i > 0) break;
                CheckPath(context, annotation, scope, annotation.Paths[i], AnnotationLocation.OfPath(annotation, i, context.Cancellation));
            }
            if (annotation.Until is { } until) CheckNamed(context, annotation, scope, until, "Until");
            foreach (string also in AnnotationReader.NamedStrings(annotation.Data, "AlsoReadUnder")) CheckNamed(context, annotation, scope, also, "AlsoReadUnder");
        }
    }

    /// <summary>The scope in which the model looks the annotation's paths up.</summary>
    public static BindingScope ScopeOf(DeclarationContext context, RawAnnotation annotation) => annotation switch
    {
        { Target: IFieldSymbol { AssociatedSymbol: { } owner } } => BindingScope.Of(owner),
        { Kind: AnnotationKind.ValidUnder or AnnotationKind.OwnedBy, Target: IParameterSymbol { ContainingSymbol: { } member } } => BindingScope.Of(member),
        _ => annotation.Scope,
    };

    private static bool HasPaths(AnnotationKind kind) => kind.IsContract()
        || kind is AnnotationKind.GuardedBy or AnnotationKind.ValidUnder or AnnotationKind.OwnedBy or AnnotationKind.AcquiredBefore or AnnotationKind.AcquiredAfter;

    private static void CheckNamed(DeclarationContext context, RawAnnotation annotation, in BindingScope scope, string text, string name) =>
        CheckPath(context, annotation, scope, text, AnnotationLocation.OfNamed(annotation, name, context.Cancellation));

    private static void CheckPath(DeclarationContext context, RawAnnotation annotation, in BindingScope scope, string text, Location? location)
    {
        var place = annotation.Data.ApplicationSyntaxReference;
        var binder = context.Contracts.Binder;
        var binding = annotation.Kind == AnnotationKind.OwnedBy ? binder.BindObject(text, scope, place) : binder.Bind(text, scope, place);
        if (binding.Error == PathError.None || IsBroken(binding.Scope)) return;
        context.Report(UnresolvedPath.Descriptor, location, Explain(text, binding, scope));
    }

    private static void CheckDefault(DeclarationContext context, RawAnnotation annotation, in BindingScope scope)
    {
        // An argument that is no constant is the compiler's error; [OwnedBy] and [ReturnsLock] cannot be written without one.
        if (AnnotationLocation.HasArguments(annotation, context.Cancellation)) return;
        if (annotation.Kind is AnnotationKind.OwnedBy or AnnotationKind.ReturnsLock or AnnotationKind.AcquiredBefore or AnnotationKind.AcquiredAfter) return;
        var binding = context.Contracts.Binder.BindDefault(scope);
        if (binding.Error == PathError.None || IsBroken(binding.Scope)) return;
        string type = binding.Scope is { } owner ? $"'{SymbolText.Of(owner)}'" : "the type";
        string reason = binding.Error switch
        {
            PathError.DefaultAmbiguous => $"{type} has several locks ({Candidates(context.Contracts, binding.Scope)}): name one, or mark one [DefaultLock]",
            PathError.NeedsInstance => $"'{binding.Segment}' of {type} is an instance member, which a static member cannot mean: name a static lock or start at a parameter",
            _ => $"{type} has no lock: name one",
        };
        context.Report(MissingDefaultLock.Descriptor, AnnotationLocation.OfName(context.Symbol), annotation.Kind, reason);
    }

    private static string Candidates(ContractModel contracts, ISymbol? type)
    {
        var names = new List<string>();
        for (var owner = type as ITypeSymbol; owner is not null; owner = owner.BaseType)
        {
            foreach (var member in owner.GetMembers())
            {
                if (LockTypeOfMember(member) is { } memberType && contracts.IsLockMember(member, memberType)) names.Add($"'{member.Name}'");
            }
        }
        return string.Join(", ", names);
    }

    private static ITypeSymbol? LockTypeOfMember(ISymbol member) => member switch
    {
        IFieldSymbol { AssociatedSymbol: null } field => field.Type,
        IPropertySymbol { IsIndexer: false } property => property.Type,
        _ => null,
    };

    private static bool IsBroken(ISymbol? scope) => scope is ITypeSymbol { TypeKind: TypeKind.Error };

    private static string Explain(string text, PathBinding binding, in BindingScope scope)
    {
        string name = binding.Segment ?? "";
        string type = binding.Scope is { } owner ? SymbolText.Of(owner) : "";
        return binding.Error switch
        {
            PathError.Malformed when text.Trim().Length == 0 => "The lock path is empty: name a lock, or leave the argument out for the default lock",
            PathError.Malformed => $"'{text}' is no lock path: identifiers joined by dots",
            PathError.RootNotFound when OuterOwner(name, scope) is { } outer => $"'{name}' of the lock path '{text}' is an instance member of the outer type '{SymbolText.Of(outer)}': start at a reference to it",
            PathError.RootNotFound => $"'{name}' of the lock path '{text}' is neither a parameter, nor a member of '{type}', nor a type in scope{Suggest(name, RootNames(scope))}",
            PathError.MemberNotFound => $"'{type}' has no field or property '{name}' for the lock path '{text}'{Suggest(name, MemberNames(binding.Scope as ITypeSymbol))}",
            PathError.NotAccessible => $"'{type}.{name}' on the lock path '{text}' is not accessible here",
            PathError.NeedsInstance => $"'{name}' of the lock path '{text}' needs an instance, and there is none here: start at a parameter or name a static lock",
            _ => $"The lock path '{text}' ends at '{name}', whose type '{type}' is no lock",
        };
    }

    /// <summary>The outer type that has the name as an instance member: a nested type has no instance of it to start at.</summary>
    private static INamedTypeSymbol? OuterOwner(string name, in BindingScope scope)
    {
        for (var type = scope.ContainingType?.ContainingType; type is not null; type = type.ContainingType)
        {
            if (type.GetMembers(name).Any(static m => m is IFieldSymbol or IPropertySymbol && !m.IsStatic)) return type;
        }
        return null;
    }

    private static string Suggest(string name, IEnumerable<string> candidates) =>
        NearestName.Of(name, candidates) is { } near ? $"; did you mean '{near}'?" : "";

    private static IEnumerable<string> RootNames(BindingScope scope)
    {
        var names = new List<string>();
        if (scope.Method is { } method) names.AddRange(method.Parameters.Select(static p => p.Name));
        for (var type = scope.ContainingType; type is not null; type = type.ContainingType)
        {
            names.AddRange(MemberNames(type));
            names.Add(type.Name);
        }
        return names;
    }

    private static IEnumerable<string> MemberNames(ITypeSymbol? type)
    {
        for (var owner = type; owner is not null; owner = owner.BaseType)
        {
            foreach (var member in owner.GetMembers())
            {
                // What could be a lock or lead to one.
                if (!member.IsImplicitlyDeclared && LockTypeOfMember(member) is { } memberType && CanLead(memberType)) yield return member.Name;
            }
        }
    }

    private static bool CanLead(ITypeSymbol type) => type.SpecialType is SpecialType.None or SpecialType.System_Object && type.TypeKind != TypeKind.Enum;
}
