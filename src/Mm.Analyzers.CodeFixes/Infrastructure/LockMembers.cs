using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace Mm.Analyzers.CodeFixes;

/// <summary>How a lock type is acquired and released: its own members by their attributes, .NET's locks by name.</summary>
internal static class LockMembers
{
    /// <summary>The parameterless member that acquires the lock in a mode and returns a guard, or null.</summary>
    public static IMethodSymbol? GuardMember(ITypeSymbol type, string mode) =>
        Methods(type).FirstOrDefault(m => m.Parameters.IsEmpty && IsGuard(m.ReturnType) && HasOwn(m, Acquires(mode)) && !Has(m, "NestedAttribute"));

    /// <summary>The parameterless member that acquires the lock in a mode, unconditionally and without a guard, or null.</summary>
    public static IMethodSymbol? AcquireMember(ITypeSymbol type, string mode) =>
        Methods(type).FirstOrDefault(m => m.Parameters.IsEmpty && m.ReturnsVoid && HasOwn(m, Acquires(mode)) && !Has(m, "NestedAttribute"));

    /// <summary>The parameterless member that releases a hold of that mode, or null.</summary>
    public static IMethodSymbol? ReleaseMember(ITypeSymbol type, string heldMode) =>
        Methods(type).FirstOrDefault(m => m.Parameters.IsEmpty && HasOwn(m, heldMode == "Write" ? "ReleasesWriteAttribute" : "ReleasesReadAttribute"))
        ?? Methods(type).FirstOrDefault(m => m.Parameters.IsEmpty && HasOwn(m, "ReleasesAttribute"));

    /// <summary>The names of a .NET reader/writer lock's members for a mode, or null for another type.</summary>
    public static (string Enter, string Exit)? SlimMembers(ITypeSymbol type, string mode) =>
        type.ToDisplayString() != "System.Threading.ReaderWriterLockSlim" ? null
        : mode switch
        {
            "Read" => ("EnterReadLock", "ExitReadLock"),
            "Write" => ("EnterWriteLock", "ExitWriteLock"),
            _ => ("EnterUpgradeableReadLock", "ExitUpgradeableReadLock"),
        };

    /// <summary>The names of the members that take and give back a .NET lock that has no modes, or null.</summary>
    public static (string Enter, string Exit)? PlainMembers(ITypeSymbol type) => type.ToDisplayString() switch
    {
        "System.Threading.SemaphoreSlim" => ("Wait", "Release"),
        "System.Threading.Mutex" => ("WaitOne", "ReleaseMutex"),
        _ => null,
    };

    /// <summary>Whether the lock is meant to be taken with the lock statement.</summary>
    public static bool TakenByLockStatement(ITypeSymbol type) =>
        type.ToDisplayString() == "System.Threading.Lock"
        || (type.IsReferenceType && SlimMembers(type, "Read") is null && PlainMembers(type) is null && !SelfAndBases(type).Any(t => Has(t, "LockAttribute")));

    /// <summary>Whether the thread that acquired it has to release it, so that it is not held across an await.</summary>
    public static bool IsThreadBound(ITypeSymbol type) => type.ToDisplayString() != "System.Threading.SemaphoreSlim"
        && !SelfAndBases(type).SelectMany(static t => t.GetAttributes()).Any(static a => a.AttributeClass?.Name == "LockAttribute"
            && a.NamedArguments.Any(static n => n is { Key: "ThreadBound", Value.Value: false }));

    public static bool IsGuard(ITypeSymbol type) => SelfAndBases(type).Any(t => Has(t, "ScopedLockAttribute"));

    public static bool Has(ISymbol symbol, string attribute) =>
        symbol.GetAttributes().Any(a => a.AttributeClass is { } c && c.Name == attribute && c.ContainingNamespace?.ToDisplayString() == "Mm.Locks");

    private static string Acquires(string mode) => mode switch
    {
        "Read" => "AcquiresReadAttribute",
        "Update" => "AcquiresUpgradeableAttribute",
        _ => "AcquiresWriteAttribute",
    };

    // Without a path and without a condition: the contract about the lock itself that always holds.
    private static bool HasOwn(IMethodSymbol method, string attribute) => method.GetAttributes().Any(a =>
        a.AttributeClass is { } c && c.Name == attribute && c.ContainingNamespace?.ToDisplayString() == "Mm.Locks"
        && a.NamedArguments.IsEmpty
        && a.ConstructorArguments.All(p => p.Kind != TypedConstantKind.Array || p.Values.IsEmpty));

    private static IEnumerable<IMethodSymbol> Methods(ITypeSymbol type) => SelfAndBases(type).SelectMany(t => t.GetMembers()).OfType<IMethodSymbol>();

    private static IEnumerable<ITypeSymbol> SelfAndBases(ITypeSymbol type)
    {
        for (ITypeSymbol? t = type; t is not null; t = t.BaseType)
            yield return t;
    }
}
