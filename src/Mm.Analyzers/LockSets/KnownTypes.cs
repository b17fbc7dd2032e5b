using Microsoft.CodeAnalysis;

namespace Mm.Analyzers.LockSets;

/// <summary>Known types: what is a view of other memory, what is a collection whose content counts with its reference, what changes it.</summary>
internal static class KnownTypes
{
    public static bool IsViewType(ITypeSymbol? type) => type is INamedTypeSymbol
    {
        Name: "Span" or "ReadOnlySpan" or "Memory" or "ReadOnlyMemory",
        ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true },
    };

    /// <summary>An enumerator that is not itself a collection: List&lt;T&gt;.Enumerator, IEnumerator.</summary>
    public static bool IsEnumerator(ITypeSymbol? type) => type is INamedTypeSymbol { Name: "Enumerator" or "IEnumerator" or "KeyEnumerator" or "ValueEnumerator" };

    /// <summary>Arrays and known mutable collections: a copy of the reference is followed.</summary>
    public static bool IsFollowed(ITypeSymbol? type)
    {
        if (type is IArrayTypeSymbol) return true;
        if (type is not INamedTypeSymbol named) return false;
        string? space = NamespaceOf(named);
        if (space is not ("System.Collections.Generic" or "System.Collections" or "System.Collections.ObjectModel" or "System.Text")) return false;
        if (space == "System.Text") return named.Name == "StringBuilder";
        return named.Name is not ("IEnumerable" or "IReadOnlyCollection" or "IReadOnlyList" or "IReadOnlyDictionary" or "IReadOnlySet" or "IComparer"
            or "IEqualityComparer" or "Comparer" or "EqualityComparer" or "KeyValuePair" or "ReadOnlyCollection" or "ReadOnlyDictionary" or "IEnumerator");
    }

    /// <summary>A method of a known collection that changes it.</summary>
    public static bool IsKnownMutator(IMethodSymbol method)
    {
        if (method.MethodKind is MethodKind.PropertySet) return true;
        if (method.ContainingType is not { } type || !IsFollowed(type.OriginalDefinition)) return ChangesArray(method);
        return method.Name is "Add" or "AddRange" or "AddFirst" or "AddLast" or "AddBefore" or "AddAfter" or "Append" or "AppendFormat" or "AppendJoin" or "AppendLine"
            or "Clear" or "Dequeue" or "DequeueEnqueue" or "Enqueue" or "EnqueueDequeue" or "EnqueueRange" or "EnsureCapacity" or "ExceptWith" or "Insert" or "InsertRange"
            or "IntersectWith" or "Pop" or "Push" or "Remove" or "RemoveAll" or "RemoveAt" or "RemoveFirst" or "RemoveLast" or "RemoveRange"
            or "RemoveWhere" or "Replace" or "Reverse" or "Set" or "SetAll" or "Sort" or "SymmetricExceptWith" or "TrimExcess" or "TryAdd" or "TryDequeue"
            or "TryPop" or "UnionWith" or "Move" or "SetItem" or "CopyFrom" or "SetLength" or "And" or "Xor" or "Not" or "LeftShift" or "RightShift"
            && !(method.Name is "And" or "Or" or "Xor" or "Not" or "Set" && type.Name != "BitArray");
    }

    private static bool ChangesArray(IMethodSymbol method) =>
        method.ContainingType is { SpecialType: SpecialType.System_Array } && method.Name is "SetValue" or "Initialize";

    /// <summary>A static method of Array, Span or MemoryExtensions that changes its first argument.</summary>
    public static bool MutatesFirstArgument(IMethodSymbol method) => method is { IsStatic: true, ContainingType: { } type }
        && ((type.SpecialType == SpecialType.System_Array && method.Name is "Sort" or "Reverse" or "Clear" or "Fill" or "Resize")
            || (type is { Name: "MemoryExtensions" or "CollectionExtensions" or "CollectionsMarshal" } && method.Name is "Sort" or "Reverse" or "AddRange" or "InsertRange" or "SetCount" or "TryAdd" or "Remove"));

    /// <summary>A call whose result looks into its receiver or first argument for as long as it lives.</summary>
    public static bool MakesView(IMethodSymbol method) => IsViewType(method.ReturnType.OriginalDefinition) || IsEnumerator(method.ReturnType.OriginalDefinition);

    public static string? NamespaceOf(INamedTypeSymbol type) => type.ContainingNamespace?.ToDisplayString();

    public static bool IsNamed(ITypeSymbol? type, string space, string name) =>
        type is INamedTypeSymbol named && named.Name == name && NamespaceOf(named) == space;
}
