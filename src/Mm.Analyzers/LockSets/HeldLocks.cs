using Microsoft.CodeAnalysis;
using Mm.Analyzers.Contracts;
using Mm.Analyzers.Paths;

namespace Mm.Analyzers.LockSets;

/// <summary>Answers whether and how a state holds a lock: directly, under another name that is known to be the same, or by its owner.</summary>
internal static class HeldLocks
{
    /// <summary>The key under which the state holds the lock, or null.</summary>
    public static SymbolicValue? Find(LockState state, ValueTable table, ContractModel contracts, SymbolicValue @lock, bool ownerInference)
    {
        if (state.Holds[@lock] is not null) return @lock;
        if (state.Holds.Count == 0) return null;
        if (state.Equal.Count > 0)
        {
            var canonical = Canonical(state, table, @lock, 0);
            for (int i = 0; i < state.Holds.Count; i++)
            {
                if (ReferenceEquals(Canonical(state, table, state.Holds.KeyAt(i), 0), canonical)) return state.Holds.KeyAt(i);
            }
        }
        return ownerInference ? OfOwner(state, table, contracts, @lock) : null;
    }

    public static bool Same(LockState state, ValueTable table, SymbolicValue a, SymbolicValue b) =>
        ReferenceEquals(a, b) || (state.Equal.Count > 0 && ReferenceEquals(Canonical(state, table, a, 0), Canonical(state, table, b, 0)));

    /// <summary>One name for all values that are known to be the same object.</summary>
    public static SymbolicValue Canonical(LockState state, ValueTable table, SymbolicValue value, int depth)
    {
        if (depth > 12) return value;
        if (value is { Kind: ValueKind.Member or ValueKind.Element, Base: { } @base })
        {
            var canonicalBase = Canonical(state, table, @base, depth + 1);
            var canonicalIndex = value.Other is { } index ? Canonical(state, table, index, depth + 1) : null;
            if (!ReferenceEquals(canonicalBase, @base) || !ReferenceEquals(canonicalIndex, value.Other))
            {
                value = table.Rebuild(value, canonicalBase, canonicalIndex);
                if (state.Heap[value] is { } assigned) value = assigned;
            }
        }
        return state.Equal[value] is { } equal ? Canonical(state, table, equal, depth + 1) : value;
    }

    /// <summary>Learns that two values are one object; the one with the shorter, older name stands for both.</summary>
    public static LockState AddEqual(LockState state, ValueTable table, SymbolicValue a, SymbolicValue b)
    {
        a = Canonical(state, table, a, 0);
        b = Canonical(state, table, b, 0);
        if (ReferenceEquals(a, b) || a.Kind == ValueKind.Constant || b.Kind == ValueKind.Constant) return state;
        bool keepA = a.Depth != b.Depth ? a.Depth < b.Depth : a.Id < b.Id;
        if ((keepA ? b : a).Mentions(keepA ? a : b) && a.Depth == b.Depth) return state;
        return state with { Equal = keepA ? state.Equal.Set(b, a) : state.Equal.Set(a, b) };
    }

    /// <summary>
    /// [LockOwner]: where the owner of a part is not known, and exactly one lock with the same member path of an object of the owner's type is
    /// held, it is taken to be the owner's.
    /// </summary>
    private static SymbolicValue? OfOwner(LockState state, ValueTable table, ContractModel contracts, SymbolicValue @lock)
    {
        for (var owner = @lock; owner is { Kind: ValueKind.Member }; owner = owner.Base)
        {
            if (ReferenceEquals(owner, @lock) || owner.Member is not { } member || !contracts.IsLockOwner(member)) continue;
            if (!ReferenceEquals(Canonical(state, table, owner, 0), owner)) return null;
            SymbolicValue? found = null;
            for (int i = 0; i < state.Holds.Count; i++)
            {
                var held = state.Holds.KeyAt(i);
                if (!SameSuffix(held, @lock, owner, out var heldOwner) || !IsOfType(heldOwner!, owner.Type)) continue;
                if (found is not null) return null;
                found = held;
            }
            if (found is not null) return found;
        }
        return null;
    }

    private static bool SameSuffix(SymbolicValue held, SymbolicValue wanted, SymbolicValue owner, out SymbolicValue? heldOwner)
    {
        heldOwner = held;
        while (!ReferenceEquals(wanted, owner))
        {
            if (heldOwner is not { Kind: ValueKind.Member } || !SameKey(heldOwner.Key, wanted.Key)) return false;
            heldOwner = heldOwner.Base;
            wanted = wanted.Base!;
        }
        return heldOwner is not null;
    }

    private static bool SameKey(object? a, object? b) =>
        a is ISymbol left && b is ISymbol right ? SymbolEqualityComparer.Default.Equals(left, right) : Equals(a, b);

    private static bool IsOfType(SymbolicValue value, ITypeSymbol? type)
    {
        if (type is null || value.Type is null || value.Kind == ValueKind.Type) return false;
        for (ITypeSymbol? candidate = value.Type; candidate is not null; candidate = candidate.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(candidate.OriginalDefinition, type.OriginalDefinition)) return true;
        }
        return false;
    }

    /// <summary>Whether the path runs through a reference that is known to be null.</summary>
    public static bool RunsThroughNull(LockState state, SymbolicValue @lock)
    {
        for (var part = @lock; part is not null; part = part.Base)
        {
            if (part.IsNull || state.Facts[part] is { EqualTo.IsNull: true }) return true;
        }
        return false;
    }

    /// <summary>A held lock with the same last member as the one that is lacking.</summary>
    public static SymbolicValue? NearMiss(LockState state, SymbolicValue @lock)
    {
        if (@lock.Kind is not (ValueKind.Member or ValueKind.Element)) return null;
        for (int i = 0; i < state.Holds.Count; i++)
        {
            var held = state.Holds.KeyAt(i);
            // The lock itself is only there by a hold that was refused, or that some paths have.
            if (held.Kind != @lock.Kind || ReferenceEquals(held, @lock)) continue;
            if (held.Kind == ValueKind.Element ? ReferenceEquals(held.Base, @lock.Base) : SameKey(held.Key, @lock.Key)) return held;
        }
        return null;
    }
}
