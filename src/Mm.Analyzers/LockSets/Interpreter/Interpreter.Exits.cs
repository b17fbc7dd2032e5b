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
    private readonly Dictionary<SyntaxNode, Leaking> _leaks = [];
    private readonly Dictionary<SyntaxNode, GuardFate> _guardFates = [];
    private readonly Dictionary<SymbolicValue, SyntaxNode> _outPlaces = [];
    private bool _hasBrokenExit;

    private sealed class Leaking(string text, HoldMode mode)
    {
        public string Text => text;

        public HoldMode Mode => mode;

        public List<SyntaxNode> Exits { get; } = [];
    }

    private sealed class GuardFate
    {
        public bool Disposed { get; set; }

        public List<SyntaxNode> Leaks { get; } = [];

        public string Text { get; set; } = "";
    }

    /// <summary>A value is returned: it leaves the body.</summary>
    private void Returned(IOperation operation, SymbolicValue value)
    {
        HandOnGuard(value);
        CheckLeaving(operation, value, "returned");
        if (_unit.Contract.Return.Isolated && _unit.Method is { } method && (method.IsAsync || !IsAwaitable(method.ReturnType))) CheckIsolated(operation, value, "returned");
    }

    /// <summary>The contract promises an object that no other thread can reach, and of a collection that this is true of what it holds.</summary>
    private void CheckIsolated(IOperation source, SymbolicValue value, string how)
    {
        if (Unwrap(source).Type is { IsValueType: true } || Known(value, _values.Null) == true) return;
        // Taken off the list that led to it (`var node = _free; _free = node.Next;`).
        if (IsReplaced(value) || IsTakenOff(value)) return;
        if (IsIsolatedWhole(value)) return;
        Add(new Finding(FindingKind.NotIsolated, Unwrap(source).Syntax) { Member = _unit.Method, Lock = ReceiverText(Unwrap(source)), Detail = how });
    }

    /// <summary>The result of a property that says more of its value, and that has been given another one in this body.</summary>
    private bool IsTakenOff(SymbolicValue value)
    {
        if (value is not { Kind: ValueKind.Result, Key: IPropertyReferenceOperation { Arguments.IsEmpty: true } read }) return false;
        var receiver = read.Instance is null ? _values.Type(read.Property.ContainingType) : Peek(read.Instance);
        return _state.Heap[ReadMemberPlace(receiver, read.Property)] is { Kind: not ValueKind.Joined };
    }

    /// <summary>Guarded arrays, collections and views of guarded state may not outlive the hold.</summary>
    private void CheckLeaving(IOperation operation, SymbolicValue value, string how)
    {
        bool byReference = _unit.Method is { } method && (method.ReturnsByRef || method.ReturnsByRefReadonly) && how == "returned";
        var source = value.Kind is ValueKind.View or ValueKind.Reference ? value.Base!.Whole : byReference ? value.Whole : value;
        if (value.Kind == ValueKind.View && IsLockView(source))
        {
            if (FindHeld(source) is { } held && _state.Holds[held]!.Strongest.Origin == HoldOrigin.Entry) return;
            Add(new Finding(FindingKind.Leaves, MemberNode(Unwrap(operation).Syntax))
            {
                Text = ReceiverText(Unwrap(operation)),
                Lock = source.Text,
                Detail = "enumerated"
            });
            return;
        }
        if (source.Kind != ValueKind.Member || source.Member is not { } member || source.Base is not { } receiver) return;
        if (value.Kind == ValueKind.Member && !byReference && !KnownTypes.IsFollowed(ValueTable.TypeOf(member))) return;
        if (value.Kind == ValueKind.Member && !byReference && !KnownTypes.IsFollowed(Unwrap(operation).Type) && !KnownTypes.IsFollowed(operation.Type)) return;
        if (IsFree(member, receiver) || KeepsReference(member) || (!byReference && IsReplaced(source))) return;
        foreach (var guard in _contracts.GuardsOf(member))
        {
            if (guard.ReferenceOnly && value.Kind == ValueKind.Member && !byReference) continue;
            Add(new Finding(FindingKind.Leaves, MemberNode(Unwrap(operation).Syntax))
            {
                Member = member,
                Text = member.Name,
                Lock = guard.Paths[0].ToString(),
                Detail = how
            });
            return;
        }
    }

    /// <summary>An enumerable whose iterator requires the lock itself, as opposed to a view of what a lock guards.</summary>
    private bool IsLockView(SymbolicValue source) => source.Member is not { } member || _contracts.GuardsOf(member).IsEmpty;

    /// <summary>A value that is valid only under a hold is stored in an object that others can reach.</summary>
    private void CheckStored(IOperation source, SymbolicValue value, SymbolicValue into)
    {
        if (_state.Valid[value] is not { HasEnded: false } validity) return;
        if (IsIsolated(into))
        {
            if (KnownTypes.IsFollowed(into.Type)) Collected(source, value, into);
            return;
        }
        Add(new Finding(FindingKind.Leaves, Unwrap(source).Syntax)
        {
            Text = ReceiverText(Unwrap(source)),
            Lock = validity.Declared[0].Text,
            Detail = "stored"
        });
    }

    /// <summary>The body's own contract keeps the lock held for the caller, who gets the reference under it.</summary>
    private bool KeepsReference(ISymbol member)
    {
        if (_unit.Contract.Return.ValidUnder.Length > 0) return true;
        foreach (var guard in _contracts.GuardsOf(member))
        {
            foreach (var path in guard.Paths)
            {
                if (Resolve(path, This(null)) is { } @lock && FindHeld(@lock) is { } key
                    && _state.Holds[key]!.Strongest.Origin == HoldOrigin.Entry) return true;
            }
        }
        return false;
    }

    /// <summary>A normal exit: what is held must be what the contract promises.</summary>
    public void Exit(LockState state, SyntaxNode exit, IOperation? returned)
    {
        _state = state;
        if (state.Broken || LacksResult())
        {
            _hasBrokenExit = true;
            return;
        }
        EndLockStatements(null);
        state = _state;
        CheckPromises(exit);
        CheckEndedOnTheWayOut(returned);
        CheckUntested(state);
        for (int i = 0; i < state.Guards.Count; i++)
        {
            var token = state.Guards.ValueAt(i);
            if (!_guardFates.TryGetValue(token.Made, out var fate)) _guardFates.Add(token.Made, fate = new GuardFate());
            if (token.Locks.Count > 0) fate.Text = token.Locks[0].Text;
            if (token.State is GuardState.Live or GuardState.Maybe && !IsReturned(state.Guards.KeyAt(i))) fate.Leaks.Add(exit);
            if (token.State is GuardState.GaveUp or GuardState.Maybe) fate.Disposed = true;
        }
        for (int i = 0; i < state.Holds.Count; i++)
        {
            var key = state.Holds.KeyAt(i);
            if (IsTrusted(key) || IsPromised(key)) continue;
            var stack = state.Holds.ValueAt(i);
            for (int j = 0; j < stack.Count; j++)
            {
                var level = stack[j];
                if (level.Ghost || level.Until is not null || level.Place is null) continue;
                bool leaks = level.Origin == HoldOrigin.Acquired || (level.Origin == HoldOrigin.Guard && IsHandedOn(level.Guard));
                if (!leaks) continue;
                if (!_leaks.TryGetValue(level.Place, out var leak)) _leaks.Add(level.Place, leak = new Leaking(key.Text, level.May));
                if (!leak.Exits.Contains(exit)) leak.Exits.Add(exit);
            }
        }
    }

    /// <summary>A value was valid when it was returned, or assigned to an out parameter, but the hold has ended on the way out.</summary>
    private void CheckEndedOnTheWayOut(IOperation? returned)
    {
        if (returned is not null && _state.Env[_context.Slots.Returned] is { } result) CheckEnded(result, Unwrap(returned).Syntax);
        if (_unit.Method is not { } method) return;
        foreach (var parameter in method.Parameters)
        {
            if (parameter.RefKind is RefKind.Out or RefKind.Ref && _state.Env[_context.Slots.Of(parameter)] is { } value
                && _outPlaces.TryGetValue(value, out var place)) CheckEnded(value, place);
        }
    }

    private void CheckEnded(SymbolicValue value, SyntaxNode place)
    {
        if (_state.Valid[value] is not { HasEnded: true } ended || Known(value, _values.Null) == true) return;
        Add(new Finding(FindingKind.Ended, place) { Text = ShortText(place), Lock = ended.EndedBy?.Text ?? "", Since = ended.EndedAt, Detail = "leaves" });
    }

    /// <summary>A guard that was returned although no contract promises its lock.</summary>
    private bool IsHandedOn(SymbolicValue? guard) => guard is not null && _state.Guards[guard] is { State: GuardState.HandedOn } && IsReturned(guard)
        && _unit.Method is { ReturnsVoid: false };

    private bool IsReturned(SymbolicValue value) => ReferenceEquals(_state.Env[_context.Slots.Returned], value);

    private void CheckUntested(LockState state)
    {
        var returned = state.Env[_context.Slots.Returned];
        for (int i = 0; i < state.Pending.Count; i++)
        {
            var key = state.Pending.KeyAt(i);
            var list = state.Pending.ValueAt(i);
            for (int j = 0; j < list.Count; j++)
            {
                var item = list[j];
                if (item.Until is not null || IsTrusted(item.Lock) || IsPromised(item.Lock)) continue;
                if (item.Guard is { } guard && (ReferenceEquals(guard, returned)
                    || _state.Guards[guard] is { State: GuardState.GaveUp or GuardState.HandedOn })) continue;
                if (returned is not null && returned.Mentions(key))
                {
                    if (!_leaks.ContainsKey(item.Place)) _leaks.Add(item.Place, new Leaking(item.Lock.Text, item.Mode));
                    continue;
                }
                if (item.Guard is not null) continue;
                Add(new Finding(FindingKind.Untested, item.Place)
                {
                    Lock = item.Lock.Text,
                    Since = item.Place,
                    Detail = Ignored(item),
                });
            }
        }
    }

    private static string Ignored(Pending item) => item.Awaits ? "not awaited" : item.Kind == EffectKind.Release ? "release" : "ignored";

    /// <summary>Adds what was found over all exits.</summary>
    public void FinishExits()
    {
        foreach (var pair in _guardFates)
        {
            var fate = pair.Value;
            // Whether it is disposed nowhere, or on some paths, is told by all exits together.
            if (fate.Leaks.Count == 0 || _hasBrokenExit) continue;
            _log.Begin(1, recording: true);
            if (fate.Disposed) _log.Add(new Finding(FindingKind.Leak, pair.Key) { Lock = fate.Text, Also = [.. fate.Leaks], Detail = "guard" });
            else _log.Add(new Finding(FindingKind.GuardDropped, pair.Key) { Text = ShortText(pair.Key) is var text && text == "value" ? "guard" : text, Lock = fate.Text, Detail = "never disposed" });
            _log.End();
        }
        foreach (var pair in _leaks)
        {
            if (_log.HasDifference(pair.Key)) continue;
            _log.Begin(1, recording: true);
            _log.Add(new Finding(FindingKind.Leak, pair.Key) { Lock = pair.Value.Text, Held = pair.Value.Mode, Also = [.. pair.Value.Exits] });
            _log.End();
        }
    }

    private static string ShortText(SyntaxNode node)
    {
        string text = node.ToString();
        return text.Length > 60 || text.IndexOf('\n') >= 0 ? "value" : text;
    }

    /// <summary>An explicit throw with a lock held that the body acquired.</summary>
    public void ThrowExit(LockState state, SyntaxNode at)
    {
        _state = state;
        EndLockStatements(null);
        ReportThrow(at);
    }

    private void ReportThrow(SyntaxNode at)
    {
        if (!Reporting || _state.Broken) return;
        for (int i = 0; i < _state.Holds.Count; i++)
        {
            var key = _state.Holds.KeyAt(i);
            var level = _state.Holds.ValueAt(i).Top;
            if (level.Origin != HoldOrigin.Acquired || level.IsMaybe || level.Until is not null || level.Ghost || level.Place is null
                || IsTrusted(key)) continue;
            Add(new Finding(FindingKind.ThrowHolding, level.Place) { Lock = key.Text, Held = level.Mode, Also = [at] });
        }
    }

    /// <summary>The `return` statement or arrow expression of an exit, or the closing brace of the body.</summary>
    internal static SyntaxNode ExitNode(IOperation? returned, SyntaxNode body)
    {
        for (var node = returned?.Syntax; node is not null; node = node.Parent)
        {
            if (node is ReturnStatementSyntax or ArrowExpressionClauseSyntax) return node;
            if (node is StatementSyntax and not BlockSyntax) break;
        }
        return returned?.Syntax ?? body;
    }
}
