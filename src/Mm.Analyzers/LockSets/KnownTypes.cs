using Microsoft.CodeAnalysis;
using Mm.Analyzers.Contracts.BuiltIn;

namespace Mm.Analyzers.LockSets;

/// <summary>Known types: what is a view of other memory, what is a collection whose content counts with its reference, what changes it.</summary>
internal static class KnownTypes
{
    public static bool IsViewType(ITypeSymbol? type) => type is INamedTypeSymbol
    {
        Name: "Span" or "ReadOnlySpan" or "Memory" or "ReadOnlyMemory",
        ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true },
    };

    public static bool IsNullable(ITypeSymbol? type) => type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T };

    /// <summary>An enumerator that is not itself a collection: List&lt;T&gt;.Enumerator, IEnumerator.</summary>
    public static bool IsEnumerator(ITypeSymbol? type) =>
        type is INamedTypeSymbol { Name: "Enumerator" or "IEnumerator" or "KeyEnumerator" or "ValueEnumerator" };

    /// <summary>Arrays and known mutable collections: a copy of the reference is followed.</summary>
    public static bool IsFollowed(ITypeSymbol? type) => Collections.IsMutable(type);

    /// <summary>The ordinal of the argument that a member of .NET changes (Array.Sort, Array.Copy, CopyTo), or -1.</summary>
    public static int MutatedArgument(IMethodSymbol method)
    {
        if (method.ContainingType is not { } type) return -1;
        bool changesFirst = method.IsStatic
            && ((type.SpecialType == SpecialType.System_Array && method.Name is "Sort" or "Reverse" or "Clear" or "Fill" or "Resize")
                || (type is { Name: "MemoryExtensions" or "CollectionExtensions" or "CollectionsMarshal" }
                    && method.Name is "Sort" or "Reverse" or "AddRange" or "InsertRange" or "SetCount" or "TryAdd" or "Remove"));
        if (changesFirst) return 0;
        string? target = method.Name switch
        {
            "Copy" or "ConstrainedCopy" when type.SpecialType == SpecialType.System_Array => "destinationArray",
            "BlockCopy" when IsNamed(type, "System", "Buffer") => "dst",
            "CopyTo" or "TryCopyTo" when IsViewType(type) || type.Name == "MemoryExtensions" => "destination",
            "CopyTo" when !method.IsStatic && (type.SpecialType == SpecialType.System_Array || IsFollowed(type)) => "array",
            _ => null,
        };
        foreach (var parameter in method.Parameters)
        {
            if (parameter.Name == target) return parameter.Ordinal;
        }
        return -1;
    }

    /// <summary>A member of a span that changes what it looks into; the span itself stays as it is.</summary>
    public static bool ChangesViewed(IMethodSymbol method) => method.Name is "Clear" or "Fill" && IsViewType(method.ContainingType);

    /// <summary>A property whose value looks into the collection for as long as it lives: a dictionary's Keys and Values.</summary>
    public static bool IsView(IPropertySymbol property) => property.Name is "Keys" or "Values" && IsFollowed(property.ContainingType)
        && property.Type is INamedTypeSymbol { SpecialType: SpecialType.None, TypeKind: not TypeKind.Array };

    /// <summary>A call whose result looks into its receiver or first argument for as long as it lives.</summary>
    public static bool MakesView(IMethodSymbol method) => IsViewType(method.ReturnType.OriginalDefinition)
        || IsEnumerator(method.ReturnType.OriginalDefinition) || IsWrapper(method) || Linq.IsLazy(method.ReducedFrom ?? method.OriginalDefinition);

    /// <summary>List.AsReadOnly, SortedSet.GetViewBetween: another object over the same content.</summary>
    private static bool IsWrapper(IMethodSymbol method) => method.Name switch
    {
        "AsReadOnly" => IsFollowed(method.ContainingType) || method.ContainingType is { Name: "CollectionExtensions" } or { SpecialType: SpecialType.System_Array },
        "GetViewBetween" => IsFollowed(method.ContainingType),
        _ => false,
    };

    public static string? NamespaceOf(INamedTypeSymbol type) => type.ContainingNamespace?.ToDisplayString();

    public static bool IsNamed(ITypeSymbol? type, string space, string name) =>
        type is INamedTypeSymbol named && named.Name == name && NamespaceOf(named) == space;
}
