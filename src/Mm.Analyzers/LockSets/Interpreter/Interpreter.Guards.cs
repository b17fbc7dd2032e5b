using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Mm.Analyzers.Contracts;
using Mm.Analyzers.Paths;

namespace Mm.Analyzers.LockSets;

internal sealed partial class Interpreter
{
    /// <summary>A call on a guard, or with a guard: false if the guard itself has no part in it.</summary>
    private bool GuardCall(CallSite call, MemberContract contract, SymbolicValue guard, out SymbolicValue result)
    {
        result = guard;
        if (call.ReceiverOperation is null || GuardTypeOf(call.ReceiverOperation) is null) return false;
        if (guard.Kind == ValueKind.This && _unit.ImplementsLock) return false;
        var method = call.Method;
        bool disposes = method.Name is "Dispose" or "DisposeAsync" && method.Parameters.IsEmpty;
        result = method.ReturnsVoid ? Unknown(call.Operation) : Result(call.Operation, 0, method.ReturnType, ShortText(call.Operation));
        call.Result = result;
        var token = _state.Guards[guard];
        Effect? own = null;
        foreach (var effect in contract.Effects)
        {
            if (effect.Path is { Root: PathRoot.This, Members.IsEmpty: true }) own ??= effect;
        }
        bool acquires = own is { Kind: EffectKind.Acquire };
        if (token is null)
        {
            if (own is null && !disposes) return false;
            return true;
        }
        if (token.State is GuardState.GaveUp)
        {
            if (!acquires && !(disposes && call.Operation.IsImplicit))
            {
                Add(new Finding(FindingKind.GuardGaveUp, call.Node) { Member = method, Text = GuardText(call), Since = token.GaveUpAt ?? token.Made });
            }
            if (!acquires) return true;
        }
        else if (disposes && !call.Operation.IsImplicit && IsCopy(call, token))
        {
            Add(new Finding(FindingKind.GuardGaveUp, call.Node) { Member = method, Text = GuardText(call), Since = token.Made, Detail = token.Owner!.Name });
            // One cause, one report: that the guard itself is not disposed goes with it.
            _state = _state with { Guards = _state.Guards.Set(guard, token with { State = GuardState.HandedOn }) };
            return true;
        }
        if (own is null && !disposes) return false;
        switch (own?.Kind ?? EffectKind.Release)
        {
            case EffectKind.Release: ReleaseGuard(call.Node, guard, token); break;
            case EffectKind.Downgrade: ConvertGuard(call, guard, token, result, downgrade: true); break;
            case EffectKind.Upgrade: ConvertGuard(call, guard, token, result, downgrade: false); break;
            case EffectKind.Acquire: ReacquireGuard(call, guard, token, own!); break;
            case EffectKind.MayRelease:
                for (int i = 0; i < token.Locks.Count; i++) MayRelease(call, token.Locks[i], token.Locks[i].Text);
                break;
        }
        return true;
    }

    /// <summary>The guard type of a receiver, seen through conversions and Nullable.</summary>
    private ITypeSymbol? GuardTypeOf(IOperation receiver)
    {
        var type = Unwrap(receiver).Type;
        if (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable) type = nullable.TypeArguments[0];
        if (type is { Name: "ConfiguredAsyncDisposable", ContainingType: null })
        {
            var configured = Peek(receiver);
            type = configured.Type is { } made && _state.Guards[configured] is not null ? PathBinder.Awaited(made) : null;
        }
        return type is not null && _contracts.IsGuard(type) ? type : null;
    }

    /// <summary>The guard's own method, where it is called through an interface or by what `ConfigureAwait` made of it; null if the method is that already.</summary>
    private static IMethodSymbol? DisposalOf(ITypeSymbol guard, IMethodSymbol method)
    {
        if (method.ContainingType.TypeKind == TypeKind.Interface) return guard.FindImplementationForInterfaceMember(method) as IMethodSymbol;
        if (method is not { Name: "DisposeAsync", ContainingType.Name: "ConfiguredAsyncDisposable" }) return null;
        foreach (var member in guard.GetMembers("DisposeAsync"))
        {
            if (member is IMethodSymbol { Parameters.IsEmpty: true } own) return own;
        }
        return null;
    }

    private static string GuardText(CallSite call) => call.ReceiverOperation is { } instance ? ReceiverText(instance) : call.Method.ContainingType.Name;

    /// <summary>A struct guard is disposed through a variable that it was copied to.</summary>
    private bool IsCopy(CallSite call, GuardToken token) => token.Owner is { } owner
        && call.ReceiverOperation is ILocalReferenceOperation { Type.IsValueType: true } local
        && !ReferenceEquals(_context.Slots.Of(local.Local), owner) && ReferenceEquals(_state.Env[owner], _state.Env[_context.Slots.Of(local.Local)]);

    private void OwnGuard(Slot slot, SymbolicValue value)
    {
        if (_state.Guards[value] is { Owner: null } token
            && slot.Symbol is not null) _state = _state with { Guards = _state.Guards.Set(value, token with { Owner = slot }) };
    }

    private void ReleaseGuard(SyntaxNode node, SymbolicValue guard, GuardToken token)
    {
        for (int i = 0; i < token.Locks.Count; i++) RemoveGuarded(node, token.Locks[i], guard);
        if (token.State != GuardState.Borrowed) _state = _state with
        {
            Guards = _state.Guards
            .Set(guard, token with { State = GuardState.GaveUp, GaveUpAt = node })
        };
        DropPendingGuard(guard);
    }

    private void RemoveGuarded(SyntaxNode node, SymbolicValue @lock, SymbolicValue guard)
    {
        var key = _state.Holds[@lock] is not null ? @lock : FindHeld(@lock);
        if (key is null || _state.Holds[key] is not { } stack) return;
        for (int i = stack.Count - 1; i >= 0; i--)
        {
            if (!ReferenceEquals(stack[i].Guard, guard)) continue;
            Pop(key, stack, i, node);
            return;
        }
    }

    private void DropPendingGuard(SymbolicValue guard)
    {
        if (_state.Pending[guard] is { } list && list.Count > 0
            && ReferenceEquals(list[0].Guard, guard)) _state = _state with { Pending = _state.Pending.Remove(guard) };
    }

    private void ConvertGuard(CallSite call, SymbolicValue guard, GuardToken token, SymbolicValue result, bool downgrade)
    {
        bool handsOver = _contracts.IsGuard(call.Method.ReturnType);
        var target = downgrade ? HoldMode.Downgraded : HoldMode.Write;
        for (int i = 0; i < token.Locks.Count; i++)
        {
            if (FindHeld(token.Locks[i]) is not { } key || _state.Holds[key] is not { } stack) continue;
            for (int j = stack.Count - 1; j >= 0; j--)
            {
                var level = stack[j];
                if (!ReferenceEquals(level.Guard, guard)) continue;
                if (StartsFrom(level.Mode, downgrade, fromRead: false))
                {
                    level = level with { Mode = target, May = target, Downgraded = downgrade ? call.Node : level.Downgraded };
                }
                else
                {
                    Add(new Finding(FindingKind.Convert, call.Node)
                    {
                        Lock = key.Text,
                        Held = level.Mode,
                        Wanted = target,
                        Since = level.Since,
                        Downgraded = level.Mode == HoldMode.Downgraded && level.Downgraded is not null,
                    });
                }
                if (handsOver) level = level with { Guard = result };
                _state = _state with { Holds = _state.Holds.Set(key, stack.Replace(j, level)) };
                if (downgrade) EndUntil(key);
                break;
            }
        }
        if (!handsOver) return;
        _state = _state with
        {
            Guards = _state.Guards.Set(guard, token with { State = GuardState.GaveUp, GaveUpAt = call.Node })
                .Set(result, new GuardToken(GuardState.Live, token.Locks, call.Operation.Syntax)),
        };
    }

    /// <summary>A guard that is made without its lock, which its constructor excludes, and takes it later.</summary>
    private void DeferGuard(CallSite call, MemberContract contract, SymbolicValue guard)
    {
        var locks = ValueSet.Empty;
        foreach (var path in contract.Excludes)
        {
            if (Resolve(path, call) is { } @lock && !IsTrusted(@lock)) locks = locks.Add(@lock);
        }
        if (locks.Count == 0) return;
        _state = _state with { Guards = _state.Guards.Set(guard, new GuardToken(GuardState.GaveUp, locks, call.Operation.Syntax) { GaveUpAt = call.Operation.Syntax }) };
    }

    private void ReacquireGuard(CallSite call, SymbolicValue guard, GuardToken token, Effect effect)
    {
        if (effect.When.Kind is ResultTestKind.Equals or ResultTestKind.NotNull && call.Result is { } result)
        {
            // The result tells whether the guard holds its locks again.
            for (int i = 0; i < token.Locks.Count; i++) Defer(call, effect, token.Locks[i], result, null, guard, token.Locks[i].Text);
            return;
        }
        for (int i = 0; i < token.Locks.Count; i++) Acquire(call.Node, effect, token.Locks[i], token.Locks[i].Text, null, guard);
        _state = _state with { Guards = _state.Guards.Set(guard, token with { State = GuardState.Live, GaveUpAt = null }) };
    }

    /// <summary>A guard that gave up its lock is passed on, or otherwise used.</summary>
    private void CheckGuardUse(IOperation operation, SymbolicValue value)
    {
        if (_state.Guards[value] is not { State: GuardState.GaveUp } token) return;
        var parent = operation.Parent;
        while (parent is IConversionOperation) parent = parent.Parent;
        if (parent is IInvocationOperation { Instance: { } instance } && ReferenceEquals(Unwrap(instance), operation)) return;
        if (IsNullTest(operation) || operation.Type is not { } type || !_contracts.IsGuard(type)) return;
        Add(new Finding(FindingKind.GuardGaveUp, operation.Syntax) { Text = ReceiverText(operation), Since = token.GaveUpAt ?? token.Made });
    }

    /// <summary>The guard is stored or returned: whoever has it then disposes of it.</summary>
    private void HandOnGuard(SymbolicValue value)
    {
        if (_state.Guards[value] is { State: GuardState.Live or GuardState.Maybe } token)
        {
            _state = _state with { Guards = _state.Guards.Set(value, token with { State = GuardState.HandedOn }) };
        }
    }

    /// <summary>A guard parameter that says which lock it holds: the argument must hold that lock.</summary>
    private void CheckGuardArguments(CallSite call, MemberContract contract)
    {
        foreach (var (ordinal, value, _) in call.Arguments)
        {
            foreach (var hold in contract.Parameter(ordinal).GuardHolds)
            {
                var @lock = Resolve(hold.Path, call);
                string text = PathText(hold.Path, call);
                if (_state.Guards[value] is { State: GuardState.GaveUp }) continue;
                var lack = Check(@lock, new LockName(text), hold.Need, out var by);
                if (lack is null && @lock is not null && _state.Guards[value] is { } token && !HoldsLock(token, @lock))
                {
                    lack = Lacking(LackKind.NotHeld, @lock, text, hold.Need) with { NearMiss = token.Locks.Count > 0 ? token.Locks[0].Text : null };
                }
                if (lack is null) Met(call.Node, FindingKind.Call, by);
                else Add(new Finding(FindingKind.Call, call.Node) { Member = call.Method, Text = CallText(call), Lacks = [lack], Detail = "guard" });
            }
        }
    }

    private bool HoldsLock(GuardToken token, SymbolicValue @lock)
    {
        var key = FindHeld(@lock);
        for (int i = 0; i < token.Locks.Count; i++)
        {
            if (HeldLocks.Same(_state, _values, token.Locks[i], @lock) || ReferenceEquals(FindHeld(token.Locks[i]), key)) return true;
        }
        return false;
    }

    /// <summary>The value of an expression statement is thrown away.</summary>
    private void Dropped(IOperation operation, SymbolicValue value)
    {
        var source = Unwrap(operation);
        if (source is IAssignmentOperation) return;
        if (_state.Guards[value] is { State: GuardState.Live } token
            && source is IInvocationOperation or IPropertyReferenceOperation or IAwaitOperation or IObjectCreationOperation
            && ReferenceEquals(token.Made, MadeBy(source)))
        {
            Add(new Finding(FindingKind.GuardDropped, token.Made) { Text = ShortText(source), Detail = "discarded" });
            _state = _state with { Guards = _state.Guards.Set(value, token with { State = GuardState.HandedOn }) };
        }
        if (_state.Pending[value] is { } pending
            && source is IInvocationOperation or IAwaitOperation or IPropertyReferenceOperation) Overwritten(value, pending);
    }

    private static SyntaxNode MadeBy(IOperation source) => source is IAwaitOperation { Operation: { } inner } ? Unwrap(inner).Syntax : source.Syntax;

    /// <summary>The result on which effects depend can never be tested any more: reported once, and the lock is taken as held.</summary>
    private void Overwritten(SymbolicValue value, PendingList pending)
    {
        _state = _state with { Pending = _state.Pending.Remove(value) };
        for (int i = 0; i < pending.Count; i++)
        {
            var item = pending[i];
            if (item.Until is not null && item.Kind == EffectKind.Acquire && item.Guard is null && IsUntilOnly(item)) continue;
            if (item.Guard is { } guard && item.Kind == EffectKind.Acquire && _state.Guards[guard] is not { State: GuardState.GaveUp })
            {
                if (_state.Guards[guard] is { } token)
                {
                    Add(new Finding(FindingKind.GuardDropped, token.Made) { Text = item.Lock.Text, Detail = "discarded" });
                    _state = _state with { Guards = _state.Guards.Remove(guard) };
                }
                continue;
            }
            Add(new Finding(FindingKind.Untested, item.Place)
            {
                Lock = item.Lock.Text,
                Since = item.Place,
                Detail = Ignored(item),
            });
            if (item.Kind == EffectKind.Acquire) AddHold(item.Lock,
                Hold.Of(item.Mode, item.Place, HoldOrigin.Asserted) with { Lock = item.LockType, Assumed = true });
            // What may be left of the hold is not reported once more at the exit.
            else if (item.Kind == EffectKind.Release) Release(item.Place, item.Lock, item.Mode, item.Lock.Text, silent: true);
        }
    }

    private static bool IsUntilOnly(Pending item) => item.Constant is null && !item.NotNull;
}
