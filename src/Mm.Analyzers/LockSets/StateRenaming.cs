using System.Collections.Immutable;
using Mm.Analyzers.Flow;
using Mm.Analyzers.Paths;

namespace Mm.Analyzers.LockSets;

/// <summary>Renames a value in everything that a state says: when an operation is reached again, and where paths meet.</summary>
internal static class StateRenaming
{
    /// <summary>What is said of the value is said of the other from now on, and of the value nothing.</summary>
    public static LockState Rename(this LockState state, ValueTable table, SymbolicValue from, SymbolicValue to) =>
        Apply(state, table, from, to, keepOld: false, state.Env);

    /// <summary>What is said of the value is said of the other too. Variables keep their values.</summary>
    public static LockState AddName(this LockState state, ValueTable table, SymbolicValue from, SymbolicValue to) =>
        Apply(state, table, from, to, keepOld: true, state.Env);

    public static bool Mentions(this LockState state, SymbolicValue value) =>
        Mentions(state.Heap, value) || InValues(state.Heap, value) || Mentions(state.Facts, value) || Mentions(state.Equal, value)
        || InValues(state.Equal, value) || Mentions(state.Holds, value) || Mentions(state.Pending, value) || Mentions(state.Guards, value)
        || Mentions(state.Valid, value) || Mentions(state.Isolated, value) || Mentions(state.Consumed, value) || Mentions(state.Lapsed, value)
        || Mentions(state.LetGo, value)
        || InEnv(state.Env, value);

    private static LockState Apply(
        LockState state, ValueTable table, SymbolicValue from, SymbolicValue to, bool keepOld, SmallMap<Slot, SymbolicValue> env)
    {
        if (!keepOld)
        {
            for (int i = 0; i < env.Count; i++)
            {
                if (env.ValueAt(i).Mentions(from)) env = env.Set(env.KeyAt(i), table.Substitute(env.ValueAt(i), from, to));
            }
        }
        var renaming = new Renaming(table, from, to);
        return state with
        {
            Env = env,
            Heap = Keys(state.Heap, renaming, keepOld, static (v, r) => r.Of(v)),
            Facts = Keys(state.Facts, renaming, keepOld, static (f, _) => f),
            Equal = Keys(state.Equal, renaming, keepOld, static (v, r) => r.Of(v)),
            Holds = Keys(state.Holds, renaming, keepOld, static (s, r) => Stack(s, r)),
            Pending = Keys(state.Pending, renaming, keepOld, static (p, r) => List(p, r)),
            Guards = Keys(state.Guards, renaming, keepOld, static (g, r) => Guard(g, r.Table, r.From, r.To)),
            Valid = Keys(state.Valid, renaming, keepOld, static (v, r) => Valid(v, r.Table, r.From, r.To)),
            Isolated = Keys(state.Isolated, renaming, keepOld, static (i, r) => Isolated(i, r.Table, r.From, r.To)),
            Consumed = Keys(state.Consumed, renaming, keepOld, static (s, _) => s),
            Lapsed = Keys(state.Lapsed, renaming, keepOld, static (l, _) => l),
            LetGo = Keys(state.LetGo, renaming, keepOld, static (s, _) => s),
            AnyOf = AnyOf(state.AnyOf, table, from, to, keepOld),
        };
    }

    /// <summary>Which value becomes which: handed on, so that renaming a state makes no closures.</summary>
    private readonly struct Renaming(ValueTable table, SymbolicValue from, SymbolicValue to)
    {
        public ValueTable Table => table;

        public SymbolicValue From => from;

        public SymbolicValue To => to;

        public SymbolicValue Of(SymbolicValue value) => table.Substitute(value, from, to);
    }

    private static SmallMap<SymbolicValue, T> Keys<T>(SmallMap<SymbolicValue, T> map, in Renaming renaming, bool keepOld, Func<T, Renaming, T> inside)
        where T : class
    {
        var result = map;
        for (int i = 0; i < map.Count; i++)
        {
            var key = map.KeyAt(i);
            var value = map.ValueAt(i);
            if (key.Mentions(renaming.From))
            {
                if (!keepOld) result = result.Remove(key);
                result = result.Set(renaming.Of(key), inside(value, renaming));
            }
            else if (!keepOld)
            {
                result = result.Set(key, inside(value, renaming));
            }
        }
        return result;
    }

    private static HoldStack Stack(HoldStack stack, Renaming renaming)
    {
        for (int i = 0; i < stack.Count; i++)
        {
            var renamed = Hold(stack[i], renaming.Table, renaming.From, renaming.To);
            stack = stack.Replace(i, renamed);
        }
        return stack;
    }

    private static PendingList List(PendingList list, Renaming renaming)
    {
        for (int i = 0; i < list.Count; i++)
        {
            if (!ReferenceEquals(Pending(list[i], renaming.Table, renaming.From, renaming.To), list[i]))
                return list.Select(p => Pending(p, renaming.Table, renaming.From, renaming.To));
        }
        return list;
    }

    private static Hold Hold(Hold hold, ValueTable table, SymbolicValue from, SymbolicValue to)
    {
        if (hold.Guard is { } guard && guard.Mentions(from)) hold = hold with { Guard = table.Substitute(guard, from, to) };
        if (hold.Until is { } until && until.Mentions(from)) hold = hold with { Until = table.Substitute(until, from, to) };
        return hold;
    }

    private static Pending Pending(Pending item, ValueTable table, SymbolicValue from, SymbolicValue to)
    {
        if (item.Lock.Mentions(from)) item = item with { Lock = table.Substitute(item.Lock, from, to) };
        if (item.Until is { } until && until.Mentions(from)) item = item with { Until = table.Substitute(until, from, to) };
        if (item.Guard is { } guard && guard.Mentions(from)) item = item with { Guard = table.Substitute(guard, from, to) };
        return item;
    }

    private static GuardToken Guard(GuardToken token, ValueTable table, SymbolicValue from, SymbolicValue to)
    {
        var locks = token.Locks.Substitute(table, from, to);
        return ReferenceEquals(locks, token.Locks) ? token : token with { Locks = locks };
    }

    private static Validity Valid(Validity validity, ValueTable table, SymbolicValue from, SymbolicValue to)
    {
        var declared = validity.Declared.Substitute(table, from, to);
        var live = validity.Live.Substitute(table, from, to);
        return ReferenceEquals(declared, validity.Declared) && ReferenceEquals(live, validity.Live)
            ? validity
            : validity with { Declared = declared, Live = live };
    }

    private static Isolation Isolated(Isolation isolation, ValueTable table, SymbolicValue from, SymbolicValue to) =>
        isolation.Container is { } container && container.Mentions(from)
            ? isolation with { Container = table.Substitute(container, from, to) }
            : isolation;

    private static ImmutableArray<AnyOf> AnyOf(ImmutableArray<AnyOf> facts, ValueTable table, SymbolicValue from, SymbolicValue to, bool keepOld)
    {
        var result = facts;
        foreach (var fact in facts)
        {
            var locks = fact.Locks.Substitute(table, from, to);
            if (ReferenceEquals(locks, fact.Locks)) continue;
            if (!keepOld) result = result.Remove(fact);
            result = result.Add(fact with { Locks = locks });
        }
        return result;
    }

    private static bool Mentions<T>(SmallMap<SymbolicValue, T> map, SymbolicValue value)
        where T : class
    {
        for (int i = 0; i < map.Count; i++)
        {
            if (map.KeyAt(i).Mentions(value)) return true;
        }
        return false;
    }

    private static bool InValues(SmallMap<SymbolicValue, SymbolicValue> map, SymbolicValue value)
    {
        for (int i = 0; i < map.Count; i++)
        {
            if (map.ValueAt(i).Mentions(value)) return true;
        }
        return false;
    }

    private static bool InEnv(SmallMap<Slot, SymbolicValue> map, SymbolicValue value)
    {
        for (int i = 0; i < map.Count; i++)
        {
            if (map.ValueAt(i).Mentions(value)) return true;
        }
        return false;
    }
}
