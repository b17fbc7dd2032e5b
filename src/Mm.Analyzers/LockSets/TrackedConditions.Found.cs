using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Mm.Analyzers.Flow;
using Mm.Analyzers.Paths;

namespace Mm.Analyzers.LockSets;

/// <summary>How the conditions are found: what is tested how often, which flags are set to constants, which locks a condition chooses.</summary>
internal sealed partial class TrackedConditions
{
    private void CountTests(
        IOperation condition, LValueCaptures captures, Dictionary<object, int> tests, List<object> order, int weight, int depth)
    {
        if (depth > 16) return;
        switch (condition)
        {
            case ILocalReferenceOperation local: Add(local.Local, tests, order, weight); break;
            case IParameterReferenceOperation parameter: Add(parameter.Parameter, tests, order, weight); break;
            case IPropertyReferenceOperation { Instance: { } nullable } when KnownTypes.IsNullable(nullable.Type):
                CountTests(nullable, captures, tests, order, weight, depth + 1);
                break;
            case IFieldReferenceOperation or IPropertyReferenceOperation when PathOf(condition) is { } path:
                Add(path, tests, order, weight);
                break;
            case IFlowCaptureReferenceOperation reference when captures.Captured(reference.Id) is { } captured:
                CountTests(captured, captures, tests, order, weight, depth + 1);
                break;
            case IBinaryOperation { OperatorMethod: null } binary when ComparisonOf(binary, captures) is { } comparison:
                Add(comparison, tests, order, weight);
                // A parameter's bits are all that is asked of it; a local may be a state that is put together in the body.
                if (comparison is { IsMask: true, Subject: not ILocalSymbol }) break;
                CountTests(binary.LeftOperand, captures, tests, order, weight, depth + 1);
                CountTests(binary.RightOperand, captures, tests, order, weight, depth + 1);
                break;
            case IInvocationOperation call:
                if (Comparisons.IsHasFlag(call.TargetMethod) && call.Arguments.Length == 1 && call.Instance is { } flags
                    && SubjectOf(flags, captures) is { } flagged && ConstantOf(call.Arguments[0].Value) is { } mask)
                {
                    Add(new Comparison(flagged, true, mask), tests, order, weight);
                }
                else if (call.Instance is { } value && KnownTypes.IsNullable(value.Type))
                {
                    CountTests(value, captures, tests, order, weight, depth + 1);
                }
                break;
            default:
                foreach (var child in condition.ChildOperations) CountTests(child, captures, tests, order, weight, depth + 1);
                break;
        }
    }

    /// <summary>`n &gt; 0`, `flags &amp; 4`, `a.Id &lt; b.Id`.</summary>
    private Comparison? ComparisonOf(IBinaryOperation binary, LValueCaptures captures)
    {
        bool mask = binary.OperatorKind == BinaryOperatorKind.And;
        bool orEqual = binary.OperatorKind is BinaryOperatorKind.LessThanOrEqual or BinaryOperatorKind.GreaterThanOrEqual;
        if (!mask && !orEqual && binary.OperatorKind is not (BinaryOperatorKind.LessThan or BinaryOperatorKind.GreaterThan)) return null;
        bool greater = binary.OperatorKind is BinaryOperatorKind.GreaterThan or BinaryOperatorKind.GreaterThanOrEqual;
        bool constantLast = ConstantOf(binary.RightOperand) is not null;
        if (!mask && !constantLast && SubjectOf(binary.LeftOperand, captures) is { } left && SubjectOf(binary.RightOperand, captures) is { } right)
        {
            return new Comparison(greater ? right : left, false, 0) { Other = greater ? left : right, OrEqual = orEqual };
        }
        var (operand, number) = constantLast ? (binary.LeftOperand, binary.RightOperand) : (binary.RightOperand, binary.LeftOperand);
        if (ConstantOf(number) is not { } constant || SubjectOf(operand, captures) is not { } subject) return null;
        if (mask) return new Comparison(subject, true, constant);
        bool valueFirst = constantLast != greater;
        return Comparisons.Below(_table, _table.Null, constant, valueFirst, orEqual) is var (below, _) ? new Comparison(subject, false, (long)below.Other!.Key!) : null;
    }

    private object? SubjectOf(IOperation operation, LValueCaptures captures)
    {
        for (int depth = 0; depth < 16; depth++)
        {
            switch (operation)
            {
                case IConversionOperation { OperatorMethod: null } conversion: operation = conversion.Operand; break;
                case IFlowCaptureReferenceOperation reference when captures.Captured(reference.Id) is { } captured: operation = captured; break;
                case ILocalReferenceOperation local: return local.Local;
                case IParameterReferenceOperation parameter: return parameter.Parameter;
                default: return PathOf(operation);
            }
        }
        return null;
    }

    private long? ConstantOf(IOperation operation)
    {
        while (operation is IConversionOperation { OperatorMethod: null, ConstantValue.HasValue: false } conversion) operation = conversion.Operand;
        return operation.ConstantValue is { HasValue: true, Value: { } value } && _table.Constant(value).Key is long number ? number : null;
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
        ISymbol? target = assignment?.Target switch
        {
            ILocalReferenceOperation local => local.Local,
            IParameterReferenceOperation parameter => parameter.Parameter,
            _ => null,
        };
        if (target is null) return;
        if (assignment!.Value.ConstantValue.HasValue || assignment.Value is IFlowCaptureReferenceOperation)
        {
            tests[target] = (tests.TryGetValue(target, out int count) ? count : 0) + 1;
        }
    }

    /// <summary>
    /// `(c ? a : b).Enter()`: which of several locks it is hangs on a condition that is tested again, so paths that chose another one stay apart although they
    /// hold the same.
    /// </summary>
    private void AddChoices(ControlFlowGraph graph, LValueCaptures captures, SlotTable slots)
    {
        Dictionary<Slot, int>? values = null;
        foreach (var block in graph.Blocks)
        {
            foreach (var operation in block.Operations)
            {
                var (slot, value) = operation switch
                {
                    IFlowCaptureOperation capture when captures.Assignments(capture.Id) > 1 => (slots.Of(graph, capture.Id), capture.Value),
                    IExpressionStatementOperation { Operation: ISimpleAssignmentOperation { IsRef: false, Target: ILocalReferenceOperation local } assignment }
                        => (slots.Of(local.Local), assignment.Value),
                    ISimpleAssignmentOperation { IsRef: false, Target: ILocalReferenceOperation local } assignment => (slots.Of(local.Local), assignment.Value),
                    _ => ((Slot?)null, (IOperation?)null),
                };
                if (slot is null || value is null or { ConstantValue.HasValue: true } || !MayBeLock(slot, value.Type)) continue;
                values ??= [];
                int count = (values.TryGetValue(slot, out int known) ? known : 0) + 1;
                values[slot] = count;
                if (count == 2) _choices.Add(slot);
            }
        }
    }

    /// <summary>A local of a lock's type, or any chosen object: a lock may be reached through it.</summary>
    private bool MayBeLock(Slot slot, ITypeSymbol? type) => type is { IsReferenceType: true, SpecialType: not SpecialType.System_String, TypeKind: not TypeKind.Delegate }
        && (slot.Symbol is null || type.SpecialType == SpecialType.System_Object || _contracts.IsLock(type));

    /// <param name="Subject">A local or parameter, or the path of a member.</param>
    /// <param name="IsMask">The bits that the constant leaves; otherwise whether the number is below the constant.</param>
    /// <param name="Constant">What it is compared with.</param>
    private sealed record Comparison(object Subject, bool IsMask, long Constant)
    {
        /// <summary>What it is compared with if that is no constant: the subject is below it.</summary>
        public object? Other { get; init; }

        /// <summary>Or as large as the other.</summary>
        public bool OrEqual { get; init; }
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
