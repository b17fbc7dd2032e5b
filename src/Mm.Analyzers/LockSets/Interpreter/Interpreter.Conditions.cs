using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Mm.Analyzers.Contracts;
using Mm.Analyzers.Paths;

namespace Mm.Analyzers.LockSets;

internal sealed partial class Interpreter
{
    private SyntaxNode? _assumedAt;

    /// <summary>The condition that is being taken as true or false: since there a lock that it says is held is held.</summary>
    private SyntaxNode AssumedAt => _assumedAt ?? _unit.Graph.OriginalOperation.Syntax;

    /// <summary>The value of an operation that tests something; null if it is none.</summary>
    private SymbolicValue? Condition(IOperation operation)
    {
        switch (operation)
        {
            case IIsNullOperation isNull:
                return _values.Test(TestKind.Equal, Evaluate(isNull.Operand, TestUse(isNull.Operand)), _values.Null);
            case IUnaryOperation unary: return Unary(unary);
            case IBinaryOperation binary: return Binary(binary);
            case IIsTypeOperation isType:
                var tested = Evaluate(isType.ValueOperand, TestUse(isType.ValueOperand));
                return TypeTest(tested, isType.ValueOperand.Type, isType.TypeOperand, isType.IsNegated);
            case IIsPatternOperation isPattern:
                var input = Evaluate(isPattern.Value, LooksInside(isPattern.Pattern) ? Use.ThroughRead : TestUse(isPattern.Value));
                return Pattern(isPattern.Pattern, input, isPattern.Value.Type);
            default: return null;
        }
    }

    /// <summary>Testing a variable is no use of what it refers to.</summary>
    private static Use TestUse(IOperation operation) => IsVariable(operation) ? Use.None : Use.Read;

    /// <summary>Whether the pattern asks the object for more than whether it is there, and of which type.</summary>
    private static bool LooksInside(IPatternOperation pattern) => pattern switch
    {
        IListPatternOperation => true,
        IRecursivePatternOperation recursive => !recursive.PropertySubpatterns.IsEmpty || !recursive.DeconstructionSubpatterns.IsEmpty,
        INegatedPatternOperation negated => LooksInside(negated.Pattern),
        IBinaryPatternOperation binary => LooksInside(binary.LeftPattern) || LooksInside(binary.RightPattern),
        _ => false,
    };

    private SymbolicValue Unary(IUnaryOperation unary)
    {
        var operand = Evaluate(unary.Operand, Use.Read);
        if (unary.OperatorMethod is { } method) return OperatorCall(unary, method, [operand], [unary.Operand]);
        return unary.OperatorKind == UnaryOperatorKind.Not && unary.Type?.SpecialType == SpecialType.System_Boolean ? Not(operand) : Unknown(unary);
    }

    private SymbolicValue Not(SymbolicValue value)
    {
        if (ReferenceEquals(value, _values.True)) return _values.False;
        if (ReferenceEquals(value, _values.False)) return _values.True;
        return _values.Test(TestKind.Equal, value, _values.False);
    }

    private SymbolicValue Binary(IBinaryOperation binary)
    {
        bool equality = binary.OperatorKind is BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals;
        bool nullTest = equality && (IsNullConstant(binary.LeftOperand) || IsNullConstant(binary.RightOperand));
        var left = Evaluate(binary.LeftOperand, nullTest ? TestUse(binary.LeftOperand) : Use.Read);
        var right = Evaluate(binary.RightOperand, nullTest ? TestUse(binary.RightOperand) : Use.Read);
        if (binary.OperatorMethod is { } method
            && !_contracts.ContractOf(method).IsNone) return OperatorCall(binary, method, [left, right], [binary.LeftOperand, binary.RightOperand]);
        if (binary.OperatorMethod is { } user && !equality)
        {
            return OperatorCall(binary, user, [left, right], [binary.LeftOperand, binary.RightOperand]);
        }
        switch (binary.OperatorKind)
        {
            case BinaryOperatorKind.Equals: return EqualTest(left, right);
            case BinaryOperatorKind.NotEquals: return Not(EqualTest(left, right));
            case BinaryOperatorKind.And when IsBoolean(binary): return _values.Test(TestKind.And, left, right);
            case BinaryOperatorKind.Or when IsBoolean(binary): return _values.Test(TestKind.Or, left, right);
            case BinaryOperatorKind.ConditionalAnd: return _values.Test(TestKind.And, left, right);
            case BinaryOperatorKind.ConditionalOr: return _values.Test(TestKind.Or, left, right);
            case BinaryOperatorKind.LessThan or BinaryOperatorKind.GreaterThan or BinaryOperatorKind.LessThanOrEqual or BinaryOperatorKind.GreaterThanOrEqual:
                return Relation(binary.OperatorKind, left, right);
            default: return Bits(binary, left, right);
        }
    }

    private static bool IsBoolean(IOperation operation) => operation.Type?.SpecialType == SpecialType.System_Boolean;

    private SymbolicValue EqualTest(SymbolicValue left, SymbolicValue right)
    {
        if (left.Kind == ValueKind.Constant && right.Kind == ValueKind.Constant) return _values.Boolean(ReferenceEquals(left, right));
        if (Comparisons.IsOneBit(left, right)) return Not(_values.Test(TestKind.Equal, left, _values.Constant(0)));
        return left.Kind == ValueKind.Constant ? _values.Test(TestKind.Equal, right, left) : _values.Test(TestKind.Equal, left, right);
    }

    private SymbolicValue TypeTest(SymbolicValue value, ITypeSymbol? from, ITypeSymbol to, bool negated)
    {
        var test = IsSameOrBase(from, to) ? Not(_values.Test(TestKind.Equal, value, _values.Null)) : _values.Test(TestKind.TypeIs, value);
        return negated ? Not(test) : test;
    }

    /// <summary>Whether every non-null value of the one type is of the other.</summary>
    private static bool IsSameOrBase(ITypeSymbol? type, ITypeSymbol candidate)
    {
        if (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable) type = nullable.TypeArguments[0];
        for (; type is not null; type = type.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(type, candidate)) return true;
        }
        return candidate.SpecialType == SpecialType.System_Object;
    }

    private SymbolicValue Pattern(IPatternOperation pattern, SymbolicValue input, ITypeSymbol? inputType)
    {
        switch (pattern)
        {
            case IConstantPatternOperation constant:
                var value = Evaluate(constant.Value, Use.Read);
                return EqualTest(input, value);
            case INegatedPatternOperation negated: return Not(Pattern(negated.Pattern, input, inputType));
            case IBinaryPatternOperation binary:
                var left = Pattern(binary.LeftPattern, input, inputType);
                var right = Pattern(binary.RightPattern, input, inputType);
                if (ReferenceEquals(left, _values.True) && binary.OperatorKind == BinaryOperatorKind.And) return right;
                if (ReferenceEquals(right, _values.True) && binary.OperatorKind == BinaryOperatorKind.And) return left;
                return _values.Test(binary.OperatorKind == BinaryOperatorKind.And ? TestKind.And : TestKind.Or, left, right);
            case IDeclarationPatternOperation declaration:
                Declare(declaration.DeclaredSymbol, input, declaration.Syntax);
                if (declaration.MatchesNull || declaration.MatchedType is null) return _values.True;
                return TypeTest(input, inputType, declaration.MatchedType, negated: false);
            case ITypePatternOperation type: return TypeTest(input, inputType, type.MatchedType, negated: false);
            case IDiscardPatternOperation: return _values.True;
            case IRelationalPatternOperation relational: return Relation(relational.OperatorKind, input, Evaluate(relational.Value, Use.Read));
            case IRecursivePatternOperation recursive: return Recursive(recursive, input, inputType);
            case IListPatternOperation list:
                Declare(list.DeclaredSymbol, input, list.Syntax);
                foreach (var element in list.Patterns) Pattern(element, Unknown(element), null);
                return _values.Test(TestKind.TypeIs, input);
            case ISlicePatternOperation { Pattern: { } slice }:
                Pattern(slice, Unknown(slice), null);
                return Unknown(pattern);
            default:
                return Children(pattern, Use.Read);
        }
    }

    private SymbolicValue Relation(BinaryOperatorKind kind, SymbolicValue left, SymbolicValue right) => kind switch
    {
        BinaryOperatorKind.LessThan => Order(left, right, orEqual: false),
        BinaryOperatorKind.GreaterThan => Order(right, left, orEqual: false),
        BinaryOperatorKind.LessThanOrEqual => Order(left, right, orEqual: true),
        _ => Order(right, left, orEqual: true),
    };

    private SymbolicValue Recursive(IRecursivePatternOperation pattern, SymbolicValue input, ITypeSymbol? inputType)
    {
        Declare(pattern.DeclaredSymbol, input, pattern.Syntax);
        var notNull = TypeTest(input, inputType, pattern.MatchedType, negated: false);
        if (pattern.PropertySubpatterns.IsEmpty && pattern.DeconstructionSubpatterns.IsEmpty) return notNull;
        var outer = _patternInput;
        foreach (var property in pattern.PropertySubpatterns)
        {
            _patternInput = input;
            var member = Evaluate(property.Member, LooksInside(property.Pattern) ? Use.ThroughRead : Use.Read);
            Pattern(property.Pattern, member, property.Member.Type);
        }
        _patternInput = outer;
        if (pattern.DeconstructSymbol is IMethodSymbol deconstruct && _contracts.ContractOf(deconstruct) is { IsNone: false } contract)
        {
            var call = new CallSite(pattern, deconstruct, deconstruct.IsStatic ? null : input, null, 1);
            if (deconstruct.IsStatic) call.Add(0, input, pattern);
            Call(call, contract);
        }
        foreach (var position in pattern.DeconstructionSubpatterns) Pattern(position, Unknown(position), null);
        return _values.Test(TestKind.And, _values.Test(TestKind.TypeIs, input), Unknown(pattern));
    }

    private void Declare(ISymbol? symbol, SymbolicValue value, SyntaxNode at)
    {
        if (symbol is not null) Assign(_context.Slots.Of(symbol), value);
    }

    /// <summary>Takes a condition as true or false; false if that cannot be.</summary>
    private bool Assume(SymbolicValue condition, bool outcome)
    {
        switch (condition.Kind)
        {
            case ValueKind.Constant:
                return condition.Key is not bool constant || constant == outcome;
            case ValueKind.Test:
                return AssumeTest(condition, outcome);
            default:
                return AssumeEqual(condition, _values.Boolean(outcome), true) && AssumeEqual(condition, _values.Boolean(!outcome), false);
        }
    }

    /// <summary>What the outcome says is known of the values that are compared, or of their parts; of other tests it is only known that they come out alike.</summary>
    private static bool IsDecidedByParts(SymbolicValue test) => test.Test switch
    {
        TestKind.TypeIs or TestKind.Less or TestKind.LessOrEqual => false,
        TestKind.Equal => test.Other!.Kind == ValueKind.Constant,
        _ => true,
    };

    private bool AssumeTest(SymbolicValue test, bool outcome)
    {
        var left = test.Base!;
        if (!IsDecidedByParts(test) && _unit.Tracked.Keep(_state, test))
        {
            if (_state.Facts[test] is { EqualTo: { } known }) return ReferenceEquals(known, _values.Boolean(outcome));
            _state = _state with { Facts = _state.Facts.Set(test, Fact.Is(_values.Boolean(outcome))) };
        }
        switch (test.Test)
        {
            case TestKind.Equal:
                var right = test.Other!;
                if (right.Key is bool flag && right.Kind == ValueKind.Constant && !KnownTypes.IsNullable(left.Type)) return Assume(left, flag == outcome);
                if (right.Kind == ValueKind.Constant) return AssumeEqual(left, right, outcome);
                if (outcome) _state = HeldLocks.AddEqual(_state, _values, left, right);
                return true;
            case TestKind.And:
                return !outcome || (Assume(left, true) && Assume(test.Other!, true));
            case TestKind.Or:
                return outcome || (Assume(left, false) && Assume(test.Other!, false));
            case TestKind.TypeIs:
                return !outcome || AssumeEqual(left, _values.Null, false);
            case TestKind.Completed:
                if (outcome) Complete(left);
                return true;
            case TestKind.Held:
                return test.Other!.Key is not long mode || AssumeHeld(left, (HoldMode)mode, outcome);
            case TestKind.Less or TestKind.LessOrEqual:
                return AssumeOrder(test, outcome);
            default:
                return true;
        }
    }

    /// <summary>A lock has been asked how it is held: an untested acquisition is tested by that too. False if the answer cannot be.</summary>
    private bool AssumeHeld(SymbolicValue @lock, HoldMode mode, bool held)
    {
        if (PendingOn(@lock) is { } pending && (held || pending.Mode == mode)) Answer(pending, held && pending.Mode == mode);
        if (held)
        {
            AssertHeld(AssumedAt, @lock, mode);
            return true;
        }
        if (FindHeld(@lock) is not { } key) return true;
        var stack = _state.Holds[key]!;
        for (int i = stack.Count - 1; i >= 0; i--)
        {
            var level = stack[i];
            if (level.Ghost || level.Assumed || !Answers(level.May, mode)) continue;
            if (!level.IsMaybe) return !Answers(level.Mode, mode);
            Pop(key, stack, i, AssumedAt);
            return true;
        }
        return true;
    }

    private static bool Answers(HoldMode held, HoldMode asked) => held == asked || (asked == HoldMode.Read && held == HoldMode.Downgraded);

    /// <summary>An effect that waited for a result has taken place, or has not.</summary>
    private void Answer(Pending item, bool happened)
    {
        for (int i = 0; i < _state.Pending.Count; i++)
        {
            var list = _state.Pending.ValueAt(i);
            PendingList? rest = null;
            bool found = false;
            for (int j = 0; j < list.Count; j++)
            {
                if (ReferenceEquals(list[j], item)) found = true;
                else rest = rest?.Add(list[j]) ?? new PendingList([list[j]]);
            }
            if (!found) continue;
            var key = _state.Pending.KeyAt(i);
            _state = _state with { Pending = rest is null ? _state.Pending.Remove(key) : _state.Pending.Set(key, rest) };
            break;
        }
        if (happened) Happen(item);
    }

    private bool AssumeEqual(SymbolicValue value, SymbolicValue constant, bool outcome)
    {
        if (value.Kind == ValueKind.Constant) return ReferenceEquals(value, constant) == outcome;
        if (value.Kind == ValueKind.Test && constant.Key is bool flag) return Assume(value, flag == outcome);
        if (constant.IsNull && outcome && IsOnHeldPath(value)) return false;
        var fact = _state.Facts[value];
        if (fact?.Equal(constant) is { } known)
        {
            // Null tests of an unmodified member correlate as those of a local do.
            if (known != outcome) return !constant.IsNull && !value.IsStable && Relearn(value, constant, outcome);
            Settle(value);
            return true;
        }
        var learnt = outcome ? Fact.Is(constant) : fact?.Without(constant) ?? Fact.IsNot(constant);
        _state = _state with { Facts = _state.Facts.Set(value, learnt) };
        // Only the other paths made the guard.
        if (outcome && constant.IsNull && _state.Guards[value] is { State: GuardState.Maybe }) _state = _state with { Guards = _state.Guards.Remove(value) };
        Settle(value);
        return true;
    }

    /// <summary>A mutable member may have changed since it was tested last.</summary>
    private bool Relearn(SymbolicValue value, SymbolicValue constant, bool outcome)
    {
        _state = _state with { Facts = _state.Facts.Set(value, outcome ? Fact.Is(constant) : Fact.IsNot(constant)) };
        return true;
    }

    /// <summary>Effects that depend on the value take place, or not, once it is known.</summary>
    private void Settle(SymbolicValue value)
    {
        if (_state.Pending[value] is { } pending && _state.Facts[value] is { } fact) Decide(value, pending, fact);
    }

    /// <summary>Of the effects that hang on a result, those that are decided take place or do not; the others stay open.</summary>
    /// <param name="result">What they hang on.</param>
    /// <param name="pending">The effects.</param>
    /// <param name="fact">What is known of the result now; null if it is a task, and has completed.</param>
    private void Decide(SymbolicValue result, PendingList pending, Fact? fact)
    {
        PendingList? open = null;
        var happened = new List<Pending>();
        for (int i = 0; i < pending.Count; i++)
        {
            var item = pending[i];
            bool? passed = Outcome(item, fact);
            if (passed is null) open = open?.Add(item) ?? new PendingList([item]);
            else if (passed == true) happened.Add(item);
            else if (item.Guard is { } guard && item.Kind == EffectKind.Acquire && _state.Guards[guard] is not { State: GuardState.GaveUp })
            {
                _state = _state with { Guards = _state.Guards.Remove(guard) };
            }
        }
        if (open is not null && open.Count == pending.Count) return;
        _state = _state with { Pending = open is null ? _state.Pending.Remove(result) : _state.Pending.Set(result, open) };
        foreach (var item in happened)
        {
            Happen(item);
            if (item.Awaits && item.Guard is { } guard && _state.Facts[guard] is null) _state = _state with { Facts = _state.Facts.Set(guard, Fact.IsNot(_values.Null)) };
        }
    }

    private bool? Outcome(Pending item, Fact? fact)
    {
        if (item.Awaits) return fact is null ? true : null;
        return fact is null ? null : item.NotNull ? !fact.Equal(_values.Null) : fact.Equal(item.Constant!);
    }

    private void Happen(Pending item)
    {
        switch (item.Kind)
        {
            case EffectKind.Acquire:
                if (item.Until is { } until && !(_state.Holds[until] is { } outer && outer.Mode == HoldMode.Write)) return;
                if (FindHeld(item.Lock) is { } key && !item.Stacks && item.Until is null)
                {
                    _state = _state with { Holds = _state.Holds.Remove(key) };
                }
                if (item.Until is not null && _state.Holds[item.Lock] is not null) return;
                if (item.Guard is { } guard && _state.Guards[guard] is { State: GuardState.GaveUp } token)
                {
                    _state = _state with { Guards = _state.Guards.Set(guard, token with { State = GuardState.Live, GaveUpAt = null }) };
                }
                AddHold(item.Lock, Hold.Of(item.Mode, item.Place, item.Guard is null ? HoldOrigin.Acquired : HoldOrigin.Guard) with
                {
                    Guard = item.Guard,
                    Until = item.Until,
                    Lock = item.LockType,
                });
                break;
            case EffectKind.Release:
                Release(item.Place, item.Lock, item.Mode, item.Lock.Text, silent: true);
                break;
            case EffectKind.Downgrade:
                Convert(item.Place, item.Lock, item.Lock.Text, downgrade: true, fromRead: false);
                break;
            case EffectKind.Assert:
                AssertHeld(item.Place, item.Lock, item.Mode);
                break;
            case EffectKind.MayRelease:
                if (FindHeld(item.Lock) is { } held) EndHold(held, item.Place);
                break;
        }
    }

    /// <summary>What is known of a value: a constant, or null.</summary>
    private bool? Known(SymbolicValue value, SymbolicValue constant)
    {
        if (value.Kind == ValueKind.Constant) return ReferenceEquals(value, constant);
        if (value.Kind == ValueKind.Test && constant.Key is bool flag)
        {
            if (value.Test == TestKind.Equal && value.Other!.Kind == ValueKind.Constant)
            {
                bool? inner = value.Other.Key is bool wanted ? Known(value.Base!, _values.Boolean(wanted)) : Known(value.Base!, value.Other);
                return inner is null ? null : inner == flag;
            }
            return null;
        }
        return _state.Facts[value]?.Equal(constant);
    }
}
