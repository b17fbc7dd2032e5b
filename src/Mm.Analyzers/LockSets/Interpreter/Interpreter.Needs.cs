using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Mm.Analyzers.Contracts;
using Mm.Analyzers.Paths;

namespace Mm.Analyzers.LockSets;

internal sealed partial class Interpreter
{
    private SymbolicValue? FindHeld(SymbolicValue @lock) => HeldLocks.Find(_state, _values, _contracts, @lock, _context.OwnerInference);

    /// <summary>What is lacking of one lock, or null if the need is met; <paramref name="by"/> is the hold that meets it.</summary>
    private Lack? Check(SymbolicValue? @lock, in LockName name, NeedMode need, out Hold? by)
    {
        by = null;
        if (@lock is null) return new Lack(LackKind.NotHeld, name.Text, need);
        if (IsTrusted(@lock) || HeldLocks.RunsThroughNull(_state, @lock)) return null;
        if (FindHeld(@lock) is { } key)
        {
            var stack = _state.Holds[key]!;
            if (stack.Mode.Satisfies(need))
            {
                by = stack.Strongest;
                return null;
            }
            var level = stack.Strongest;
            if (stack.May.Satisfies(need) && level.Origin != HoldOrigin.Guard)
            {
                var may = level;
                for (int i = 0; i < stack.Count; i++)
                {
                    if (stack[i].May.Satisfies(need)) may = stack[i];
                }
                return Lacking(LackKind.Maybe, @lock, name.Text, need) with { Held = stack.Mode, Since = may.Place, Other = may.Other ?? may.Downgraded, LetGo = may.LetGo };
            }
            var held = stack.Mode == HoldMode.None ? stack.May : stack.Mode;
            if (held != HoldMode.None)
            {
                return Lacking(LackKind.TooWeak, @lock, name.Text, need) with
                {
                    Held = held,
                    Since = level.Since,
                    Downgraded = level.Mode == HoldMode.Downgraded && level.Downgraded is not null,
                };
            }
        }
        // MML005 has been said where the monitor of a lock was taken instead; the accesses under it are the same mistake.
        if (@lock.Type is { } type && _contracts.LockTypeOf(type) is not null && FindHeld(_values.Monitor(@lock)) is not null) return null;
        if (PendingOn(@lock) is { } pending) return Lacking(LackKind.Untested, @lock, name.Text, need) with { Held = pending.Mode, Since = pending.Place };
        if (need != NeedMode.Read && AnyOfWith(@lock) is { } any)
        {
            return Lacking(LackKind.TooWeak, @lock, name.Text, need) with { Held = HoldMode.Read, Since = any.Place, OneOfSeveral = true };
        }
        return Lacking(LackKind.NotHeld, @lock, name.Text, need) with
        {
            NearMiss = HeldLocks.NearMiss(_state, @lock)?.Text,
            LetGo = _state.LetGo[@lock],
            Published = PublishedAt(@lock),
        };
    }

    private Lack Lacking(LackKind kind, SymbolicValue @lock, string text, NeedMode need) =>
        new(kind, text, need) { Annotation = AnnotationPath(@lock, text) };

    /// <summary>A path that an annotation of the containing member can name: as the code has it where that will do, else as it is known; null if there is none.</summary>
    private string? AnnotationPath(SymbolicValue @lock, string text)
    {
        if (!Reporting || _unit.Method is not { } method || RootOf(@lock) is not { } root) return null;
        var scope = BindingScope.Of(method);
        if (FromRoot(text, root) is { } path && Names(path, scope)) return path;
        return Names(@lock.Text, scope) ? @lock.Text : null;
    }

    private bool Names(string path, in BindingScope scope) => _contracts.Binder.Bind(path, scope).Error == PathError.None;

    /// <summary>Where the path of a lock starts: at this, at a type or at a parameter; null if anywhere else.</summary>
    private static SymbolicValue? RootOf(SymbolicValue @lock)
    {
        var part = @lock;
        while (part is { Kind: ValueKind.Member, Base: { } @base }) part = @base;
        return part.Kind is ValueKind.This or ValueKind.Type || (part.Kind == ValueKind.Variable && part.Key is IParameterSymbol) ? part : null;
    }

    /// <summary>The text of a path, a local at its start replaced by what it is a copy of; null if it starts elsewhere than the lock does.</summary>
    private string? FromRoot(string text, SymbolicValue root)
    {
        var segments = text.Split('.');
        for (int i = 0; i < _state.Env.Count; i++)
        {
            if (_state.Env.KeyAt(i).Symbol is not ILocalSymbol local || local.Name != segments[0]) continue;
            var copied = _state.Env.ValueAt(i);
            return ReferenceEquals(RootOf(copied), root) ? copied.Text + text.Substring(local.Name.Length) : null;
        }
        if (root.Kind != ValueKind.This) return segments[0] == root.Text ? text : null;
        return _unit.Method!.Parameters.Any(p => p.Name == segments[0]) ? null : text;
    }

    private Pending? PendingOn(SymbolicValue @lock)
    {
        var pending = _state.Pending;
        for (int i = 0; i < pending.Count; i++)
        {
            var list = pending.ValueAt(i);
            for (int j = 0; j < list.Count; j++)
            {
                if (list[j].Kind == EffectKind.Acquire && HeldLocks.Same(_state, _values, list[j].Lock, @lock)) return list[j];
            }
        }
        return null;
    }

    private AnyOf? AnyOfWith(SymbolicValue @lock)
    {
        foreach (var fact in _state.AnyOf)
        {
            for (int i = 0; i < fact.Locks.Count; i++)
            {
                if (HeldLocks.Same(_state, _values, fact.Locks[i], @lock)) return fact;
            }
        }
        return null;
    }

    /// <summary>Whether some any-of fact has only alternatives that are among the given locks.</summary>
    private bool MeetsAnyOf(ImmutableArray<SymbolicValue?> locks)
    {
        foreach (var fact in _state.AnyOf)
        {
            bool all = true;
            for (int i = 0; i < fact.Locks.Count && all; i++)
            {
                bool found = false;
                foreach (var candidate in locks)
                {
                    if (candidate is not null && IsSameOrOwners(candidate, fact.Locks[i])) found = true;
                }
                all = found;
            }
            if (all) return true;
        }
        return false;
    }

    private bool IsSameOrOwners(SymbolicValue wanted, SymbolicValue held) => HeldLocks.Same(_state, _values, wanted, held);

    /// <summary>After a use of a lock that depends on an untested result, it is taken as held, so that the one cause is reported once.</summary>
    private void TakeAsHeld(ImmutableArray<Lack> lacks, ImmutableArray<SymbolicValue?> locks)
    {
        bool untested = false;
        foreach (var lack in lacks) untested |= lack.Kind == LackKind.Untested;
        if (!untested) return;
        foreach (var @lock in locks)
        {
            if (@lock is not null) TakeAsHeld(@lock);
        }
    }

    private void TakeAsHeld(SymbolicValue @lock)
    {
        var pending = _state.Pending;
        for (int i = 0; i < pending.Count; i++)
        {
            var list = pending.ValueAt(i);
            for (int j = 0; j < list.Count; j++)
            {
                if (list[j].Kind != EffectKind.Acquire || !HeldLocks.Same(_state, _values, list[j].Lock, @lock)) continue;
                var item = list[j];
                _state = _state with { Pending = _state.Pending.Remove(pending.KeyAt(i)) };
                var origin = item.Guard is null ? HoldOrigin.Asserted : HoldOrigin.Guard;
                AddHold(item.Lock, Hold.Of(item.Mode, item.Place, origin) with { Lock = item.LockType, Until = item.Until, Guard = item.Guard, Assumed = item.Guard is null });
                if (item.Guard is not null) _state = _state with { Facts = _state.Facts.Set(item.Guard, Fact.IsNot(_values.Null)) };
                return;
            }
        }
    }
}
