using Mm.Analyzers.Paths;

namespace Mm.Analyzers.LockSets;

/// <summary>
/// The states of all paths to a point, told apart by what the conditions that the body tests again are known to be (up to eight, see
/// <see cref="TrackedConditions"/>), and by whether they run through code that does not compile; paths that nothing tells apart are joined.
/// Never empty.
/// </summary>
internal sealed class StateSet
{
    private const int MaxStates = 16;

    /// <summary>States that hold the same locks are kept apart for what their conditions say together up to this number.</summary>
    private const int MaxApart = 4;

    private readonly LockState[] _states;

    private StateSet(LockState[] states) => _states = states;

    public int Count => _states.Length;

    public LockState this[int index] => _states[index];

    public static StateSet Of(LockState state) => new([state]);

    public static StateSet? Of(List<LockState> states) => states.Count == 0 ? null : new StateSet(states.ToArray());

    public static StateSet Join(ValueTable table, TrackedConditions tracked, int place, StateSet existing, StateSet incoming)
    {
        if (ReferenceEquals(existing, incoming)) return existing;
        if (existing.Count == 1 && incoming.Count == 1)
        {
            var (left, right) = (existing[0], incoming[0]);
            if (left.Broken == right.Broken && tracked.SameKey(left, right))
            {
                var both = StateJoin.Join(table, place, left, right);
                return ReferenceEquals(both, left) ? existing : Of(both);
            }
        }
        var joined = new List<LockState>(existing._states);
        foreach (var state in incoming._states)
        {
            int at = FindSameKey(tracked, joined, state);
            if (at < 0) joined.Add(state);
            else joined[at] = StateJoin.Join(table, place, joined[at], state);
        }
        return new StateSet(Normalise(table, tracked, place, joined));
    }

    /// <summary>A join may weaken what a condition is known to be, so that two states are no longer told apart.</summary>
    private static LockState[] Normalise(ValueTable table, TrackedConditions tracked, int place, List<LockState> states)
    {
        bool all = states.Count > MaxStates;
        for (int i = 0; i < states.Count; i++)
        {
            for (int j = i + 1; j < states.Count; j++)
            {
                if (states[i].Broken != states[j].Broken || (!all && !tracked.SameKey(states[i], states[j]))) continue;
                states[i] = StateJoin.Join(table, place, states[i], states[j]);
                states.RemoveAt(j);
                j = i;
            }
        }
        return states.ToArray();
    }

    /// <summary>Paths that hold the same locks need not be told apart any longer.</summary>
    public StateSet Compact(ValueTable table, TrackedConditions tracked, int place)
    {
        if (_states.Length == 1) return this;
        var kept = new List<LockState>(_states);
        for (int i = 0; i < kept.Count; i++)
        {
            for (int j = i + 1; j < kept.Count; j++)
            {
                if (!kept[i].SameLocks(kept[j]) || !tracked.SameChoices(kept[i], kept[j])) continue;
                if (kept.Count <= MaxApart && tracked.Blur(kept[i], kept[j])) continue;
                var joined = StateJoin.Join(table, place, kept[i], kept[j]);
                if (kept.Count > 2 && Blurs(tracked, kept, i, j, joined)) continue;
                kept[i] = joined;
                kept.RemoveAt(j--);
            }
        }
        return kept.Count == _states.Length ? this : new StateSet(kept.ToArray());
    }

    /// <summary>
    /// Whether a path that holds other locks could then be taken for the joined one: `if (a &amp;&amp; b)` holds on one path, and neither a nor b is known on what the others
    /// are joined to.
    /// </summary>
    private static bool Blurs(TrackedConditions tracked, List<LockState> states, int first, int second, LockState joined)
    {
        for (int i = 0; i < states.Count; i++)
        {
            if (i == first || i == second || states[i].SameLocks(states[first])) continue;
            if (tracked.Contradict(states[i], states[first]) && tracked.Contradict(states[i], states[second]) && !tracked.Contradict(states[i], joined)) return true;
        }
        return false;
    }

    public bool Same(StateSet other)
    {
        if (ReferenceEquals(this, other)) return true;
        if (_states.Length != other._states.Length) return false;
        for (int i = 0; i < _states.Length; i++)
        {
            if (!_states[i].Same(other._states[i])) return false;
        }
        return true;
    }

    private static int FindSameKey(TrackedConditions tracked, List<LockState> states, LockState state)
    {
        for (int i = 0; i < states.Count; i++)
        {
            if (states[i].Broken == state.Broken && tracked.SameKey(states[i], state)) return i;
        }
        return -1;
    }
}
