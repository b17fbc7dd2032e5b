// MML002: annotations on declarations where they mean nothing. One entry an attribute.
using Microsoft.CodeAnalysis;
using Mm.Analyzers.Contracts;

namespace Mm.Analyzers.Rules.Declarations;

internal static class Misplaced
{
    public static void Check(DeclarationContext context)
    {
        foreach (var annotation in context.Annotations)
        {
            if (Why(context, annotation) is not { } why) continue;
            string message = $"[{annotation.Kind}] is misplaced on '{SymbolText.Of(context.Symbol)}': {why}";
            context.ReportAt(ContradictoryAnnotation.Descriptor, annotation, message);
        }
    }

    /// <summary>Why the annotation means nothing on the symbol, or null if it does mean something.</summary>
    public static string? Why(DeclarationContext context, RawAnnotation annotation)
    {
        var symbol = context.Symbol;
        return annotation.Kind switch
        {
            AnnotationKind.Nested when !Acquires(context.Contracts, symbol) => "it acquires no lock",
            AnnotationKind.Mutates when HasNoReceiver(symbol) => "a static member changes no receiver",
            AnnotationKind.Isolates when symbol is IMethodSymbol && HasNoReceiver(symbol) => "a static method has no receiver; put it on a parameter",
            AnnotationKind.InvokedInline when symbol is IParameterSymbol parameter && !CanBeDelegate(parameter.Type) => "the parameter is no delegate",
            AnnotationKind.InvokedInline or AnnotationKind.NoEscape or AnnotationKind.Consumes when IsOut(symbol) => "the argument gets its value from the call",
            AnnotationKind.Consumes when Has(context, AnnotationKind.NoEscape) => "[NoEscape] says that the callee leaves the object to its caller",
            AnnotationKind.Isolated or AnnotationKind.ValidUnder or AnnotationKind.OwnedBy or AnnotationKind.ReturnsLock when ReturnsNothing(symbol) => "it returns nothing",
            AnnotationKind.ReturnsLock when ResultType(symbol) is { } result && !CanBeLock(context.Contracts, result) => "its result is no lock",
            AnnotationKind.LockOwner when TypeOf(symbol) is { IsValueType: true } => "an owner is an object",
            AnnotationKind.LockOwner when symbol.IsStatic => "a static member belongs to no part",
            AnnotationKind.DefaultLock or AnnotationKind.AcquiredBefore or AnnotationKind.AcquiredAfter
                when TypeOf(symbol) is { } type && !CanBeLock(context.Contracts, type) => "it is no lock",
            AnnotationKind.DefaultLock when EarlierDefault(context) is { } other => $"'{other.Name}' is the default lock of the type already",
            AnnotationKind.AcquiredBefore or AnnotationKind.AcquiredAfter
                when annotation.Paths.IsEmpty && !AnnotationLocation.HasArguments(annotation, context.Cancellation) => "it names no other lock",
            AnnotationKind.GuardedBy when symbol is IFieldSymbol { IsConst: true } => "a constant never changes",
            AnnotationKind.GuardedBy when GuardsItself(context) => "its lock would have to be read under the lock",
            AnnotationKind.Lock or AnnotationKind.ScopedLock when symbol is INamedTypeSymbol { IsStatic: true } => "a static class has no values",
            AnnotationKind.ScopedLock when Has(context, AnnotationKind.Lock) => "a type is either a lock or a guard",
            AnnotationKind.ScopedLock when symbol is INamedTypeSymbol guard && !GuardMembers.CanEnd(guard, context.Contracts) =>
                "it has neither a Dispose method nor a member that releases",
            AnnotationKind.NoLockAnalysis when symbol is IMethodSymbol { IsAbstract: true } or IMethodSymbol { IsExtern: true } => "it has no body",
            >= AnnotationKind.RequiresRead and <= AnnotationKind.RequiresUpdate when symbol is IMethodSymbol { MethodKind: MethodKind.StaticConstructor or MethodKind.Destructor } =>
                "only the runtime calls it, and holds no lock",
            _ => null,
        };
    }

    private static bool Acquires(ContractModel contracts, ISymbol symbol) => symbol switch
    {
        IMethodSymbol method => contracts.ContractOf(method).Effects.Any(static e => e.Kind == EffectKind.Acquire),
        IPropertySymbol property => (property.GetMethod is { } getter && Acquires(contracts, getter)) || (property.SetMethod is { } setter && Acquires(contracts, setter)),
        _ => true,
    };

    private static bool HasNoReceiver(ISymbol symbol) =>
        symbol.IsStatic && symbol is not IMethodSymbol { IsExtensionMethod: true } && symbol.ContainingType is not { Name: "" or ['<', ..] };

    private static bool CanBeDelegate(ITypeSymbol type) => type.TypeKind is TypeKind.Delegate or TypeKind.Error
        || type.SpecialType is SpecialType.System_Delegate or SpecialType.System_MulticastDelegate
        || (type is ITypeParameterSymbol parameter && (parameter.ConstraintTypes.IsEmpty || parameter.ConstraintTypes.Any(CanBeDelegate)));

    private static bool IsOut(ISymbol symbol) => symbol is IParameterSymbol { RefKind: RefKind.Out };

    private static bool Has(DeclarationContext context, AnnotationKind kind) => context.Annotations.Any(a => a.Kind == kind);

    private static bool ReturnsNothing(ISymbol symbol) =>
        symbol is IMethodSymbol { ReturnsVoid: true, MethodKind: not MethodKind.PropertySet } or INamedTypeSymbol { DelegateInvokeMethod.ReturnsVoid: true };

    private static ITypeSymbol? ResultType(ISymbol symbol) => symbol switch
    {
        IMethodSymbol method => method.ReturnType,
        IPropertySymbol property => property.Type,
        _ => null,
    };

    private static ITypeSymbol? TypeOf(ISymbol symbol) => symbol switch
    {
        IFieldSymbol field => field.Type,
        IPropertySymbol property => property.Type,
        _ => null,
    };

    private static bool CanBeLock(ContractModel contracts, ITypeSymbol type) =>
        !type.IsValueType || type.TypeKind == TypeKind.Error || contracts.IsLock(type) || contracts.IsGuard(type);

    /// <summary>A default lock of the same type that is declared before this one.</summary>
    private static ISymbol? EarlierDefault(DeclarationContext context)
    {
        foreach (var member in context.Symbol.ContainingType.GetMembers())
        {
            if (SymbolEqualityComparer.Default.Equals(member, context.Symbol)) return null;
            if (context.Contracts.IsDefaultLock(member)) return member;
        }
        return null;
    }

    /// <summary>A member that can be reassigned and that is its own guard. A readonly one may guard what it refers to.</summary>
    private static bool GuardsItself(DeclarationContext context)
    {
        if (context.Symbol is IFieldSymbol { IsReadOnly: true } or IPropertySymbol { SetMethod: null }) return false;
        foreach (var bound in BoundAnnotation.Of(context))
        {
            if (bound.Kind == AnnotationKind.GuardedBy && bound.Path.Members is [{ Symbol: { } only }] && SymbolEqualityComparer.Default.Equals(only, context.Symbol)) return true;
        }
        return false;
    }
}
