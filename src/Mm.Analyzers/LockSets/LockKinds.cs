using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Mm.Analyzers.Contracts;
using Mm.Analyzers.Contracts.BuiltIn;
using Mm.Analyzers.Paths;

namespace Mm.Analyzers.LockSets;

/// <summary>What kind of lock a value is.</summary>
internal static class LockKinds
{
    private static readonly LockTypeInfo s_monitor = new("monitor") { Reentrant = true, Exclusive = true };

    /// <summary>The object as a lock; any object that is no lock by its type is locked by its monitor.</summary>
    public static LockTypeInfo? Of(ContractModel contracts, SymbolicValue @lock) =>
        Known(contracts, @lock) ?? (@lock.Type is { IsReferenceType: true } or null ? s_monitor : null);

    /// <summary>What is known of the lock by its type or by how it is made; null if it is not known to be one.</summary>
    public static LockTypeInfo? Known(ContractModel contracts, SymbolicValue @lock)
    {
        if (@lock.Member is { } member && member is IFieldSymbol or IPropertySymbol) return contracts.LockOf(@lock.Member, @lock.Type);
        if (@lock is { Kind: ValueKind.Result, Key: IObjectCreationOperation creation } && BuiltInLocks.LockOf(creation) is { } made) return made;
        return @lock.Type is { } type ? contracts.LockTypeOf(type) : null;
    }
}
