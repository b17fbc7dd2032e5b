using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Mm.Analyzers.Contracts;
using Mm.Analyzers.Paths;

namespace Mm.Analyzers.LockSets;

internal sealed partial class Interpreter
{
    private EntryContract? _entry;

    /// <summary>The contract in the body's own terms.</summary>
    public EntryContract Entry
    {
        get => _entry ??= EntryContract.None;
        set => _entry = value;
    }

    /// <summary>
    /// Whether the lock is the object itself, in a lock's or guard's own member: such a contract is trusted; or a lock that it is made of, where
    /// a member of it implements an acquisition or release.
    /// </summary>
    private bool IsTrusted(SymbolicValue @lock)
    {
        if (_unit.IsBuiltIn && @lock.Kind is ValueKind.This or ValueKind.Variable or ValueKind.Monitor) return true;
        if (!_unit.ImplementsLock) return false;
        var root = @lock;
        while (root is { Kind: ValueKind.Member or ValueKind.Monitor, Base: { } @base }) root = @base;
        if (root.Kind != ValueKind.This) return false;
        return ReferenceEquals(root, @lock) || (@lock.Kind == ValueKind.Monitor && ReferenceEquals(root, @lock.Base)) || Entry.IsPrimitive;
    }

    private bool MayReleaseItself(SymbolicValue key)
    {
        foreach (var promise in Entry.Promises)
        {
            if (promise.Kind == PromiseKind.MayLapse && IsSameLock(promise.Lock, key)) return true;
        }
        foreach (var promise in Entry.Promises)
        {
            if (promise.Kind is PromiseKind.Keep or PromiseKind.Change && IsSameLock(promise.Lock, key)) return false;
        }
        return !_unit.RunsInline;
    }

    private bool IsSameLock(SymbolicValue promised, SymbolicValue held) =>
        ReferenceEquals(promised, held) || HeldLocks.Same(_state, _values, promised, held) || ReferenceEquals(FindHeld(promised), held);

    /// <summary>Whether the contract says something of the lock at the exit, so that what is wrong with it is no leak.</summary>
    private bool IsPromised(SymbolicValue key)
    {
        foreach (var promise in Entry.Promises)
        {
            if (AtExit(promise) is { } known && IsSameLock(known.Lock, key)) return true;
        }
        return false;
    }

    /// <summary>The promise with the lock that it means at this exit; null for a lock of a result that is null.</summary>
    private Promise? AtExit(Promise promise)
    {
        if (promise.OfResult is not { } path) return promise;
        if (_state.Env[_context.Slots.Returned] is not { } value || Known(value, _values.Null) == true) return null;
        foreach (var member in path.Members) value = ReadMember(value, member);
        return promise with { Lock = value };
    }

    private void CheckPromises(SyntaxNode exit)
    {
        foreach (var declared in Entry.Promises)
        {
            if (AtExit(declared) is not { } promise) continue;
            if (promise.Kind == PromiseKind.MayLapse || IsTrusted(promise.Lock)) continue;
            bool? happened = Happened(promise, exit);
            if (happened is null) continue;
            if (HeldLocks.RunsThroughNull(_state, promise.Lock)) continue;
            var stack = FindHeld(promise.Lock) is { } key ? _state.Holds[key] : null;
            var mode = stack?.Mode ?? HoldMode.None;
            var may = stack?.May ?? HoldMode.None;
            if (happened == false)
            {
                CheckUnhappened(promise, stack, mode, may, exit);
                continue;
            }
            switch (promise.Kind)
            {
                case PromiseKind.Keep:
                    if (mode < promise.Mode) Broken(promise, stack, exit, mode == HoldMode.None ? "required lost" : "weaker");
                    else CheckLapse(promise);
                    break;
                case PromiseKind.Acquire when mode == HoldMode.None && ReturnsTaskOf(promise):
                    break;
                case PromiseKind.Acquire:
                    if (mode == HoldMode.None && may == HoldMode.None) Broken(promise, stack, exit, "promised missing");
                    else if (mode == HoldMode.None) Broken(promise, stack, exit, "promised maybe");
                    else if (mode != promise.Mode && !(promise.Mode == HoldMode.Read && mode == HoldMode.Downgraded)) Broken(promise, stack, exit, "mode");
                    break;
                case PromiseKind.Release:
                    if (may != HoldMode.None && stack!.Strongest.Origin != HoldOrigin.Asserted) Broken(promise, stack, exit, "not released");
                    break;
                case PromiseKind.Change:
                    if (mode == HoldMode.None) Broken(promise, stack, exit, "required lost");
                    else if (_state.Lapsed.Count > 0 && FindLapse(promise.Lock) is not null) CheckLapse(promise);
                    else if (mode != promise.Mode) Broken(promise, stack, exit, "mode");
                    break;
            }
        }
    }

    /// <summary>The task that acquires the lock is returned: the caller awaits it.</summary>
    private bool ReturnsTaskOf(Promise promise)
    {
        if (_state.Env[_context.Slots.Returned] is not { } task || _state.Pending[task] is not { } list) return false;
        for (int i = 0; i < list.Count; i++)
        {
            if (list[i].Awaits && list[i].Mode == promise.Mode && IsSameLock(promise.Lock, list[i].Lock)) return true;
        }
        return false;
    }

    /// <summary>At an exit at which a conditional effect has not taken place, the lock is as it was at the entry.</summary>
    private void CheckUnhappened(Promise promise, HoldStack? stack, HoldMode mode, HoldMode may, SyntaxNode exit)
    {
        switch (promise.Kind)
        {
            case PromiseKind.Acquire:
                if (may != HoldMode.None && stack!.Strongest.Origin is HoldOrigin.Acquired or HoldOrigin.Guard
                    && stack.Strongest.Until is null) Broken(promise, stack, exit, "held on failure");
                break;
            case PromiseKind.Release or PromiseKind.Change:
                if (mode == HoldMode.None) Broken(promise, stack, exit, "required lost");
                else CheckLapse(promise);
                break;
        }
    }

    /// <summary>Whether the effect has taken place at this exit, by the value that is returned; null if that cannot be told, or is just right.</summary>
    private bool? Happened(Promise promise, SyntaxNode exit)
    {
        var effect = promise.Effect;
        if (effect is null || !effect.When.IsConditional) return true;
        if (_state.Env[_context.Slots.Returned] is not { } value) return effect.When.Kind == ResultTestKind.Taken ? null : false;
        if (effect.When.Kind == ResultTestKind.Taken) return null;
        var constant = effect.When.Kind == ResultTestKind.NotNull ? _values.Null : _values.Constant(effect.When.Constant);
        if (DependsOn(value, constant, effect.When.Kind != ResultTestKind.NotNull, promise) is { } depends)
        {
            if (!depends) Broken(promise, null, exit, "inverted");
            return null;
        }
        bool? known = Known(value, constant);
        if (known is not null) return effect.When.Kind == ResultTestKind.NotNull ? !known : known;
        if (effect.When.Kind == ResultTestKind.NotNull) return true;
        // Nothing tells whether the result says that the lock is held.
        var stack = FindHeld(promise.Lock) is { } key ? _state.Holds[key] : null;
        if (promise.Kind == PromiseKind.Acquire) return stack is null ? true : false;
        if (promise.Kind == PromiseKind.Release && stack is null) return false;
        return null;
    }

    /// <summary>
    /// Whether the returned value being equal (or not) to the constant says just that the lock's effect has taken place; null if the value has
    /// nothing to do with it.
    /// </summary>
    private bool? DependsOn(SymbolicValue value, SymbolicValue constant, bool equal, Promise promise)
    {
        while (value.Kind == ValueKind.Test && value.Test == TestKind.Equal && value.Other!.Kind == ValueKind.Constant && constant.Key is bool wanted)
        {
            wanted = wanted == equal;
            constant = value.Other;
            equal = wanted;
            value = value.Base!;
        }
        var pending = _state.Pending;
        for (int i = 0; i < pending.Count; i++)
        {
            bool itself = ReferenceEquals(value, pending.KeyAt(i));
            if (!itself && !value.Mentions(pending.KeyAt(i))) continue;
            var list = pending.ValueAt(i);
            for (int j = 0; j < list.Count; j++)
            {
                if (!HeldLocks.Same(_state, _values, list[j].Lock, promise.Lock)) continue;
                // A task that is handed on brings the lock when it is awaited, whatever it results in.
                if (!itself || list[j] is { NotNull: false, Constant: null }) return true;
                var expected = list[j].NotNull ? _values.Null : list[j].Constant!;
                bool expectedEqual = !list[j].NotNull;
                if (ReferenceEquals(expected, constant)) return expectedEqual == equal;
                return expected.Key is bool && constant.Key is bool ? expectedEqual != equal : true;
            }
        }
        return null;
    }

    private Lapse? FindLapse(SymbolicValue @lock)
    {
        for (int i = 0; i < _state.Lapsed.Count; i++)
        {
            if (IsSameLock(@lock, _state.Lapsed.KeyAt(i))) return _state.Lapsed.ValueAt(i);
        }
        return null;
    }

    /// <summary>Let go of and taken again: reported where it was let go of.</summary>
    private void CheckLapse(Promise promise)
    {
        if (FindLapse(promise.Lock) is not { } lapse || MayReleaseItself(promise.Lock)) return;
        Add(new Finding(FindingKind.LetGo, lapse.Place) { Lock = promise.Lock.Text, Detail = "release" });
    }

    private void Broken(Promise promise, HoldStack? stack, SyntaxNode exit, string how)
    {
        var level = stack?.Strongest;
        var lapse = FindLapse(promise.Lock);
        Add(new Finding(FindingKind.ExitContract, exit)
        {
            Lock = promise.Lock.Text,
            Wanted = promise.Mode,
            Held = stack?.Mode is { } mode && mode != HoldMode.None ? mode : stack?.May ?? HoldMode.None,
            Since = lapse?.Place ?? level?.Since,
            Downgraded = lapse is null && level is { Mode: HoldMode.Downgraded, Downgraded: not null },
            Detail = how,
            Member = _unit.Owner,
        });
    }
}
