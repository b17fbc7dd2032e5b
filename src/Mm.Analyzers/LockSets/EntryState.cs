using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Mm.Analyzers.Contracts;
using Mm.Analyzers.Paths;

namespace Mm.Analyzers.LockSets;

/// <summary>What a body starts with, and what it must end with, by its own contract.</summary>
internal sealed class EntryState
{
    private readonly BodyUnit _unit;
    private readonly ValueTable _values;
    private readonly ContractModel _contracts;
    private readonly ImmutableArray<Promise>.Builder _promises = ImmutableArray.CreateBuilder<Promise>();
    private LockState _state;

    private EntryState(BodyUnit unit, LockState start)
    {
        _unit = unit;
        _values = unit.Context.Values;
        _contracts = unit.Context.Contracts;
        _state = start;
    }

    public static (LockState State, EntryContract Contract) Of(BodyUnit unit, LockState start)
    {
        var entry = new EntryState(unit, start);
        entry.Build();
        return (entry._state, new EntryContract(entry._promises.ToImmutable()) { IsPrimitive = entry.IsPrimitive() });
    }

    private bool IsPrimitive()
    {
        if (!_unit.ImplementsLock) return false;
        if (_unit.Method is { Name: "Dispose" or "DisposeAsync" }) return true;
        foreach (var effect in _unit.Contract.Effects)
        {
            if (effect.Path is { Root: PathRoot.This, Members.IsEmpty: true }) return true;
        }
        return false;
    }

    private void Build()
    {
        var contract = _unit.Contract;
        if (contract.IsUnknown) _state = _state with { Broken = true };
        if (_unit.RunsInline)
        {
            // A delegate that runs during the call leaves the caller's locks as they are.
            for (int i = 0; i < _state.Holds.Count; i++) _promises
                .Add(new Promise(PromiseKind.Keep, _state.Holds.KeyAt(i), _state.Holds.ValueAt(i).Mode, null));
            _state = _state with { Holds = AsEntry(_state.Holds) };
        }
        foreach (var requirement in contract.Requirements)
        {
            if (requirement.Any && requirement.Paths.Length > 1)
            {
                var locks = ValueSet.Empty;
                foreach (var path in requirement.Paths)
                {
                    if (Resolve(path) is { } @lock) locks = locks.Add(@lock);
                }
                if (locks.Count > 0) _state = _state with { AnyOf = _state.AnyOf.Add(new AnyOf(locks, Place())) };
                continue;
            }
            foreach (var path in requirement.Paths)
            {
                if (Resolve(path) is not { } @lock) continue;
                Hold(@lock, requirement.Need.AsHeld());
                if (!Changes(path)) _promises.Add(new Promise(PromiseKind.Keep, @lock, requirement.Need.AsHeld(), null));
            }
        }
        foreach (var effect in contract.Effects)
        {
            if (effect.Path.Root == PathRoot.Return)
            {
                var result = _values.Variable(_unit.Method!);
                if (effect.Kind == EffectKind.Acquire) _promises.Add(new Promise(PromiseKind.Acquire, result, effect.Mode, effect) { OfResult = effect.Path });
                continue;
            }
            if (Resolve(effect.Path) is { } @lock) Start(effect, @lock);
        }
        for (int i = 0; i < (_unit.Method?.Parameters.Length ?? 0); i++) Parameter(_unit.Method!.Parameters[i], contract.Parameter(i));
        if (StartsIsolated())
        {
            var self = _values.This(_unit.ContainingType);
            _state = _state with { Isolated = _state.Isolated.Set(self, new Isolation(false)) };
        }
    }

    /// <summary>Whether an effect of the same contract changes or ends the hold that a requirement speaks of.</summary>
    private bool Changes(LockPath path)
    {
        foreach (var effect in _unit.Contract.Effects)
        {
            if (effect.Kind is EffectKind.Release or EffectKind.Downgrade or EffectKind.Upgrade && effect.Path.Equals(path)) return true;
        }
        return false;
    }

    private void Start(Effect effect, SymbolicValue @lock)
    {
        switch (effect.Kind)
        {
            case EffectKind.Acquire:
                _promises.Add(new Promise(PromiseKind.Acquire, @lock, effect.Mode, effect));
                break;
            case EffectKind.Release:
                Hold(@lock, effect.Mode == HoldMode.None ? HoldMode.Read : effect.Mode, anyMode: effect.Mode == HoldMode.None);
                _promises.Add(new Promise(PromiseKind.Release, @lock, effect.Mode, effect));
                break;
            case EffectKind.Downgrade:
                Hold(@lock, HoldMode.Write);
                _promises.Add(new Promise(PromiseKind.Change, @lock, HoldMode.Downgraded, effect));
                break;
            case EffectKind.Upgrade:
                Hold(@lock, HoldMode.Upgradeable);
                _promises.Add(new Promise(PromiseKind.Change, @lock, HoldMode.Write, effect));
                break;
            case EffectKind.MayRelease:
                bool required = _state.Holds[@lock] is not null;
                Hold(@lock, LockKinds.Of(_contracts, @lock) is { Exclusive: true } ? HoldMode.Write : HoldMode.Read);
                _promises.Add(new Promise(PromiseKind.MayLapse, @lock, HoldMode.None, effect));
                if (!required) _promises.Add(new Promise(PromiseKind.Keep, @lock, HoldMode.Read, null));
                break;
            case EffectKind.Assert:
                // The member checks at run time what it promises; its body is that check.
                break;
        }
    }

    private void Hold(SymbolicValue @lock, HoldMode mode, bool anyMode = false)
    {
        if (_state.Holds[@lock] is { } known && known.Mode >= mode) return;
        var info = LockKinds.Of(_contracts, @lock);
        var hold = LockSets.Hold.Of(mode, Place(), HoldOrigin.Entry) with { AnyMode = anyMode, Lock = info };
        _state = _state with { Holds = _state.Holds.Set(@lock, HoldStack.Of(hold)) };
    }

    private void Parameter(IParameterSymbol parameter, ParameterFacts facts)
    {
        var value = _state.Env[_unit.Context.Slots.Of(parameter)] ?? _values.Variable(parameter);
        if (_contracts.IsGuard(parameter.Type))
        {
            var locks = ValueSet.Empty;
            foreach (var hold in facts.GuardHolds)
            {
                if (Resolve(hold.Path) is not { } @lock) continue;
                locks = locks.Add(@lock);
                var info = LockKinds.Of(_contracts, @lock);
                var level = LockSets.Hold.Of(hold.Need.AsHeld(), Place(), HoldOrigin.Guard) with { Guard = value, Lock = info };
                _state = _state with { Holds = _state.Holds.Set(@lock, HoldStack.Of(level)) };
            }
            if (locks.Count > 0) _state = _state with { Guards = _state.Guards.Set(value, new GuardToken(GuardState.Borrowed, locks, Place())) };
        }
        if (facts.Isolated) _state = _state with { Isolated = _state.Isolated.Set(value, new Isolation(true)) };
        if (facts.ValidUnder.Length > 0)
        {
            var declared = ValueSet.Empty;
            foreach (var path in facts.ValidUnder)
            {
                if (Resolve(path) is { } @lock) declared = declared.Add(@lock);
            }
            if (declared.Count > 0) _state = _state with { Valid = _state.Valid.Set(value, new Validity(declared, Held(declared))) };
        }
        if (facts.OwnedBy is { } owner && Resolve(owner) is { } known)
        {
            for (ITypeSymbol? type = parameter.Type; type is not null; type = type.BaseType)
            {
                foreach (var member in type.GetMembers())
                {
                    if (!_contracts.IsLockOwner(member)
                        || !SymbolEqualityComparer.Default.Equals(ValueTable.TypeOf(member)?.OriginalDefinition, known.Type?.OriginalDefinition)) continue;
                    _state = HeldLocks.AddEqual(_state, _values, _values.Member(value, _contracts.Canonical(member)), known);
                }
            }
        }
    }

    /// <summary>Those that the contract holds; all, if the contract says nothing of them.</summary>
    private ValueSet Held(ValueSet declared)
    {
        var held = ValueSet.Empty;
        for (int i = 0; i < declared.Count; i++)
        {
            if (_state.Holds[declared[i]] is not null) held = held.Add(declared[i]);
        }
        return held.Count > 0 ? held : declared;
    }

    /// <summary>An object under construction is reached by nobody else.</summary>
    private bool StartsIsolated() => _unit.Outer is null && (_unit.Method is { MethodKind: MethodKind.Constructor } or { IsInitOnly: true }
        || (_unit.Owner is IFieldSymbol or IPropertySymbol or IEventSymbol && _unit.Method is null && !_unit.Owner.IsStatic));

    private SymbolicValue? Resolve(LockPath path)
    {
        SymbolicValue? value = path.Root switch
        {
            PathRoot.This => _values.This(_unit.ContainingType),
            PathRoot.Parameter when path.Ordinal < (_unit.Method?.Parameters.Length ?? 0) => Variable(_unit.Method!.Parameters[path.Ordinal]),
            PathRoot.Type when path.RootType is { } type => _values.Type(type),
            PathRoot.Captured when path.Members is [{ Symbol: { } symbol }, ..] => Variable(symbol),
            _ => null,
        };
        if (value is null) return null;
        for (int i = path.Root == PathRoot.Captured ? 1 : 0; i < path.Members.Length; i++)
        {
            var member = path.Members[i];
            if (member.Symbol is null)
            {
                value = _values.Member(value, member.Name);
                continue;
            }
            var implementation = ContractModel.Implementation(member.Symbol, value.Type);
            if (_contracts.AliasOf(implementation) is { Root: PathRoot.This or PathRoot.Type } alias)
            {
                if (alias.Root == PathRoot.Type) value = _values.Type(alias.RootType!);
                foreach (var step in alias.Members) value = step.Symbol is { } symbol ? _values.Member(value, _contracts.Canonical(symbol))
                    : _values.Member(value, step.Name);
                continue;
            }
            var canonical = _contracts.Canonical(member.Symbol);
            value = _values.Member(canonical.IsStatic ? _values.Type(canonical.ContainingType) : value, canonical);
        }
        return value;
    }

    private SymbolicValue Variable(ISymbol symbol) => _state.Env[_unit.Context.Slots.Of(symbol)] ?? _values.Variable(symbol);

    /// <summary>The member's name stands for what its contract holds.</summary>
    private SyntaxNode Place()
    {
        foreach (var reference in _unit.Owner.DeclaringSyntaxReferences) return reference.GetSyntax();
        return _unit.Graph.OriginalOperation.Syntax;
    }

    private static Flow.SmallMap<SymbolicValue, HoldStack> AsEntry(Flow.SmallMap<SymbolicValue, HoldStack> holds)
    {
        var result = holds;
        for (int i = 0; i < holds.Count; i++)
        {
            if (holds.ValueAt(i).Select(static level => level.Origin == HoldOrigin.Acquired
                || level.Statement is not null ? level with { Origin = HoldOrigin.Entry, Statement = null } : level) is { } stack)
            {
                result = result.Set(holds.KeyAt(i), stack);
            }
        }
        return result;
    }
}
