using Microsoft.CodeAnalysis;
using Mm.Analyzers.Contracts;
using Mm.Analyzers.Rules.Declarations;

namespace Mm.Analyzers.Rules;

/// <summary>MML401: an override or implementation that callers of what it replaces do not satisfy, or that does not give them what they rely on.</summary>
internal static class OverrideAsksForMore
{
    public static readonly DiagnosticDescriptor Descriptor = Rule.Describe(
        "MML401", "Override or implementation asks for more, or promises less, than what it replaces", "'{0}' {1}; it {2} '{3}', which {4}",
        DiagnosticSeverity.Error,
        "Callers that know only the base or the interface are checked against its contract; what the override asks for beyond it nobody provides.");

    /// <summary>Whether the symbol may stand for another: an override, an implementation, a type with interfaces.</summary>
    public static bool MayConcern(ISymbol symbol) => symbol switch
    {
        IMethodSymbol { IsOverride: true } => true,
        IMethodSymbol { ContainingType: { TypeKind: not TypeKind.Interface } type } => !type.AllInterfaces.IsEmpty,
        INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct } type => !type.Interfaces.IsEmpty,
        IMethodSymbol { ContainingType.TypeKind: TypeKind.Interface } method => !method.ExplicitInterfaceImplementations.IsEmpty,
        _ => false,
    };

    public static void Check(DeclarationContext context)
    {
        switch (context.Symbol)
        {
            case IMethodSymbol { IsOverride: true } or IMethodSymbol { ContainingType.TypeKind: not TypeKind.Interface }:
                var method = (IMethodSymbol)context.Symbol;
                foreach (var replaced in ContractModel.Replaced(method))
                {
                    if (Compare(context, method, replaced, method)) break;
                }
                break;
            case INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct } type:
                CheckInheritedImplementations(context, type);
                break;
        }
    }

    /// <summary>A base class may implement an interface that only the derived class declares.</summary>
    private static void CheckInheritedImplementations(DeclarationContext context, INamedTypeSymbol type)
    {
        foreach (var implemented in type.Interfaces)
        {
            foreach (var member in implemented.GetMembers())
            {
                if (member is not IMethodSymbol { IsStatic: false } contract
                    || type.FindImplementationForInterfaceMember(contract) is not IMethodSymbol method) continue;
                if (SymbolEqualityComparer.Default.Equals(method.ContainingType, type) || method.ContainingType.TypeKind == TypeKind.Interface) continue;
                if (Compare(context, method, contract, type)) return;
            }
        }
    }

    private static bool Compare(DeclarationContext context, IMethodSymbol method, IMethodSymbol replaced, ISymbol place)
    {
        var contracts = context.Contracts;
        var actual = contracts.ContractOf(method);
        var known = contracts.ContractOf(replaced);
        if (ReferenceEquals(known, actual) || (known.IsNone && IsOwnBusiness(contracts, method, actual))) return false;
        // IList.Add is known to change its object; DbParameterCollection.Add, which implements it, could not say so if it wanted to.
        if (actual.Mutates && !known.Mutates && !contracts.MayBeAnnotated(replaced.ContainingAssembly)) known = known with { Mutates = true };
        if (ContractComparison.Misfit(contracts, known, actual, method.ContainingType) is not { } why) return false;
        if (AnnotationLocation.OfName(place) is not { } location) return false;
        var other = AnnotationLocation.OfName(replaced);
        context.Report(Diagnostic.Create(
            Descriptor, location, other is null ? [] : [other],
            SymbolText.Of(method), why, replaced.ContainingType.TypeKind == TypeKind.Interface ? "implements"
                : "overrides", SymbolText.Of(replaced), Stated(replaced)));
        return true;
    }

    /// <summary>The contract attributes of what is replaced, as they stand there.</summary>
    private static string Stated(IMethodSymbol replaced)
    {
        var stated = new List<string>();
        foreach (var symbol in new[] { replaced, replaced.AssociatedSymbol })
        {
            if (symbol is null) continue;
            foreach (var annotation in AnnotationReader.Read(symbol))
            {
                if (annotation.Kind.IsContract()) stated
                    .Add($"[{annotation.Kind}({string.Join(", ", annotation.Paths.Select(static p => $"\"{p}\""))})]".Replace("()", ""));
            }
        }
        return stated.Count == 0 ? "states no contract itself" : "says " + string.Join(" ", stated);
    }

    /// <summary>A lock or guard behind an interface that knows nothing of locks (a guard's Dispose): what it does is about the object itself.</summary>
    private static bool IsOwnBusiness(ContractModel contracts, IMethodSymbol method, MemberContract actual) =>
        method.ContainingType is { } type && (contracts.IsLock(type) || contracts.IsGuard(type))
        && actual.Requirements.IsEmpty && actual.Effects.All(static e => e.Path is { Root: Paths.PathRoot.This, Members.IsEmpty: true });
}
