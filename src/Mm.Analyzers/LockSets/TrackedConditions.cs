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
internal sealed class TrackedConditions
{
    private const int Limit = 8;

    private readonly List<Slot> _slots = [];
    private readonly List<SymbolicValue> _members = [];
    private readonly ContractModel _contracts;
    private readonly ValueTable _table;

    public TrackedConditions(ControlFlowGraph graph, LValueCaptures captures, SlotTable slots, ValueTable table, ContractModel contracts,
        MemberContract contract)
    {
        _contracts = contracts;
        _table = table;
        var tests = new Dictionary<object, int>();
        var order = new List<object>();
        bool decides = false;
        foreach (var effect in contract.Effects) decides |= effect.When.IsConditional;
        foreach (var block in graph.Blocks)
        {
            if (block.ConditionKind != ControlFlowConditionKind.None && block.BranchValue is { } condition) Count(condition, captures, tests, order, 1, 0);
            // The result tells what has happened: where it decides, returning it is a test.
            if (decides && block.FallThroughSuccessor?.Semantics == ControlFlowBranchSemantics.Return
                && block.BranchValue is { } returned) Count(returned, captures, tests, order, 1, 0);
            foreach (var operation in block.Operations) CountConstants(operation, tests);
        }
        foreach (var symbol in order)
        {
            if (tests[symbol] < 2 || _slots.Count + _members.Count >= Limit) continue;
            if (symbol is SymbolicValue member) _members.Add(member);
            else _slots.Add(slots.Of((ISymbol)symbol));
        }
        AddConstantCaptures(graph, captures, slots);
    }

    public bool IsEmpty => _slots.Count == 0 && _members.Count == 0;

    public bool Contains(Slot slot) => _slots.Contains(slot);

    /// <summary>Whether all tracked conditions are known alike.</summary>
    public bool SameKey(LockState a, LockState b)
    {
        foreach (var slot in _slots)
        {
            if (!Alike(Known(a, ValueOf(a, slot)), Known(b, ValueOf(b, slot)))) return false;
        }
        foreach (var member in _members)
        {
            if (!Alike(Known(a, a.Heap[member] ?? member), Known(b, b.Heap[member] ?? member))) return false;
        }
        return true;
    }

    private SymbolicValue? ValueOf(LockState state, Slot slot) => state.Env[slot] ?? (slot.Symbol is { } symbol ? _table.Variable(symbol) : null);

    private Fact? Known(LockState state, SymbolicValue? value)
    {
        if (value is null) return null;
        return value.Kind == ValueKind.Constant ? Fact.Is(value) : state.Facts[value];
    }

    private bool Alike(Fact? a, Fact? b)
    {
        if (ReferenceEquals(a, b)) return true;
        if (a is null || b is null) return false;
        if (a.EqualTo is not null || b.EqualTo is not null) return ReferenceEquals(a.EqualTo, b.EqualTo);
        return a.NotEqual.Contains(_table.Null) == b.NotEqual.Contains(_table.Null);
    }

    private void Count(
        IOperation condition, LValueCaptures captures, Dictionary<object, int> tests, List<object> order, int weight, int depth)
    {
        if (depth > 16) return;
        switch (condition)
        {
            case ILocalReferenceOperation local: Add(local.Local, tests, order, weight); break;
            case IParameterReferenceOperation parameter: Add(parameter.Parameter, tests, order, weight); break;
            case IFieldReferenceOperation or IPropertyReferenceOperation when PathOf(condition) is { } path:
                Add(path, tests, order, weight);
                break;
            case IFlowCaptureReferenceOperation reference when captures.Captured(reference.Id) is { } captured:
                Count(captured, captures, tests, order, weight, depth + 1);
                break;
            case IInvocationOperation: break;
            default:
                foreach (var child in condition.ChildOperations) Count(child, captures, tests, order, weight, depth + 1);
                break;
        }
    }

    /// <summary>A member that is named by a path of members from this, a parameter or a type.</summary>
    private SymbolicValue? PathOf(IOperation? operation)
    {
        var (member, instance) = operation switch
        {
            IFieldReferenceOperation field => ((ISymbol?)field.Field, field.Instance),
            IPropertyReferenceOperation { Property.Parameters.IsEmpty: true } property => (_contracts.Canonical(property.Property), property.Instance),
            _ => (null, null),
        };
        if (member is null)
        {
            return operation switch
            {
                IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance } instanceReference =>
                    _table.This(instanceReference.Type),
                IParameterReferenceOperation parameter => _table.Variable(parameter.Parameter),
                IConversionOperation { OperatorMethod: null } conversion => PathOf(conversion.Operand),
                _ => null,
            };
        }
        if (instance is null) return _table.Member(_table.Type(member.ContainingType), member.OriginalDefinition);
        return PathOf(instance) is { } owner ? _table.Member(owner, member.OriginalDefinition) : null;
    }

    private static void Add(object symbol, Dictionary<object, int> tests, List<object> order, int weight)
    {
        if (!order.Contains(symbol)) order.Add(symbol);
        tests[symbol] = (tests.TryGetValue(symbol, out int count) ? count : 0) + weight;
    }

    /// <summary>A flag that is set to a constant is told apart although it is tested but once.</summary>
    private static void CountConstants(IOperation operation, Dictionary<object, int> tests)
    {
        var assignment = operation switch
        {
            IExpressionStatementOperation { Operation: ISimpleAssignmentOperation inner } => inner,
            ISimpleAssignmentOperation direct => direct,
            _ => null,
        };
        if (assignment?.Target is not ILocalReferenceOperation local) return;
        if (assignment.Value.ConstantValue.HasValue || assignment.Value is IFlowCaptureReferenceOperation)
        {
            tests[local.Local] = (tests.TryGetValue(local.Local, out int count) ? count : 0) + 1;
        }
    }

    /// <summary>
    /// <c>ok = Try() &amp;&amp; more</c> is lowered to a capture that is a constant on one path, <c>error = Try() ? 0 : -1</c> to one that is another
    /// constant on each.
    /// </summary>
    private void AddConstantCaptures(ControlFlowGraph graph, LValueCaptures captures, SlotTable slots)
    {
        int added = 0;
        HashSet<CaptureId>? constant = null;
        foreach (var block in graph.Blocks)
        {
            foreach (var operation in block.Operations)
            {
                if (operation is not IFlowCaptureOperation { Value: { ConstantValue.HasValue: true, Type: { } type } } capture
                    || captures.Assignments(capture.Id) < 2) continue;
                if (type.SpecialType != SpecialType.System_Boolean)
                {
                    bool counts = type.TypeKind == TypeKind.Enum || type.SpecialType is >= SpecialType.System_SByte and <= SpecialType.System_UInt64;
                    if (!counts || (constant ??= []).Add(capture.Id)) continue;
                }
                var slot = slots.Of(graph, capture.Id);
                if (_slots.Contains(slot) || added++ >= Limit) continue;
                _slots.Add(slot);
            }
        }
    }
}
