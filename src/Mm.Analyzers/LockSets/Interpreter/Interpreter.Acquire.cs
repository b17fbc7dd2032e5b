using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Mm.Analyzers.Contracts;
using Mm.Analyzers.Paths;

namespace Mm.Analyzers.LockSets;

internal sealed partial class Interpreter
{
    /// <summary>A hold that is to end with another one ends at once if that is not held for write, which is reported, unless a requirement says the same.</summary>
    private bool LacksOuterHold(CallSite call, LockPath path, SymbolicValue outer)
    {
        if (Check(outer, new LockName(path, call), NeedMode.Write, out _) is not { } lack) return _state.Holds[outer] is null;
        foreach (var requirement in _contracts.ContractOf(call.Method).Requirements)
        {
            foreach (var required in requirement.Paths)
            {
                if (requirement.Need == NeedMode.Write && Resolve(required, call) is { } same && HeldLocks.Same(_state, _values, same, outer)) return true;
            }
        }
        Add(new Finding(FindingKind.Call, call.Node) { Member = call.Method, Text = CallText(call), Lacks = [lack] });
        return true;
    }

    /// <summary>The effect has taken place if the result says so.</summary>
    private void Defer(CallSite call, Effect effect, SymbolicValue @lock, SymbolicValue result, SymbolicValue? until, SymbolicValue? guard, string text)
    {
        bool stacks = false, awaits = !effect.When.IsConditional;
        if (effect.Kind == EffectKind.Acquire)
        {
            var info = LockInfo(@lock);
            if (FindHeld(@lock) is { } key && _state.Holds[key] is { } stack && stack.Mode != HoldMode.None && until is null)
            {
                stacks = info is { Reentrant: true } || (stack.Has(HoldMode.Upgradeable) && stack.Mode != HoldMode.Write);
                if (!stacks)
                {
                    if (effect.CanBlock) RefuseAcquisition(call.Node, effect.Mode, key, stack, text, addGhost: awaits, guard);
                    if (awaits) return;
                    // A try for a lock that is held fails.
                    var failed = effect.When.Kind == ResultTestKind.NotNull ? Fact.Is(_values.Null) : Fact.IsNot(_values.Constant(effect.When.Constant));
                    if (effect.When.Constant is bool constant) failed = Fact.Is(_values.Boolean(!constant));
                    _state = _state with { Facts = _state.Facts.Set(result, failed) };
                    return;
                }
            }
            if (effect.CanBlock)
            {
                CheckOrder(call.Node, @lock, text, effect.Nested || until is not null);
                if (info is not { Spins: true }) CheckBlocking(call.Node, null, text);
            }
        }
        else if (effect.Kind == EffectKind.Release && FindHeld(@lock) is null && PendingOn(@lock) is null)
        {
            Add(new Finding(FindingKind.ReleaseUnheld, call.Node) { Lock = text, Member = call.Method });
            return;
        }
        var item = new Pending(@lock, effect.Kind, effect.Mode,
            awaits || effect.When.Kind == ResultTestKind.NotNull ? null : _values.Constant(effect.When.Constant), effect.When.Kind == ResultTestKind.NotNull, call.Node)
        {
            Until = until,
            Awaits = awaits,
            LockType = LockInfo(@lock),
            Guard = guard,
            Stacks = stacks,
        };
        var list = _state.Pending[result]?.Add(item) ?? new PendingList([item]);
        _state = _state with { Pending = _state.Pending.Set(result, list) };
    }

    private LockTypeInfo? LockInfo(SymbolicValue @lock) => LockKinds.Of(_contracts, @lock);

    private void AddHold(SymbolicValue @lock, Hold hold)
    {
        var stack = _state.Holds[@lock];
        _state = _state with { Holds = _state.Holds.Set(@lock, stack is null ? HoldStack.Of(hold) : stack.Push(hold)) };
        if (stack is not null) return;
        if (_state.LetGo[@lock] is not null) _state = _state with { LetGo = _state.LetGo.Remove(@lock) };
        ExtendValidity(@lock);
    }

    private void Acquire(SyntaxNode node, Effect effect, SymbolicValue @lock, string text, SymbolicValue? until, SymbolicValue? guard)
    {
        var info = LockInfo(@lock);
        var hold = Hold.Of(effect.Mode, node, guard is null ? HoldOrigin.Acquired : HoldOrigin.Guard) with { Guard = guard, Until = until, Lock = info };
        if (FindHeld(@lock) is not { } key || _state.Holds[key] is not { } stack)
        {
            if (PendingOn(@lock) is { } pending)
            {
                Add(new Finding(FindingKind.Untested, node) { Lock = text, Since = pending.Place, Detail = "acquired again" });
                TakeAsHeld(pending.Lock);
                return;
            }
            if (effect.CanBlock) CheckOrder(node, @lock, text, effect.Nested || until is not null);
            if (effect.CanBlock && info is not { Spins: true }) CheckBlocking(node, null, text);
            AddHold(@lock, hold);
            return;
        }
        if (until is not null || stack.Strongest.Until is not null)
        {
            if (stack.Mode < effect.Mode) _state = _state with { Holds = _state.Holds.Set(key, HoldStack.Of(hold)) };
            return;
        }
        if (stack.Strongest.Assumed)
        {
            _state = _state with { Holds = _state.Holds.Set(key, HoldStack.Of(hold)) };
            return;
        }
        if (stack.Mode == HoldMode.None && info is not { Reentrant: true })
        {
            var maybe = stack.Strongest;
            Add(new Finding(FindingKind.MaybeHeld, node)
            {
                Lock = text,
                Since = maybe.Place,
                LetGo = maybe.LetGo,
                Also = maybe.Other is null ? []
                : [maybe.Other],
                Detail = "acquired again"
            });
            _state = _state with { Holds = _state.Holds.Set(key, HoldStack.Of(hold)) };
            return;
        }
        bool upgradeable = stack.Has(HoldMode.Upgradeable) && effect.Mode is HoldMode.Read or HoldMode.Write;
        bool reader = stack.Has(HoldMode.Read);
        bool allowed = upgradeable ? stack.Mode != HoldMode.Write && !(effect.Mode == HoldMode.Write && reader)
            : info is { Reentrant: true } && (info.Exclusive || !(effect.Mode == HoldMode.Write && stack.Mode is HoldMode.Read or HoldMode.Downgraded));
        if (allowed)
        {
            _state = _state with { Holds = _state.Holds.Set(key, stack.Push(hold)) };
            return;
        }
        // A try for a lock that is held fails.
        if (effect.CanBlock) RefuseAcquisition(node, effect.Mode, key, stack, text, addGhost: true, guard);
    }

    /// <summary>An acquisition of a held lock leaves it held as it was, and the release paired with it is silent and has no effect.</summary>
    private void RefuseAcquisition(SyntaxNode node, HoldMode mode, SymbolicValue key, HoldStack stack, string text, bool addGhost, SymbolicValue? guard)
    {
        bool deadlock = mode == HoldMode.Write && (stack.Mode is HoldMode.Read or HoldMode.Downgraded || stack.Has(HoldMode.Read));
        var level = stack.Strongest;
        Add(new Finding(deadlock ? FindingKind.Deadlock : FindingKind.AcquireHeld, node)
        {
            Lock = text,
            Held = stack.Mode,
            Wanted = mode,
            Since = level.Since,
            Downgraded = level.Mode == HoldMode.Downgraded,
        });
        if (addGhost) _state = _state with { Holds = _state.Holds.Set(key, stack.Push(Hold.Of(mode, node, HoldOrigin.Acquired) with { Ghost = true, Guard = guard })) };
    }
}
