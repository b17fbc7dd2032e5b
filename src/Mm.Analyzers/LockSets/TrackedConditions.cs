using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Mm.Analyzers.Contracts;
using Mm.Analyzers.Flow;
using Mm.Analyzers.Paths;

namespace Mm.Analyzers.LockSets;

/// <summary>
/// The conditions of a body that tell its paths apart: locals, parameters and readonly members that are tested more than once, or that are
/// set to a constant and tested later. At most eight, in the order in which they are first tested; beyond that paths are joined.
/// </summary>
internal sealed partial class TrackedConditions
{
    private const int Limit = 8;

    private readonly List<Slot> _slots = [];
    private readonly List<SymbolicValue> _members = [];
    private readonly List<Comparison> _comparisons = [];
    private readonly List<Slot> _choices = [];
    private readonly ContractModel _contracts;
    private readonly ValueTable _table;
    private readonly SlotTable _slotsOfBody;

    public TrackedConditions(ControlFlowGraph graph, LValueCaptures captures, SlotTable slots, ValueTable table, ContractModel contracts,
        MemberContract contract)
    {
        _contracts = contracts;
        _table = table;
        _slotsOfBody = slots;
        var tests = new Dictionary<object, int>();
        var order = new List<object>();
        bool decides = false;
        foreach (var effect in contract.Effects) decides |= effect.When.IsConditional;
        foreach (var block in graph.Blocks)
        {
            if (block.ConditionKind != ControlFlowConditionKind.None && block.BranchValue is { } condition) CountTests(condition, captures, tests, order, 1, 0);
            // The result tells what has happened: where it decides, returning it is a test.
            if (decides && block.FallThroughSuccessor?.Semantics == ControlFlowBranchSemantics.Return
                && block.BranchValue is { } returned) CountTests(returned, captures, tests, order, 1, 0);
            foreach (var operation in block.Operations) CountConstants(operation, tests);
        }
        foreach (var symbol in order)
        {
            if (tests[symbol] < 2 || Count >= Limit) continue;
            if (symbol is SymbolicValue member) _members.Add(member);
            else if (symbol is Comparison comparison) _comparisons.Add(comparison);
            else _slots.Add(slots.Of((ISymbol)symbol));
        }
        AddConstantCaptures(graph, captures, slots);
        if (!IsEmpty) AddChoices(graph, captures, slots);
    }

    public bool IsEmpty => Count == 0;

    private int Count => _slots.Count + _members.Count + _comparisons.Count;

    /// <summary>Whether the same comparison of a number is made more than once.</summary>
    public bool HasComparisons => _comparisons.Count > 0;

    public bool Contains(Slot slot) => _slots.Contains(slot);

    /// <summary>Whether the outcome of the test is tracked: a variable holds it (`bool below = a &lt; b`), or it is made more than once.</summary>
    public bool Keep(LockState state, SymbolicValue test)
    {
        foreach (var slot in _slots)
        {
            if (ReferenceEquals(state.Env[slot], test)) return true;
        }
        foreach (var comparison in _comparisons)
        {
            // What others may change is not what it was when it is asked again.
            if (comparison.Other is not null && test.IsStable && ReferenceEquals(ValueOf(state, comparison), test)) return true;
        }
        return false;
    }

    /// <summary>Whether a lock that a condition chooses is the same one.</summary>
    public bool SameChoices(LockState a, LockState b)
    {
        foreach (var slot in _choices)
        {
            if (!ReferenceEquals(a.Env[slot], b.Env[slot])) return false;
        }
        return true;
    }

    /// <summary>Whether all tracked conditions are known alike.</summary>
    public bool SameKey(LockState a, LockState b)
    {
        for (int i = 0; i < Count; i++)
        {
            if (!Alike(Known(a, i), Known(b, i))) return false;
        }
        return true;
    }

    /// <summary>Whether some tracked condition is known to be one thing in the one state and another in the other.</summary>
    public bool Contradict(LockState a, LockState b)
    {
        for (int i = 0; i < Count; i++)
        {
            if (Excludes(Known(a, i), Known(b, i))) return true;
        }
        return false;
    }

    /// <summary>
    /// Whether what is known of the two together could not be said of the joined state: `a || b` is true with a, and with b alone, and of neither after a join.
    /// One condition that is open after it, or a state that says no more than the other, is no loss.
    /// </summary>
    public bool Blur(LockState a, LockState b)
    {
        int opposite = 0, onlyLeft = 0, onlyRight = 0;
        for (int i = 0; i < Count; i++)
        {
            var (left, right) = (Known(a, i), Known(b, i));
            if (Alike(left, right)) continue;
            if (Excludes(left, right)) opposite++;
            else if (right is null) onlyLeft++;
            else onlyRight++;
        }
        return opposite > 1 || (opposite == 1 && onlyLeft + onlyRight > 0) || (onlyLeft > 0 && onlyRight > 0);
    }

    private static bool Excludes(Fact? a, Fact? b) => a is not null && b is not null
        && ((a.EqualTo is { } left && b.Equal(left) == false) || (b.EqualTo is { } right && a.Equal(right) == false));

    private SymbolicValue? ValueOf(LockState state, Slot slot) => state.Env[slot] ?? (slot.Symbol is { } symbol ? _table.Variable(symbol) : null);

    /// <summary>What the comparison says in the state: a test, or the bits that are left.</summary>
    private SymbolicValue? ValueOf(LockState state, Comparison comparison)
    {
        var value = ValueOf(state, comparison.Subject);
        if (value is null || value.Kind == ValueKind.Constant) return null;
        if (comparison.Other is { } second)
        {
            return ValueOf(state, second) is { } other ? _table.Test(comparison.OrEqual ? TestKind.LessOrEqual : TestKind.Less, value, other) : null;
        }
        var constant = _table.Constant(comparison.Constant);
        return comparison.IsMask ? Comparisons.Masked(_table, value, constant) : _table.Test(TestKind.Less, value, constant);
    }

    private SymbolicValue? ValueOf(LockState state, object subject) =>
        subject is SymbolicValue member ? state.Heap[member] ?? member : ValueOf(state, _slotsOfBody.Of((ISymbol)subject));

    /// <summary>What is known of one of the conditions.</summary>
    private Fact? Known(LockState state, int condition)
    {
        if (condition < _slots.Count) return Known(state, ValueOf(state, _slots[condition]));
        condition -= _slots.Count;
        return Known(state, condition < _members.Count ? ValueOf(state, (object)_members[condition]) : ValueOf(state, _comparisons[condition - _members.Count]));
    }

    private Fact? Known(LockState state, SymbolicValue? value)
    {
        if (value is null) return null;
        if (value.Kind == ValueKind.Constant) return Fact.Is(value);
        // What a test with a constant says is known of what is tested.
        return state.Facts[value] ?? (value is { Kind: ValueKind.Test, Test: TestKind.Equal, Other.Kind: ValueKind.Constant } ? Known(state, value.Base) : null);
    }

    private bool Alike(Fact? a, Fact? b)
    {
        if (ReferenceEquals(a, b)) return true;
        if (a is null || b is null) return false;
        if (a.EqualTo is not null || b.EqualTo is not null) return ReferenceEquals(a.EqualTo, b.EqualTo);
        return a.NotEqual.Contains(_table.Null) == b.NotEqual.Contains(_table.Null);
    }
}
