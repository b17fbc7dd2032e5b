using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Mm.Analyzers.Contracts;
using Mm.Analyzers.Paths;

namespace Mm.Analyzers.LockSets;

internal sealed partial class Interpreter
{
    /// <summary>Releases take effect first, then changes of mode, then acquisitions and assertions.</summary>
    private void ApplyEffects(CallSite call, MemberContract contract, SymbolicValue result)
    {
        var made = call.Method.MethodKind == MethodKind.Constructor ? call.Method.ContainingType : call.Method.ReturnType;
        bool makesGuard = _contracts.IsGuard(made) || (PathBinder.Awaited(made) is { } awaited && _contracts.IsGuard(awaited));
        var guarded = ValueSet.Empty;
        for (int phase = 0; phase < 3; phase++)
        {
            foreach (var effect in contract.Effects)
            {
                if (PhaseOf(effect.Kind) != phase || Resolve(effect.Path, call) is not { } @lock) continue;
                if (IsTrusted(@lock) || (effect.OnlyOfLock && LockKinds.Known(_contracts, @lock) is null)) continue;
                bool byGuard = makesGuard && effect.Kind == EffectKind.Acquire;
                if (byGuard) guarded = guarded.Add(@lock);
                Apply(call, effect, @lock, result, byGuard ? result : null);
            }
        }
        if (makesGuard && guarded.Count == 0 && call.Method.MethodKind == MethodKind.Constructor) DeferGuard(call, contract, result);
        if (guarded.Count > 0)
        {
            _state = _state with { Guards = _state.Guards.Set(result, new GuardToken(GuardState.Live, guarded, call.Operation.Syntax)) };
            // A guard that certainly holds its lock is there: the null test before its disposal has one outcome.
            if (_state.Pending[result] is null
                && _state.Facts[result] is null) _state = _state with { Facts = _state.Facts.Set(result, Fact.IsNot(_values.Null)) };
        }
    }

    private static int PhaseOf(EffectKind kind) => kind switch
    {
        EffectKind.Release => 0,
        EffectKind.Acquire or EffectKind.Assert => 2,
        _ => 1,
    };

    private void Apply(CallSite call, Effect effect, SymbolicValue @lock, SymbolicValue result, SymbolicValue? guard)
    {
        string text = PathText(effect.Path, call);
        SymbolicValue? until = effect.Until is { } untilPath && Resolve(untilPath, call) is { } outer ? FindHeld(outer) ?? outer : null;
        if (until is not null && effect.Kind == EffectKind.Acquire && LacksOuterHold(call, effect.Until!, until)) return;
        if (TakesPlaceAtAwait(call, effect))
        {
            Defer(call, effect, @lock, result, until, guard, text);
            return;
        }
        switch (effect.When.Kind)
        {
            case ResultTestKind.Equals or ResultTestKind.NotNull:
                Defer(call, effect, @lock, result, until, guard, text);
                return;
            case ResultTestKind.Taken:
                var taken = Result(call.Operation, 50 + effect.When.Ordinal, null, "taken");
                if (call.ArgumentOperation(effect.When.Ordinal) is { } place) SetPlace(place, taken);
                Defer(call, effect with { When = ResultTest.Equal(true) }, @lock, taken, until, guard, text);
                return;
        }
        switch (effect.Kind)
        {
            case EffectKind.Acquire:
                // With a flag that is tested later, an acquisition that throws is told apart.
                if (effect.SetsTaken >= 0 && call.ArgumentOperation(effect.SetsTaken) is ILocalReferenceOperation local
                    && _unit.Tracked.Contains(_context.Slots.Of(local.Local))) MayThrow();
                Acquire(call.Node, effect, @lock, text, until, guard);
                if (effect.SetsTaken >= 0 && call.ArgumentOperation(effect.SetsTaken) is { } flag) SetPlace(flag, _values.True);
                break;
            case EffectKind.Release: Release(call.Node, @lock, effect.Mode, text, silent: call.Lacks && RequiresSame(call, @lock)); break;
            case EffectKind.Downgrade: Convert(call.Node, @lock, text, downgrade: true, effect.FromRead); break;
            case EffectKind.Upgrade: Convert(call.Node, @lock, text, downgrade: false, effect.FromRead); break;
            case EffectKind.Assert: AssertHeld(call.Node, @lock, effect.Mode); break;
            case EffectKind.MayRelease: MayRelease(call, @lock, text); break;
        }
    }

    private void Release(SyntaxNode node, SymbolicValue @lock, HoldMode mode, string text, bool silent = false)
    {
        if (FindHeld(@lock) is not { } key || _state.Holds[key] is not { } stack)
        {
            if (silent) return;
            if (PendingOn(@lock) is { } pending)
            {
                Add(new Finding(FindingKind.Untested, node) { Lock = text, Since = pending.Place, Detail = "released" });
                TakeAsHeld(pending.Lock);
                Release(node, @lock, mode, text, silent: true);
                return;
            }
            var any = AnyOfWith(@lock);
            if (any is not null)
            {
                _state = _state with { AnyOf = _state.AnyOf.Remove(any) };
                return;
            }
            Add(new Finding(FindingKind.ReleaseUnheld, node) { Lock = text, LetGo = _state.LetGo[@lock], Detail = HeldLocks.NearMiss(_state, @lock)?.Text ?? "" });
            return;
        }
        int index = LevelToRelease(stack, mode);
        if (index >= 0)
        {
            var level = stack[index];
            bool differs = level.Origin != HoldOrigin.Guard && !level.Ghost && !level.AnyMode
                && (level.IsMaybe || (level.May != level.Mode && !(Fits(level.May, mode) && Fits(level.Mode, mode))));
            if (differs && !silent)
            {
                Add(new Finding(FindingKind.MaybeHeld, node)
                {
                    Lock = text,
                    Since = level.Place,
                    LetGo = level.LetGo,
                    Held = level.Mode,
                    Wanted = level.May,
                    Detail = "released",
                    Also = (level.Downgraded ?? level.Other) is { } other ? [other] : [],
                });
            }
            else
            {
                Met(node, FindingKind.ReleaseUnheld, level);
                Met(node, FindingKind.ReleaseWrongMode, level);
            }
            Pop(key, stack, index, node);
            return;
        }
        var held = stack.Strongest;
        if (!silent)
        {
            Add(new Finding(FindingKind.ReleaseWrongMode, node)
            {
                Lock = text,
                Held = stack.Mode == HoldMode.None ? stack.May : stack.Mode,
                Wanted = mode,
                Since = held.Since,
                Downgraded = held.Mode == HoldMode.Downgraded && held.Downgraded is not null,
            });
        }
        Pop(key, stack, stack.Count - 1, node);
    }

    /// <summary>The innermost level that a release in this mode fits, a refused acquisition's first; -1 for none.</summary>
    private static int LevelToRelease(HoldStack stack, HoldMode mode)
    {
        for (int pass = 0; pass < 2; pass++)
        {
            for (int i = stack.Count - 1; i >= 0; i--)
            {
                var level = stack[i];
                if (level.AnyMode || Fits(level.Mode, mode) || (pass == 1 && Fits(level.May, mode))) return i;
            }
        }
        return -1;
    }

    private static bool Fits(HoldMode held, HoldMode released) => held != HoldMode.None
        && (released == HoldMode.None || held == released || (released == HoldMode.Read && held == HoldMode.Downgraded));

    private void Pop(SymbolicValue key, HoldStack stack, int index, SyntaxNode node)
    {
        var level = stack[index];
        var rest = stack.RemoveAt(index);
        _state = _state with { Holds = rest is null ? _state.Holds.Remove(key) : _state.Holds.Set(key, rest) };
        if (level.Ghost) return;
        if (level.Mode == HoldMode.Write && (rest is null || rest.Mode != HoldMode.Write)) EndUntil(key);
        if (rest is not null) return;
        EndHold(key, node);
        if (level.Origin != HoldOrigin.Guard) _state = _state with { LetGo = _state.LetGo.Set(key, node) };
        if (level.Origin == HoldOrigin.Entry) _state = _state with { Lapsed = _state.Lapsed.Set(key, new Lapse(node, false)) };
    }

    /// <summary>Locks that were acquired until this one's write hold ends are let go of with it.</summary>
    private void EndUntil(SymbolicValue outer)
    {
        var holds = _state.Holds;
        for (int i = 0; i < holds.Count; i++)
        {
            var key = holds.KeyAt(i);
            var rest = holds.ValueAt(i).Select(level => ReferenceEquals(level.Until, outer) ? null : level);
            if (ReferenceEquals(rest, holds.ValueAt(i))) continue;
            _state = _state with { Holds = rest is null ? _state.Holds.Remove(key) : _state.Holds.Set(key, rest) };
            if (rest is null) EndHold(key, null);
        }
        var pending = _state.Pending;
        for (int i = 0; i < pending.Count; i++)
        {
            var list = pending.ValueAt(i);
            for (int j = 0; j < list.Count; j++)
            {
                if (ReferenceEquals(list[j].Until, outer)) _state = _state with { Pending = _state.Pending.Remove(pending.KeyAt(i)) };
            }
        }
    }

    private void Convert(SyntaxNode node, SymbolicValue @lock, string text, bool downgrade, bool fromRead)
    {
        var target = downgrade ? HoldMode.Downgraded : HoldMode.Write;
        if (FindHeld(@lock) is not { } key || _state.Holds[key] is not { } stack)
        {
            if (PendingOn(@lock) is { } pending)
            {
                Add(new Finding(FindingKind.Untested, node) { Lock = text, Since = pending.Place, Detail = downgrade ? "downgraded" : "upgraded" });
                TakeAsHeld(pending.Lock);
            }
            else
            {
                Add(new Finding(FindingKind.Convert, node)
                {
                    Lock = text,
                    Held = HoldMode.None,
                    Wanted = target,
                    Detail = HeldLocks.NearMiss(_state, @lock)?.Text ?? ""
                });
                AddHold(@lock, Hold.Of(target, node, HoldOrigin.Asserted) with { Lock = LockInfo(@lock) });
                return;
            }
            key = FindHeld(@lock);
            if (key is null) return;
            stack = _state.Holds[key]!;
        }
        for (int i = stack.Count - 1; i >= 0; i--)
        {
            var level = stack[i];
            if (!level.AnyMode && !StartsFrom(level.Mode, downgrade, fromRead)) continue;
            var converted = level with { Mode = target, May = target, Downgraded = downgrade ? node : level.Downgraded, AnyMode = false };
            _state = _state with { Holds = _state.Holds.Set(key, stack.Replace(i, converted)) };
            if (downgrade) EndUntil(key);
            Met(node, FindingKind.Convert, level);
            return;
        }
        var strongest = stack.Strongest;
        if (StartsFrom(stack.May, downgrade, fromRead) && strongest.Origin != HoldOrigin.Guard)
        {
            Add(new Finding(FindingKind.MaybeHeld, node)
            {
                Lock = text,
                Since = strongest.Place,
                LetGo = strongest.LetGo,
                Held = strongest.Mode,
                Wanted = strongest.May,
                Detail = downgrade ? "downgraded" : "upgraded",
                Also = (strongest.Downgraded ?? strongest.Other) is { } other ? [other] : [],
            });
            _state = _state with
            {
                Holds = _state.Holds
                .Set(key, stack.Replace(stack.Count - 1, stack.Top with { Mode = target, May = target, Downgraded = node }))
            };
            if (downgrade) EndUntil(key);
            return;
        }
        Add(new Finding(FindingKind.Convert, node)
        {
            Lock = text,
            Held = stack.Mode == HoldMode.None ? stack.May : stack.Mode,
            Wanted = target,
            Since = strongest.Since,
            Downgraded = strongest.Mode == HoldMode.Downgraded && strongest.Downgraded is not null,
        });
    }

    private static bool StartsFrom(HoldMode mode, bool downgrade, bool fromRead) =>
        downgrade ? mode == HoldMode.Write : mode == HoldMode.Upgradeable || (fromRead && mode == HoldMode.Read);

    private void AssertHeld(SyntaxNode node, SymbolicValue @lock, HoldMode mode)
    {
        if (FindHeld(@lock) is { } key && _state.Holds[key] is { } stack)
        {
            if (stack.Mode >= mode && !(mode == HoldMode.Write && stack.Mode != HoldMode.Write)) return;
            int at = stack.Count - 1;
            var raised = stack.Top with { Mode = mode, May = mode };
            _state = _state with { Holds = _state.Holds.Set(key, stack.Replace(at, raised)) };
            return;
        }
        AddHold(@lock, Hold.Of(mode, node, HoldOrigin.Asserted) with { Lock = LockInfo(@lock) });
    }

    private void MayRelease(CallSite call, SymbolicValue @lock, string text)
    {
        var lack = Check(@lock, new LockName(text), NeedMode.Read, out var by);
        if (lack is not null)
        {
            var finding = new Finding(FindingKind.Call, call.Node) { Member = call.Method, Text = CallText(call), Lacks = [lack] };
            if (!RequiresSame(call, @lock)) Add(finding);
            TakeAsHeld([lack], [@lock]);
            return;
        }
        Met(call.Node, FindingKind.Call, by);
        if (FindHeld(@lock) is not { } key) return;
        EndHold(key, call.Node);
        EndUntil(key);
        bool entry = false;
        var stack = _state.Holds[key]!;
        for (int i = 0; i < stack.Count; i++) entry |= stack[i].Origin == HoldOrigin.Entry;
        if (entry && !MayReleaseItself(key))
        {
            Add(new Finding(FindingKind.LetGo, call.Node) { Member = call.Method, Text = CallText(call), Lock = text, Detail = "call" });
        }
    }

    /// <summary>Whether a requirement of the same call is about the same lock, and has reported it.</summary>
    private bool RequiresSame(CallSite call, SymbolicValue @lock)
    {
        var contract = _contracts.ContractOf(call.Method);
        foreach (var requirement in contract.Requirements)
        {
            foreach (var path in requirement.Paths)
            {
                if (Resolve(path, call) is { } required && HeldLocks.Same(_state, _values, required, @lock)) return true;
            }
        }
        foreach (var effect in contract.Effects)
        {
            if (effect.Kind is EffectKind.Upgrade or EffectKind.Downgrade && Resolve(effect.Path, call) is { } changed
                && HeldLocks.Same(_state, _values, changed, @lock)) return true;
        }
        return false;
    }
}
