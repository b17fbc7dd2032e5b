// Every attribute of the language, found by full metadata name `Mm.Locks.XxxAttribute`, never by assembly.
// To add one: a kind here, its name in Annotations.Kinds, its meaning in ContractBuilder or ContractModel.
using Microsoft.CodeAnalysis;

namespace Mm.Analyzers.Contracts;

internal enum AnnotationKind : byte
{
    None,
    Lock,
    ScopedLock,
    Blocks,
    DefaultLock,
    LockOwner,
    AcquiredBefore,
    AcquiredAfter,
    LockOrder,
    Nested,
    GuardedBy,
    Mutates,
    ValidUnder,
    Isolated,
    Isolates,
    NoEscape,
    Consumes,
    OwnedBy,
    RequiresRead,
    RequiresReadAny,
    RequiresWrite,
    RequiresUpdate,
    Excludes,
    AcquiresRead,
    AcquiresUpgradeable,
    AcquiresWrite,
    ReleasesRead,
    ReleasesWrite,
    Releases,
    Downgrades,
    Upgrades,
    AssertsRead,
    AssertsWrite,
    MayRelease,
    ReturnsLock,
    InvokedInline,
    NoLockAnalysis,
    ExternalLock,
    ExternalContract,
}

internal static class Annotations
{
    private static readonly Dictionary<string, AnnotationKind> s_kinds = Kinds();

    private static Dictionary<string, AnnotationKind> Kinds()
    {
        var kinds = new Dictionary<string, AnnotationKind>(StringComparer.Ordinal);
        foreach (AnnotationKind kind in Enum.GetValues(typeof(AnnotationKind)))
        {
            if (kind != AnnotationKind.None) kinds.Add(kind + "Attribute", kind);
        }
        return kinds;
    }

    /// <summary>The attribute of the language with this name ("AcquiresWrite"), or None.</summary>
    public static AnnotationKind Named(string name) => s_kinds.TryGetValue(name + "Attribute", out var kind) ? kind : AnnotationKind.None;

    public static AnnotationKind KindOf(AttributeData attribute)
    {
        if (attribute.AttributeClass is not { } type || !s_kinds.TryGetValue(type.Name, out var kind)) return AnnotationKind.None;
        if (type is { Arity: 0, ContainingType: null }
            && type.ContainingNamespace is { Name: "Locks", ContainingNamespace: { Name: "Mm", ContainingNamespace.IsGlobalNamespace: true } })
        {
            return kind;
        }
        return kind == AnnotationKind.GuardedBy && HasStringArgument(attribute) ? AnnotationKind.GuardedBy : AnnotationKind.None;
    }

    /// <summary>A contract that a caller notices; what an override inherits if it restates none.</summary>
    public static bool IsContract(this AnnotationKind kind) => kind is >= AnnotationKind.RequiresRead and <= AnnotationKind.ReturnsLock;

    private static bool HasStringArgument(AttributeData attribute)
    {
        foreach (var argument in attribute.ConstructorArguments)
        {
            if (argument is { Kind: TypedConstantKind.Primitive, Value: string }) return true;
            if (argument.Kind != TypedConstantKind.Array || argument.IsNull) continue;
            foreach (var element in argument.Values)
            {
                if (element.Value is string) return true;
            }
        }
        return false;
    }
}
