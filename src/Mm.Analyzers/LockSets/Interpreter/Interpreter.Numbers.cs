using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Mm.Analyzers.Paths;

namespace Mm.Analyzers.LockSets;

/// <summary>
/// Numbers and nullable values that tell what is held: a state set beside an acquisition, a mask tested twice. Constants are computed with, and tests of
/// the same unmodified number correlate; nothing else is known of numbers.
/// </summary>
internal sealed partial class Interpreter
{
    private SymbolicValue Order(SymbolicValue left, SymbolicValue right, bool orEqual)
    {
        if (Number(left) is { } a && Number(right) is { } b) return _values.Boolean(orEqual ? a <= b : a < b);
        return _values.Test(orEqual ? TestKind.LessOrEqual : TestKind.Less, left, right);
    }

    private static long? Number(SymbolicValue value) => value is { Kind: ValueKind.Constant, Key: long number } ? number : null;

    /// <summary>
    /// A comparison with the constant on which an effect depends counts as its test: one side of it excludes the constant. Another decides what the same
    /// comparison later says. False if the outcome cannot be.
    /// </summary>
    private bool AssumeOrder(SymbolicValue test, bool outcome)
    {
        var (left, right) = (test.Base!, test.Other!);
        bool orEqual = test.Test == TestKind.LessOrEqual;
        var (value, constant) = right.Kind == ValueKind.Constant ? (left, right) : (right, left);
        if (constant.Kind != ValueKind.Constant) return true;
        if (_state.Pending[value] is { } pending && ReferenceEquals(pending[0].Constant, constant))
        {
            // x < c excludes c when true; x <= c excludes it when false.
            return AssumeEqual(value, constant, outcome: orEqual == outcome);
        }
        if (!value.IsStable || Number(constant) is not { } bound) return true;
        if (_state.Facts[value]?.EqualTo is { } known && Number(known) is { } number)
        {
            var (a, b) = ReferenceEquals(value, left) ? (number, bound) : (bound, number);
            return (orEqual ? a <= b : a < b) == outcome;
        }
        if (!_unit.Tracked.HasComparisons || Comparisons.Below(_values, value, bound, ReferenceEquals(value, left), orEqual) is not var (below, negated)) return true;
        var fact = Fact.Is(_values.Boolean(outcome != negated));
        if (_state.Facts[below] is { } earlier) return earlier.Equals(fact);
        _state = _state with { Facts = _state.Facts.Set(below, fact) };
        return true;
    }

    /// <summary>`x &amp; 4`: the bits of an unmodified value are what they were.</summary>
    private SymbolicValue Bits(IBinaryOperation binary, SymbolicValue left, SymbolicValue right)
    {
        if (Computed(binary.OperatorKind, left, right) is { } folded) return folded;
        if (binary.OperatorKind != BinaryOperatorKind.And || !_unit.Tracked.HasComparisons) return Unknown(binary);
        return Number(right) is not null ? Comparisons.Masked(_values, left, right)
            : Number(left) is not null ? Comparisons.Masked(_values, right, left)
            : Unknown(binary);
    }

    private SymbolicValue? Computed(BinaryOperatorKind kind, SymbolicValue left, SymbolicValue right)
    {
        if (Number(left) is not { } a || Number(right) is not { } b) return null;
        return kind switch
        {
            BinaryOperatorKind.Add => _values.Constant(unchecked(a + b)),
            BinaryOperatorKind.Subtract => _values.Constant(unchecked(a - b)),
            BinaryOperatorKind.Or => _values.Constant(a | b),
            BinaryOperatorKind.And => _values.Constant(a & b),
            BinaryOperatorKind.ExclusiveOr => _values.Constant(a ^ b),
            _ => null,
        };
    }

    /// <summary>What a known number is after a change in place. A counter of a loop has no value that is worth following.</summary>
    private SymbolicValue? Changed(BinaryOperatorKind kind, SymbolicValue before, SymbolicValue by, SyntaxNode at) =>
        Computed(kind, before, by) is { } changed && !IsInLoop(at) ? changed : null;

    private static bool IsInLoop(SyntaxNode node)
    {
        for (var current = node.Parent; current is not null and not (MemberDeclarationSyntax or AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax);
            current = current.Parent)
        {
            if (current is WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax or CommonForEachStatementSyntax) return true;
        }
        return false;
    }

    /// <summary>`HasValue`, `Value` and `GetValueOrDefault` of a nullable bool or number; null if the member is another.</summary>
    private SymbolicValue? OfNullable(ISymbol member, SymbolicValue receiver)
    {
        if (member.ContainingType is not { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } type || type.TypeArguments.Length == 0) return null;
        switch (member.Name)
        {
            case "HasValue":
                return Not(EqualTest(receiver, _values.Null));
            case "Value":
                return receiver;
            case "GetValueOrDefault" when type.TypeArguments[0].SpecialType == SpecialType.System_Boolean && member is IMethodSymbol { Parameters.IsEmpty: true }:
                return EqualTest(receiver, _values.True);
            default:
                return null;
        }
    }

    /// <summary>`flags.HasFlag(F.Write)`, which is `(flags &amp; F.Write) == F.Write`.</summary>
    private SymbolicValue? FlagTest(CallSite call) => Comparisons.IsHasFlag(call.Method) && _unit.Tracked.HasComparisons
        && call.Receiver is { } receiver && call.Argument(0) is { } mask && Number(mask) is not null
        ? EqualTest(Comparisons.Masked(_values, receiver, mask), mask) : null;

    /// <summary>A lock that is held is some object, and so is every readonly reference that leads to it.</summary>
    private bool IsOnHeldPath(SymbolicValue value)
    {
        for (int i = 0; i < _state.Holds.Count; i++)
        {
            var key = _state.Holds.KeyAt(i);
            if (!_state.Holds.ValueAt(i).Strongest.IsMaybe && (ReferenceEquals(key, value) || (value.IsStable && key.Mentions(value)))) return true;
        }
        return false;
    }
}
