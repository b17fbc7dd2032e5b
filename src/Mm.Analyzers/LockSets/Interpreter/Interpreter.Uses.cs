using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Mm.Analyzers.Contracts;
using Mm.Analyzers.Paths;

namespace Mm.Analyzers.LockSets;

internal sealed partial class Interpreter
{
    /// <summary>A value that has ended, was consumed, or is a guard that gave up its lock may not be used.</summary>
    private void CheckUse(IOperation operation, SymbolicValue value)
    {
        if (_state.Valid[value] is { HasEnded: true, OfElements: false } ended && !IsNullTest(operation))
        {
            Add(new Finding(FindingKind.Ended, operation.Syntax)
            {
                Text = ReceiverText(operation),
                Lock = ended.EndedBy?.Text ?? "",
                Since = ended.EndedAt,
            });
        }
        if (_state.Consumed[value] is { } consumed && !IsNullTest(operation))
        {
            Add(new Finding(FindingKind.Consumed, operation.Syntax) { Text = ReceiverText(operation), Since = consumed });
        }
        CheckGuardUse(operation, value);
    }

    private static bool IsNullTest(IOperation operation)
    {
        var parent = operation.Parent;
        while (parent is IConversionOperation) parent = parent.Parent;
        return parent switch
        {
            IIsNullOperation => true,
            IIsPatternOperation => true,
            IIsTypeOperation => true,
            IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } binary => IsNullConstant(binary.LeftOperand)
                || IsNullConstant(binary.RightOperand),
            IFlowCaptureOperation => true,
            _ => false,
        };
    }

    private static bool IsNullConstant(IOperation operation) => Unwrap(operation).ConstantValue is { HasValue: true, Value: null };

    private void SetValidity(CallSite call, ImmutableArray<LockPath> paths, SymbolicValue value)
    {
        var declared = ValueSet.Empty;
        var live = ValueSet.Empty;
        foreach (var path in paths)
        {
            if (Resolve(path, call) is not { } @lock) continue;
            var key = FindHeld(@lock) ?? @lock;
            declared = declared.Add(key);
            if (_state.Holds[key] is not null || PendingOn(@lock) is not null || IsTrusted(@lock)) live = live.Add(key);
        }
        // Obtained without its lock: that has been reported, and says nothing of later.
        _state = _state with { Valid = live.Count == 0 ? _state.Valid.Remove(value) : _state.Valid.Set(value, new Validity(declared, live)) };
    }

    /// <summary>A lock is held from here on: values that may live under it, and still live, do.</summary>
    private void ExtendValidity(SymbolicValue @lock)
    {
        var valid = _state.Valid;
        for (int i = 0; i < valid.Count; i++)
        {
            var validity = valid.ValueAt(i);
            if (validity.HasEnded || !Declares(validity, @lock)) continue;
            _state = _state with { Valid = _state.Valid.Set(valid.KeyAt(i), validity with { Live = validity.Live.Add(@lock) }) };
        }
    }

    private bool Declares(Validity validity, SymbolicValue @lock)
    {
        for (int i = 0; i < validity.Declared.Count; i++)
        {
            if (HeldLocks.Same(_state, _values, validity.Declared[i], @lock)) return true;
        }
        return false;
    }

    /// <summary>A lock is not held any more, or may have been let go of: what lived under it alone has ended.</summary>
    private void EndHold(SymbolicValue @lock, SyntaxNode? at)
    {
        ForgetGuarded();
        var valid = _state.Valid;
        for (int i = 0; i < valid.Count; i++)
        {
            var validity = valid.ValueAt(i);
            if (validity.HasEnded) continue;
            var live = validity.Live;
            for (int j = 0; j < validity.Live.Count; j++)
            {
                if (HeldLocks.Same(_state, _values, validity.Live[j], @lock)) live = live.Remove(validity.Live[j]);
            }
            if (ReferenceEquals(live, validity.Live)) continue;
            var rest = validity with { Live = live };
            if (live.Count == 0) rest = rest with { EndedAt = at ?? _unit.Owner.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(), EndedBy = @lock };
            _state = _state with { Valid = _state.Valid.Set(valid.KeyAt(i), rest) };
        }
    }

    /// <summary>Others may change guarded members once a lock is let go of.</summary>
    private void ForgetGuarded()
    {
        var facts = _state.Facts;
        for (int i = 0; i < facts.Count; i++)
        {
            var value = facts.KeyAt(i);
            if (value.Whole.Member is { } member && (value.Kind == ValueKind.Element || !SymbolicValue.IsReadonlyMember(member))
                && !_contracts.GuardsOf(member).IsEmpty) _state = _state with { Facts = _state.Facts.Remove(value) };
        }
    }

    /// <summary>A span, enumerator or the like over a guarded member.</summary>
    private SymbolicValue ViewOf(IOperation operation, SymbolicValue source)
    {
        if (source.Kind == ValueKind.View) return source;
        if (source.Kind == ValueKind.Member && source.Member is { } member && !_contracts.GuardsOf(member).IsEmpty) return IsHeldFor(source)
            ? _values.View(source, operation, operation.Type) : Unknown(operation);
        if (IsIsolatedCollection(source)) return IsolatedElement(operation, source);
        return Unknown(operation);
    }

    private SymbolicValue RefAssignment(ISimpleAssignmentOperation assignment)
    {
        bool writes = assignment.Target is not ILocalReferenceOperation { Local.RefKind: RefKind.In or RefKind.RefReadOnly };
        // Under the lock, whatever its mode, what is done through the reference tells whether it writes.
        if (writes && assignment.Target is ILocalReferenceOperation
            && IsHeldFor(Silently(assignment.Value, static (interpreter, value) => interpreter.Evaluate(value, Use.RefRead)))) writes = false;
        var place = Evaluate(assignment.Value, writes ? Use.RefWrite : Use.RefRead);
        if (assignment.Target is ILocalReferenceOperation local) Assign(_context.Slots.Of(local.Local), IsHeldFor(place)
            ? _values.Reference(place, place.Type) : Unknown(assignment));
        return place;
    }

    private SymbolicValue Await(IAwaitOperation awaited)
    {
        var value = Evaluate(awaited.Operation, Use.Read);
        var before = _state;
        // An acquisition that fails while it is awaited has acquired nothing.
        if (_state.Pending[value] is { } pending)
        {
            _state = _state with { Pending = _state.Pending.Remove(value) };
            if (pending[0].Guard is { } guard) _state = _state with { Guards = _state.Guards.Remove(guard) };
        }
        MayThrow();
        _state = before;
        for (int i = 0; i < _state.Holds.Count && Reporting; i++)
        {
            var level = _state.Holds.ValueAt(i).Strongest;
            // What this very await acquires is not held across it.
            if (level.IsMaybe || level.Ghost || level.Lock is not { ThreadBound: true } || IsAcquiredBy(awaited, level)) continue;
            Add(new Finding(FindingKind.Await, AwaitNode(awaited.Syntax)) { Lock = _state.Holds.KeyAt(i).Text, Held = level.Mode, Since = level.Since });
        }
        Complete(value);
        return value;
    }

    /// <summary>The statement of an `await foreach` or `await using`, so that its several awaits are one place.</summary>
    private static SyntaxNode AwaitNode(SyntaxNode syntax)
    {
        if (syntax is AwaitExpressionSyntax) return syntax;
        for (var node = syntax; node is not null; node = node.Parent)
        {
            if (node is CommonForEachStatementSyntax or UsingStatementSyntax or LocalDeclarationStatementSyntax) return node;
            if (node is BlockSyntax or AwaitExpressionSyntax) break;
        }
        return syntax;
    }

    private static bool IsAcquiredBy(IAwaitOperation awaited, Hold level) => level.Place is { } place && awaited.Syntax.Span.Contains(place.Span);

    private SymbolicValue Yield(IReturnOperation yielded)
    {
        var value = yielded.ReturnedValue is { } returned ? Evaluate(returned, Use.Read) : Unknown(yielded);
        if (yielded.Kind != OperationKind.YieldReturn) return value;
        for (int i = 0; i < _state.Holds.Count && Reporting; i++)
        {
            var level = _state.Holds.ValueAt(i).Strongest;
            if (level.IsMaybe || level.Origin is HoldOrigin.Entry or HoldOrigin.Asserted || level.Ghost) continue;
            Add(new Finding(FindingKind.Yield, yielded.Syntax) { Lock = _state.Holds.KeyAt(i).Text, Held = level.Mode, Since = level.Since });
        }
        return value;
    }
}
