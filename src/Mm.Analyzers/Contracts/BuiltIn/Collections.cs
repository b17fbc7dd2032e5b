// The mutable collections of .NET: which of their members change them, and that they run delegates inline. Concurrent and immutable collections are not
// among them: they need no lock, or cannot change.
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Mm.Analyzers.Contracts.BuiltIn;

internal sealed class MutableCollection : BuiltInType
{
    /// <summary>The members that change a collection. Setters and indexer sets are writes for every type and are not listed.</summary>
    public static readonly ImmutableHashSet<string> Mutators = ImmutableHashSet.Create(
        StringComparer.Ordinal,
        "Add", "AddAfter", "AddBefore", "AddFirst", "AddLast", "AddRange", "And", "Append", "AppendFormat", "AppendJoin", "AppendLine", "Clear", "Dequeue",
        "DequeueEnqueue", "Enqueue", "EnqueueDequeue", "EnqueueRange", "EnsureCapacity", "ExceptWith", "Insert", "InsertRange", "IntersectWith", "LeftShift",
        "Move", "Not", "Or", "Pop", "Push", "Remove", "RemoveAll", "RemoveAt", "RemoveFirst", "RemoveLast", "RemoveRange", "RemoveWhere", "Replace", "Reverse",
        "RightShift", "Set", "SetAll", "SetAt", "SetByIndex", "SetValueAtIndex", "Sort", "SymmetricExceptWith", "TrimExcess", "TrimToSize", "TryAdd",
        "TryDequeue", "TryPop", "UnionWith", "Xor");

    private static readonly MemberContract s_mutates = new() { Mutates = true };

    public override MemberContract? ContractOf(IMethodSymbol method)
    {
        if (method.IsStatic) return null;
        bool mutates = Mutators.Contains(method.Name);
        var parameters = InlineDelegates.ParametersOf(method);
        if (parameters.IsEmpty) return mutates ? s_mutates : null;
        return new MemberContract { Mutates = mutates, Parameters = parameters };
    }
}

internal static class Collections
{
    private static readonly string[] s_names =
    [
        "System.Collections.Generic.List`1",
        "System.Collections.Generic.Dictionary`2",
        "System.Collections.Generic.HashSet`1",
        "System.Collections.Generic.LinkedList`1",
        "System.Collections.Generic.OrderedDictionary`2",
        "System.Collections.Generic.PriorityQueue`2",
        "System.Collections.Generic.Queue`1",
        "System.Collections.Generic.SortedDictionary`2",
        "System.Collections.Generic.SortedList`2",
        "System.Collections.Generic.SortedSet`1",
        "System.Collections.Generic.Stack`1",
        "System.Collections.Generic.ICollection`1",
        "System.Collections.Generic.IDictionary`2",
        "System.Collections.Generic.IList`1",
        "System.Collections.Generic.ISet`1",
        "System.Collections.ObjectModel.Collection`1",
        "System.Collections.ObjectModel.KeyedCollection`2",
        "System.Collections.ObjectModel.ObservableCollection`1",
        "System.Collections.ArrayList",
        "System.Collections.BitArray",
        "System.Collections.Hashtable",
        "System.Collections.IDictionary",
        "System.Collections.IList",
        "System.Collections.Queue",
        "System.Collections.SortedList",
        "System.Collections.Stack",
        "System.Collections.Specialized.HybridDictionary",
        "System.Collections.Specialized.ListDictionary",
        "System.Collections.Specialized.NameValueCollection",
        "System.Collections.Specialized.OrderedDictionary",
        "System.Collections.Specialized.StringCollection",
        "System.Collections.Specialized.StringDictionary",
        "System.Collections.Immutable.ImmutableArray`1+Builder",
        "System.Collections.Immutable.ImmutableDictionary`2+Builder",
        "System.Collections.Immutable.ImmutableHashSet`1+Builder",
        "System.Collections.Immutable.ImmutableList`1+Builder",
        "System.Collections.Immutable.ImmutableSortedDictionary`2+Builder",
        "System.Collections.Immutable.ImmutableSortedSet`1+Builder",
        "System.Text.StringBuilder",
    ];

    public static void AddTo(ImmutableDictionary<string, BuiltInType>.Builder types)
    {
        var collection = new MutableCollection();
        foreach (string name in s_names) types.Add(name, collection);
    }

    /// <summary>Whether a reference to a value of the type lets one change what it holds: an array, a known mutable collection, or a class derived from one.</summary>
    public static bool IsMutable(ITypeSymbol? type)
    {
        if (type is IArrayTypeSymbol) return true;
        for (var current = type as INamedTypeSymbol; current is not null; current = current.BaseType)
        {
            if (BuiltInLocks.Find(current) is MutableCollection) return true;
        }
        return false;
    }

    /// <summary>Whether the indexer of the type gives back what was put there under an equal index or key.</summary>
    public static bool IsIndexed(ITypeSymbol type) => type.Name switch
    {
        "Span" or "ReadOnlySpan" => type.ContainingNamespace is { Name: "System", ContainingNamespace.IsGlobalNamespace: true },
        "ImmutableArray" or "ImmutableList" or "ImmutableDictionary" or "ImmutableSortedDictionary" or "FrozenDictionary" or "ConcurrentDictionary"
            or "IReadOnlyList" or "IReadOnlyDictionary" or "IImmutableList" or "IImmutableDictionary" or "ReadOnlyCollection" or "ReadOnlyDictionary" =>
            type.ContainingNamespace is
            {
                ContainingNamespace: { Name: "Collections", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } },
            },
        _ => IsMutable(type),
    };
}
