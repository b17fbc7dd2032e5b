using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Mm.Analyzers.Flow;
using Mm.Analyzers.Paths;

namespace Mm.Analyzers.LockSets;

/// <summary>
/// Where two paths meet. A variable that has different values on them gets a joined value, named after the place; what is said of the one
/// value on the one path and of the other on the other is said of the joined value then: a lock held through the variable stays held.
/// </summary>
internal static class StateJoin
{
    public static LockState Join(ValueTable table, int place, LockState existing, LockState incoming)
    {
        if (ReferenceEquals(existing, incoming)) return existing;
        incoming = RetireJoined(table, place, incoming);
        var renamings = new List<(SymbolicValue Left, SymbolicValue Right, SymbolicValue Joined)>();
        var env = JoinEnv(table, place, existing.Env, incoming.Env, renamings);
        var heap = JoinHeap(table, place, existing.Heap, incoming.Heap, renamings);
        var left = existing;
        var right = incoming;
        foreach (var (a, b, joined) in renamings)
        {
            if (!ReferenceEquals(a, joined) && IsNameOfMore(left, a)) left = left.AddName(table, a, joined);
            if (!ReferenceEquals(b, joined) && IsNameOfMore(right, b)) right = right.AddName(table, b, joined);
            left = AddConstantFact(table, left, a, joined, right);
            right = AddConstantFact(table, right, b, joined, left);
            // Null is reached by nobody.
            if (b.IsNull && left.Isolated[joined] is { } isolated) right = right with { Isolated = right.Isolated.Set(joined, isolated) };
            else if (a.IsNull && right.Isolated[joined] is { } other) left = left with { Isolated = left.Isolated.Set(joined, other) };
            bool guards = left.Guards.Count > 0 && left.Guards[joined] is not null;
            bool others = right.Guards.Count > 0 && right.Guards[joined] is not null;
            if (guards && (others || b.IsNull)) left = OneGuard(left, a, joined, env);
            if (others && (guards || a.IsNull)) right = OneGuard(right, b, joined, env);
        }
        return new LockState
        {
            Env = env,
            Heap = heap,
            Facts = Both(left.Facts, right.Facts, Fact.Join),
            Holds = JoinHolds(table, left, right, renamings),
            Rare = ReferenceEquals(left.Rare, right.Rare) ? left.Rare : JoinRare(left.Rare, right.Rare),
            Broken = left.Broken || right.Broken,
        };
    }

    private static RareState JoinRare(RareState left, RareState right) => new()
    {
        Equal = Both(left.Equal, right.Equal, static (a, b) => ReferenceEquals(a, b) ? a : null),
        LetGo = Either(left.LetGo, right.LetGo, static (a, b) => Places.Earlier(a, b)!, static s => s),
        Pending = Both(left.Pending, right.Pending, PendingList.Join),
        Guards = Either(left.Guards, right.Guards, GuardToken.Join, OneSidedGuard),
        Valid = Either(left.Valid, right.Valid, Validity.Join, static v => v),
        Isolated = Both(left.Isolated, right.Isolated, static (a, b) => a.Equals(b) ? a
            : new Isolation(a.Elements && b.Elements, a.Container ?? b.Container)),
        Consumed = Either(left.Consumed, right.Consumed, static (a, b) => Places.Earlier(a, b)!, static s => s),
        Lapsed = Either(left.Lapsed, right.Lapsed, static (a, b) => ReferenceEquals(Places.Earlier(a.Place, b.Place), a.Place) ? a : b, static l => l),
        AnyOf = CommonAnyOf(left.AnyOf, right.AnyOf),
    };

    /// <summary>The guard of this path is the joined one from here on; disposing of that disposes of it.</summary>
    private static LockState OneGuard(LockState state, SymbolicValue guard, SymbolicValue joined, SmallMap<Slot, SymbolicValue> env)
    {
        if (ReferenceEquals(guard, joined)) return state;
        for (int i = 0; i < env.Count; i++)
        {
            if (ReferenceEquals(env.ValueAt(i), guard)) return state;
        }
        var holds = state.Holds;
        for (int i = 0; i < holds.Count; i++)
        {
            var stack = holds.ValueAt(i);
            var renamed = stack.Select(level => ReferenceEquals(level.Guard, guard) ? level with { Guard = joined } : level)!;
            if (!ReferenceEquals(renamed, stack)) holds = holds.Set(holds.KeyAt(i), renamed);
        }
        return state with { Guards = state.Guards.Remove(guard), Holds = holds };
    }

    /// <summary>A constant names itself only, unless it is the index of an element that is held.</summary>
    private static bool IsNameOfMore(LockState state, SymbolicValue value)
    {
        if (value.Kind != ValueKind.Constant) return true;
        for (int i = 0; i < state.Holds.Count; i++)
        {
            if (state.Holds.KeyAt(i).Mentions(value)) return true;
        }
        for (int i = 0; i < state.Pending.Count; i++)
        {
            var list = state.Pending.ValueAt(i);
            for (int j = 0; j < list.Count; j++)
            {
                if (list[j].Lock.Mentions(value)) return true;
            }
        }
        return false;
    }

    /// <summary>A path that comes round a loop brings the joined value of the round before; it is an earlier one now.</summary>
    private static LockState RetireJoined(ValueTable table, int place, LockState state)
    {
        List<SymbolicValue>? retired = null;
        for (int i = 0; i < state.Env.Count; i++) Collect(state.Env.ValueAt(i), state.Env.KeyAt(i), place, state, ref retired);
        for (int i = 0; i < state.Holds.Count; i++) Collect(state.Holds.KeyAt(i), null, place, state, ref retired);
        for (int i = 0; i < state.Valid.Count; i++) Collect(state.Valid.KeyAt(i), null, place, state, ref retired);
        for (int i = 0; i < state.Guards.Count; i++) Collect(state.Guards.KeyAt(i), null, place, state, ref retired);
        for (int i = 0; i < state.Heap.Count; i++)
        {
            if (state.Heap.KeyAt(i).Kind == ValueKind.Element) CollectIndex(state.Heap.KeyAt(i), place, state, ref retired);
        }
        if (retired is null) return state;
        foreach (var value in retired) state = state.Rename(table, value, table.Earlier(value));
        return state;
    }

    /// <summary>An element at an index of the round before is another one.</summary>
    private static void CollectIndex(SymbolicValue element, int place, LockState state, ref List<SymbolicValue>? retired)
    {
        for (var part = element; part is { Kind: ValueKind.Element }; part = part.Base) Collect(part.Other!, null, place, state, ref retired);
    }

    private static void Collect(SymbolicValue value, Slot? slot, int place, LockState state, ref List<SymbolicValue>? retired)
    {
        for (var part = value; part is not null; part = part.Base)
        {
            if (part.Kind != ValueKind.Joined || part.Number != place || part.Key is not Slot owner) continue;
            if (ReferenceEquals(state.Env[owner], part) || (retired?.Contains(part) ?? false)) continue;
            retired ??= [];
            retired.Add(part);
        }
    }

    private static SmallMap<Slot, SymbolicValue> JoinEnv(
        ValueTable table, int place, SmallMap<Slot, SymbolicValue> left, SmallMap<Slot, SymbolicValue> right,
        List<(SymbolicValue Left, SymbolicValue Right, SymbolicValue Joined)> renamings)
    {
        if (left.Same(right)) return left;
        var env = left;
        List<(Slot Slot, SymbolicValue Left, SymbolicValue Right)>? paths = null;
        for (int i = 0; i < left.Count; i++)
        {
            var slot = left.KeyAt(i);
            var a = left.ValueAt(i);
            if (right[slot] is not { } b)
            {
                env = env.Remove(slot);
                continue;
            }
            if (ReferenceEquals(a, b)) continue;
            if (a.IsPathLike(b)) (paths ??= []).Add((slot, a, b));
            else env = env.Set(slot, JoinedValue(table, place, slot, a, b, renamings));
        }
        if (paths is null) return env;
        // `n` and `n.Gate`: what is the same path from values that have been joined is that path from the joined value.
        foreach (var (slot, a, b) in paths) env = env.Set(slot, SamePath(table, a, b, renamings) ?? JoinedValue(table, place, slot, a, b, renamings));
        return env;
    }

    private static SymbolicValue JoinedValue(ValueTable table, int place, Slot slot, SymbolicValue a, SymbolicValue b,
        List<(SymbolicValue Left, SymbolicValue Right, SymbolicValue Joined)> renamings)
    {
        if (Known(a, b, renamings) is { } known) return known;
        var type = slot.Type ?? a.Type ?? b.Type;
        var joined = slot.Name.Length > 0 ? table.Joined(place, slot, type, slot.Name) : table.Joined(place, slot, type, a);
        renamings.Add((a, b, joined));
        return joined;
    }

    private static SymbolicValue? Known(SymbolicValue a, SymbolicValue b, List<(SymbolicValue Left, SymbolicValue Right, SymbolicValue Joined)> renamings)
    {
        foreach (var known in renamings)
        {
            if (ReferenceEquals(known.Left, a) && ReferenceEquals(known.Right, b)) return known.Joined;
        }
        return null;
    }

    private static SymbolicValue? SamePath(
        ValueTable table, SymbolicValue a, SymbolicValue b, List<(SymbolicValue Left, SymbolicValue Right, SymbolicValue Joined)> renamings)
    {
        if (ReferenceEquals(a, b)) return a;
        if (Known(a, b, renamings) is { } known) return known;
        if (!a.IsPathLike(b) || a.Base is not { } left || b.Base is not { } right || SamePath(table, left, right, renamings) is not { } @base) return null;
        if (a.Other is not { } first || b.Other is not { } second) return a.Other is null && b.Other is null ? table.Rebuild(a, @base, null) : null;
        return SamePath(table, first, second, renamings) is { } other ? table.Rebuild(a, @base, other) : null;
    }

    private static SmallMap<SymbolicValue, SymbolicValue> JoinHeap(
        ValueTable table, int place, SmallMap<SymbolicValue, SymbolicValue> left, SmallMap<SymbolicValue, SymbolicValue> right,
        List<(SymbolicValue Left, SymbolicValue Right, SymbolicValue Joined)> renamings)
    {
        if (left.Same(right)) return left;
        var heap = SmallMap<SymbolicValue, SymbolicValue>.Empty;
        for (int side = 0; side < 2; side++)
        {
            var mine = side == 0 ? left : right;
            for (int i = 0; i < mine.Count; i++)
            {
                var member = mine.KeyAt(i);
                var a = left[member] ?? member;
                var b = right[member] ?? member;
                if (ReferenceEquals(a, b))
                {
                    if (!ReferenceEquals(a, member)) heap = heap.Set(member, a);
                    continue;
                }
                var joined = Known(a, b, renamings);
                if (joined is null)
                {
                    joined = table.Joined(place, member, member.Type, member);
                    renamings.Add((a, b, joined));
                }
                heap = heap.Set(member, joined);
            }
        }
        return heap;
    }

    /// <summary>What the one side knows by the constant, and by it of every comparison that the other side has made.</summary>
    private static LockState AddConstantFact(ValueTable table, LockState state, SymbolicValue value, SymbolicValue joined, LockState other)
    {
        if (value.Kind != ValueKind.Constant) return state;
        var facts = state.Facts.Set(joined, Fact.Is(value));
        if (value.Key is long number)
        {
            for (int i = 0; i < other.Facts.Count; i++)
            {
                var key = other.Facts.KeyAt(i);
                if (ReferenceEquals(key.Base, joined) && Comparisons.Evaluate(table, key, number) is { } known) facts = facts.Set(key, Fact.Is(known));
            }
        }
        return state with { Facts = facts };
    }

    private static SmallMap<SymbolicValue, HoldStack> JoinHolds(
        ValueTable table, LockState leftState, LockState rightState,
        List<(SymbolicValue Left, SymbolicValue Right, SymbolicValue Joined)> renamings)
    {
        var left = leftState.Holds;
        var right = rightState.Holds;
        if (left.Same(right)) return left;
        var holds = Either(left, right, HoldStackLattice.Instance.Join, static stack => HoldStackLattice.Instance.Join(stack, null));
        holds = WithLetGo(WithLetGo(holds, left, rightState), right, leftState);
        // What both sides hold through the joined value is not held once more by the one value or the other.
        foreach (var (a, b, joined) in renamings)
        {
            var certain = holds;
            for (int i = 0; i < certain.Count; i++)
            {
                var key = certain.KeyAt(i);
                if (!key.Mentions(joined)) continue;
                bool both = certain.ValueAt(i).Mode != Contracts.HoldMode.None;
                if (ReferenceEquals(a, joined) || ReferenceEquals(b, joined))
                {
                    var old = ReferenceEquals(a, joined) ? b : a;
                    if (both) holds = RemoveMaybe(holds, table.Substitute(key, joined, old));
                    continue;
                }
                if (both)
                {
                    holds = RemoveMaybe(holds, table.Substitute(key, joined, a));
                    holds = RemoveMaybe(holds, table.Substitute(key, joined, b));
                }
                else
                {
                    holds = holds.Remove(key);
                }
            }
        }
        return holds;
    }

    /// <summary>Where the other side let go of what only this side holds.</summary>
    private static SmallMap<SymbolicValue, HoldStack> WithLetGo(SmallMap<SymbolicValue, HoldStack> holds, SmallMap<SymbolicValue, HoldStack> side, LockState other)
    {
        if (other.LetGo.Count == 0) return holds;
        for (int i = 0; i < side.Count; i++)
        {
            var key = side.KeyAt(i);
            if (other.Holds[key] is not null || other.LetGo[key] is not { } place || holds[key] is not { } stack) continue;
            if (stack.Select(level => level.IsMaybe && level.LetGo is null ? level with { LetGo = place } : level) is { } known) holds = holds.Set(key, known);
        }
        return holds;
    }

    private static SmallMap<SymbolicValue, HoldStack> RemoveMaybe(SmallMap<SymbolicValue, HoldStack> holds, SymbolicValue key) =>
        holds[key] is { Mode: Contracts.HoldMode.None } ? holds.Remove(key) : holds;

    private static GuardToken? OneSidedGuard(GuardToken token) => token.State switch
    {
        // The other path never made it, or the variable holds another guard there.
        GuardState.Live => token with { State = GuardState.Maybe },
        GuardState.GaveUp => null,
        _ => token,
    };

    private static SmallMap<SymbolicValue, T> Both<T>(SmallMap<SymbolicValue, T> left, SmallMap<SymbolicValue, T> right, Func<T, T, T?> join)
        where T : class
    {
        if (ReferenceEquals(left, right)) return left;
        var result = left;
        for (int i = 0; i < left.Count; i++)
        {
            var key = left.KeyAt(i);
            var joined = right[key] is { } other ? join(left.ValueAt(i), other) : null;
            result = joined is null ? result.Remove(key) : result.Set(key, joined);
        }
        return result;
    }

    private static SmallMap<SymbolicValue, T> Either<T>(
        SmallMap<SymbolicValue, T> left, SmallMap<SymbolicValue, T> right, Func<T, T, T?> join, Func<T, T?> oneSided)
        where T : class
    {
        if (ReferenceEquals(left, right)) return left;
        var result = left;
        for (int i = 0; i < left.Count; i++)
        {
            var key = left.KeyAt(i);
            var joined = right[key] is { } other ? join(left.ValueAt(i), other) : oneSided(left.ValueAt(i));
            result = joined is null ? result.Remove(key) : result.Set(key, joined);
        }
        for (int i = 0; i < right.Count; i++)
        {
            var key = right.KeyAt(i);
            if (left[key] is null && oneSided(right.ValueAt(i)) is { } kept) result = result.Set(key, kept);
        }
        return result;
    }

    private static ImmutableArray<AnyOf> CommonAnyOf(ImmutableArray<AnyOf> left, ImmutableArray<AnyOf> right)
    {
        if (left.IsEmpty || left.Equals(right)) return left;
        var common = left;
        foreach (var fact in left)
        {
            bool found = false;
            foreach (var other in right) found |= other.Equals(fact);
            if (!found) common = common.Remove(fact);
        }
        return common;
    }
}
