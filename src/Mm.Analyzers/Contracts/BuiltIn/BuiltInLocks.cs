// What .NET's own types say about locks, as a contract source. Types are found by full metadata name, so that a compilation without one of them, or with its
// own copy of it, works. The contract model caches the answers by symbol.
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Mm.Analyzers.Contracts.BuiltIn;

internal sealed class BuiltInLocks : IContractSource
{
    public MemberContract? ContractOf(IMethodSymbol method)
    {
        for (var current = method; current is not null; current = current.OverriddenMethod)
        {
            var definition = current.ReducedFrom ?? current.OriginalDefinition;
            if (Find(definition.ContainingType)?.ContractOf(definition) is { } contract) return contract;
        }
        return null;
    }

    public LockTypeInfo? LockTypeOf(INamedTypeSymbol type) => Find(type)?.Lock;

    public LockTypeInfo? LockOf(ISymbol fieldOrProperty) =>
        TypeOf(fieldOrProperty) is { } type ? Find(type)?.LockOf(fieldOrProperty) : null;

    /// <summary>What is known of a lock that is made in a body, and kept in a local there.</summary>
    public static LockTypeInfo? LockOf(IObjectCreationOperation creation)
    {
        if (Find(creation.Type as INamedTypeSymbol) is not { } type) return null;
        var arguments = new object?[creation.Arguments.Length];
        foreach (var argument in creation.Arguments)
        {
            if (argument.Parameter is { } parameter && argument.Value.ConstantValue is { HasValue: true, Value: var value }) arguments[parameter.Ordinal] = value;
        }
        return type.LockOf(arguments);
    }

    public bool IsGuardType(INamedTypeSymbol type) => Find(type) is { IsGuard: true };

    public HoldMode? HeldTest(ISymbol propertyOrMethod) =>
        propertyOrMethod.ContainingType is { } type ? Find(type)?.HeldTest(propertyOrMethod) : null;

    /// <summary>What is known of the type, or null.</summary>
    public static BuiltInType? Find(INamedTypeSymbol? type)
    {
        if (type is null) return null;
        type = type.OriginalDefinition;
        if (!BuiltInTypes.Names.Contains(type.Name) || !IsInSystem(type)) return null;
        return BuiltInTypes.ByName.TryGetValue(FullMetadataName(type), out var known) ? known : null;
    }

    private static bool IsInSystem(INamedTypeSymbol type)
    {
        var space = type.ContainingNamespace;
        if (space is null || space.IsGlobalNamespace) return false;
        while (space.ContainingNamespace is { IsGlobalNamespace: false } outer) space = outer;
        return space.Name == "System";
    }

    private static string FullMetadataName(INamedTypeSymbol type)
    {
        var text = new StringBuilder(type.MetadataName);
        for (var outer = type.ContainingType; outer is not null; outer = outer.ContainingType) text.Insert(0, '+').Insert(0, outer.MetadataName);
        for (var space = type.ContainingNamespace; space is { IsGlobalNamespace: false }; space = space.ContainingNamespace) text.Insert(0, '.').Insert(0, space.Name);
        return text.ToString();
    }

    private static INamedTypeSymbol? TypeOf(ISymbol symbol) => symbol switch
    {
        IFieldSymbol field => field.Type as INamedTypeSymbol,
        IPropertySymbol property => property.Type as INamedTypeSymbol,
        ILocalSymbol local => local.Type as INamedTypeSymbol,
        _ => null,
    };
}
