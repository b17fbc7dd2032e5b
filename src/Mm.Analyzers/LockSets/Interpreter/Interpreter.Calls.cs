using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Mm.Analyzers.Contracts;
using Mm.Analyzers.Contracts.BuiltIn;
using Mm.Analyzers.Paths;

namespace Mm.Analyzers.LockSets;

internal sealed partial class Interpreter
{
    private SymbolicValue Invocation(IInvocationOperation invocation)
    {
        var method = invocation.TargetMethod;
        var contract = _contracts.ContractOf(method);
        bool mutates = contract.Mutates || method.MethodKind == MethodKind.PropertySet || KnownTypes.ChangesViewed(method);
        SymbolicValue? receiver = null;
        if (invocation.Instance is { } instance)
        {
            if (instance.Type is { IsValueType: true } && !method.IsReadOnly
                && method.ContainingType is { IsReadOnly: false, IsValueType: true }) mutates = true;
            bool guard = GuardTypeOf(instance) is not null;
            if (guard && DisposalOf(GuardTypeOf(instance)!, method) is { } implementation)
            {
                // A class guard is disposed through IDisposable.
                method = implementation;
                contract = _contracts.ContractOf(method);
            }
            receiver = Evaluate(instance, guard ? Use.None : mutates ? Use.ThroughWrite : Use.ThroughRead);
            if (mutates && instance is IInvocationOperation && receiver.Kind == ValueKind.View) CheckView(instance, receiver, Use.ThroughWrite);
        }
        var call = new CallSite(invocation, method, receiver, invocation.Instance, invocation.Arguments.Length);
        EvaluateArguments(call, invocation.Arguments, contract, receiver);
        if (KnownCalls.IsReferenceEquals(method) && call.Arguments.Count == 2)
        {
            return _values.Test(TestKind.Equal, call.Arguments[0].Value, call.Arguments[1].Value);
        }
        if (_contracts.HeldTest(method) is { } held && (receiver ?? call.Argument(0)) is { } tested)
        {
            return _values.Test(TestKind.Held, IsMonitor(method) ? MonitorOf(tested) : tested, _values.Constant((int)held));
        }
        if (method is { ReturnType.SpecialType: SpecialType.System_Boolean, Parameters.IsEmpty: true, MethodKind: MethodKind.Ordinary }
            && AsksForHold(method, receiver) is { } asked) return asked;
        if ((receiver is not null && OfNullable(method, receiver) is { } plain ? plain : FlagTest(call)) is { } known) return known;
        if (method.MethodKind == MethodKind.LocalFunction) _nested.LocalFunctionCall(method.OriginalDefinition, WithParameters(call));
        if (TaskCall(call) is { } ofTask) return ofTask;
        foreach (var (_, value, _) in call.Arguments)
        {
            if (receiver is not null && mutates && KnownTypes.IsFollowed(method.ContainingType)) CollectTask(value, receiver);
            else HandOnTask(value);
        }
        var result = Call(call, contract);
        AssumeArguments(call);
        if (method.MethodKind == MethodKind.LocalFunction)
        {
            ForgetAssigned(call, _nested.AssignedBy(method.OriginalDefinition));
            BreakIfBroken(method.OriginalDefinition);
        }
        else if (SymbolEqualityComparer.Default
            .Equals(method.ContainingType?.OriginalDefinition, _unit.ContainingType?.OriginalDefinition)) KillAssignedMembers(call);
        if (KnownCalls.DoesNotReturn(method)) ThrowHere(invocation.Syntax);
        return result;
    }

    /// <summary>What a local function's parameters are at a call: a lock that the caller holds by an argument is held by the parameter.</summary>
    private LockState WithParameters(CallSite call)
    {
        var env = _state.Env;
        foreach (var (ordinal, value, _) in call.Arguments)
        {
            var parameters = call.Method.OriginalDefinition.Parameters;
            if ((uint)ordinal < (uint)parameters.Length && parameters[ordinal] is { RefKind: RefKind.None, Type.IsReferenceType: true } parameter)
            {
                env = env.Set(_context.Slots.Of(parameter), value);
            }
        }
        return ReferenceEquals(env, _state.Env) ? _state : _state with { Env = env };
    }

    private void EvaluateArguments(CallSite call, ImmutableArray<IArgumentOperation> arguments, MemberContract contract, SymbolicValue? receiver)
    {
        var method = call.Method;
        int changed = KnownTypes.MutatedArgument(method);
        bool view = KnownTypes.MakesView(method);
        foreach (var argument in arguments)
        {
            var parameter = argument.Parameter;
            int ordinal = parameter?.Ordinal ?? -1;
            var facts = contract.Parameter(ordinal);
            SymbolicValue value;
            if (argument.Value is IDelegateCreationOperation or IFlowAnonymousFunctionOperation)
            {
                value = Delegate(argument.Value, LambdaUseOf(call, argument, facts));
                Passed(call, argument, value, facts);
                call.Add(argument, value);
                continue;
            }
            var use = ArgumentUse(call, argument, changed >= 0 && ordinal == changed, view || method.IsExtensionMethod);
            value = Evaluate(argument.Value, use);
            if (changed >= 0 && ordinal == changed && value.Kind == ValueKind.View && Unwrap(argument.Value) is IInvocationOperation made) CheckView(made, value, Use.ThroughWrite);
            if (parameter?.RefKind == RefKind.Out) value = Result(call.Operation, 10 + ordinal, parameter.Type, argument);
            else Passed(call, argument, value, facts);
            call.Add(argument, value);
        }
    }

    /// <summary>Variables that were passed by reference have new values.</summary>
    private void AssignByReference(CallSite call, MemberContract contract)
    {
        foreach (var (ordinal, value, operation) in call.Arguments)
        {
            if (ordinal < 0 || ordinal >= call.Method.Parameters.Length) continue;
            var parameter = call.Method.Parameters[ordinal];
            if (parameter.RefKind == RefKind.Out)
            {
                SetPlace(operation, value);
                if (IsIsolatedCollection(call.Receiver) && KnownTypes.IsFollowed(call.Method.ContainingType) && parameter.Type.IsReferenceType) Own(value);
            }
            else if (parameter.RefKind == RefKind.Ref && !_contracts.IsGuard(parameter.Type) && !IsTakenFlag(contract, ordinal))
            {
                SetPlace(operation, Result(call.Operation, 10 + ordinal, parameter.Type, operation));
            }
        }
    }

    /// <summary>A flag that an effect sets itself.</summary>
    private static bool IsTakenFlag(MemberContract contract, int ordinal)
    {
        foreach (var effect in contract.Effects)
        {
            if (effect.SetsTaken == ordinal || (effect.When.Kind == ResultTestKind.Taken && effect.When.Ordinal == ordinal)) return true;
        }
        return false;
    }

    private void SetPlace(IOperation target, SymbolicValue value)
    {
        switch (Unwrap(target))
        {
            case IDeclarationExpressionOperation declaration: SetPlace(declaration.Expression, value); break;
            case ILocalReferenceOperation local: Assign(_context.Slots.Of(local.Local), value); break;
            case IParameterReferenceOperation parameter when !IsPrimaryParameterElsewhere(parameter.Parameter):
                Assign(_context.Slots.Of(parameter.Parameter), value);
                break;
            case IParameterReferenceOperation { Parameter: var captured }:
                AssignMember(captured, This(captured.ContainingType), value);
                break;
            case IFieldReferenceOperation field:
                AssignMember(field.Field, field.Instance is null ? _values.Type(field.Field.ContainingType) : Peek(field.Instance), value);
                break;
            case IArrayElementReferenceOperation element:
                AssignElement(Silently(element, static (interpreter, element) => interpreter.ElementPlace(element, Use.None)), value);
                break;
        }
    }

    private static Use ArgumentUse(CallSite call, IArgumentOperation argument, bool changes, bool through)
    {
        var parameter = argument.Parameter;
        switch (parameter?.RefKind)
        {
            case RefKind.Ref or RefKind.Out:
                if (KnownTypes.IsNamed(call.Method.ContainingType, "System.Threading", "Interlocked")) return call.Method.Name == "Read" ? Use.VolatileRead
                    : Use.Interlocked;
                if (KnownTypes.IsNamed(call.Method.ContainingType, "System.Threading", "Volatile")) return call.Method.Name == "Read" ? Use.VolatileRead
                    : Use.Write;
                return parameter.RefKind == RefKind.Out ? Use.Write : Use.ReadWrite;
            case RefKind.In or RefKind.RefReadOnlyParameter:
                return KnownTypes.IsNamed(call.Method.ContainingType, "System.Threading", "Volatile")
                    || KnownTypes.IsNamed(call.Method.ContainingType, "System.Threading", "Interlocked") ? Use.VolatileRead : Use.Read;
        }
        if (changes) return Use.ThroughWrite;
        bool followed = KnownTypes.IsFollowed(argument.Value.Type) || KnownTypes.IsFollowed(Unwrap(argument.Value).Type);
        return followed || (through && parameter?.Ordinal == 0) ? Use.ThroughRead : Use.Read;
    }

    /// <summary>Checks the call's contract, applies it, and gives the result.</summary>
    private SymbolicValue Call(CallSite call, MemberContract contract)
    {
        var operation = call.Operation;
        var method = call.Method;
        bool returns = !method.ReturnsVoid || method.MethodKind == MethodKind.Constructor;
        var type = method.MethodKind == MethodKind.Constructor ? method.ContainingType : method.ReturnType;
        bool acquires = false;
        foreach (var effect in contract.Effects) acquires |= effect.Kind is EffectKind.Acquire or EffectKind.Assert;
        // An acquisition that throws has acquired nothing, and is not what a finally block has to undo.
        if (!acquires) MayThrow();
        if (Reporting)
        {
            Observe(method, call.Node, call.Receiver, false);
            if (contract.HasLockContract) _nested.Touches();
        }
        if (contract.IsNone && (call.ReceiverOperation is null || GuardTypeOf(call.ReceiverOperation) is null))
        {
            AssignByReference(call, contract);
            return ResultWithoutContract(call, returns, type);
        }
        if (contract.IsUnknown) Break();
        CheckRequirements(call, contract);
        CheckGuardArguments(call, contract);
        if (call.Receiver is { } guard && GuardCall(call, contract, guard, out var handedOver)) return handedOver;

        SymbolicValue result = returns || contract.Effects.Length > 0 ? Result(operation, 0, type, operation) : Unknown(operation);
        call.Result = result;
        if (contract.Return.Lock is { } lockPath && Resolve(lockPath, call) is { } named) result = named;
        AssignByReference(call, contract);
        ApplyEffects(call, contract, result);
        ApplyParameterFacts(call, contract);
        ApplyReturnFacts(call, contract.Return, result);
        if (returns && type.IsReferenceType && contract.Mutates && IsIsolatedCollection(call.Receiver) && KnownTypes.IsFollowed(method.ContainingType)) Own(result);
        if (contract.Requirements.Length > 0 && Iterators.IsIterator(method) && Resolve(contract.Requirements[0].Paths[0], call) is { } needed)
        {
            // The body runs while the result is enumerated: that must be under the lock too.
            return _values.View(FindHeld(needed) ?? needed, operation, operation.Type);
        }
        if (contract.Return.Lock is null && call.Receiver is { } source && KnownTypes.MakesView(method)) return ViewOf(operation, source);
        return result;
    }

    private SymbolicValue ResultWithoutContract(CallSite call, bool returns, ITypeSymbol type)
    {
        var method = call.Method;
        if (KnownTypes.MakesView(method))
        {
            var source = call.Receiver is { Kind: not ValueKind.Type } receiver ? receiver : call.Argument(0);
            if (source is not null) return ViewOf(call.Operation, source);
        }
        if (call.Receiver is { } collection && IsIsolatedCollection(collection) && returns && type.IsReferenceType) return IsolatedElement(call.Operation, collection);
        if (method.IsStatic && method.Name is "Exchange" or "CompareExchange" && KnownTypes.IsNamed(method.ContainingType, "System.Threading", "Interlocked"))
        {
            return Unknown(call.Operation);
        }
        if (method.Name == "<Clone>$")
        {
            // A `with` copy is new.
            var copy = Unknown(call.Operation);
            Isolate(copy);
            return copy;
        }
        if (method.Name is "ConfigureAwait" or "AsTask" && call.Receiver is not null) return call.Receiver;
        // Of a guard: `await using (guard.ConfigureAwait(false))`.
        if (method.Name == "ConfigureAwait" && method.IsStatic && call.Argument(0) is { } configured && _state.Guards[configured] is not null) return configured;
        return returns && type.IsReferenceType && IsStepOfPath(call) ? StepOfPath(call) : Unknown(call.Operation);
    }

    private SymbolicValue? Resolve(LockPath path, CallSite call)
    {
        SymbolicValue? value = path.Root switch
        {
            PathRoot.This => call.Receiver ?? (call.Method.MethodKind == MethodKind.LocalFunction ? This(null) : null),
            PathRoot.Parameter when IsMonitor(call.Method) => call.Argument(path.Ordinal) is { } locked ? MonitorOf(locked) : null,
            PathRoot.Parameter => call.Argument(path.Ordinal),
            PathRoot.Return => call.Result,
            PathRoot.Type when path.RootType is { } type => _values.Type(type),
            PathRoot.Captured when path.Members is [{ Symbol: { } symbol }, ..] => _state.Env[_context.Slots.Of(symbol)] ?? _values.Variable(symbol),
            _ => null,
        };
        if (value is null) return null;
        for (int i = path.Root == PathRoot.Captured ? 1 : 0; i < path.Members.Length; i++) value = ReadMember(value, path.Members[i]);
        return value;
    }

    /// <summary>The answer of a member of the user's own that only asks whether a lock is held (`bool HasLock => Monitor.IsEntered(_gate)`); null for any other member.</summary>
    private SymbolicValue? AsksForHold(ISymbol member, SymbolicValue? receiver) =>
        _contracts.HeldTestBody(member) is { } asked && Resolve(asked.Lock, receiver ?? _values.Type(member.ContainingType)) is { } @lock
            ? _values.Test(TestKind.Held, asked.IsMonitor ? MonitorOf(@lock) : @lock, _values.Constant((int)asked.Mode))
            : null;

    private static bool IsMonitor(IMethodSymbol method) => method.IsStatic && BuiltInLocks.Find(method.ContainingType) is MonitorMembers;

    /// <summary>What Monitor locks: the object, unless that is a lock itself, which it leaves alone.</summary>
    private SymbolicValue MonitorOf(SymbolicValue value) =>
        LockKinds.Known(_contracts, value) is not null && BuiltInLocks.Find(value.Type as INamedTypeSymbol) is not ThreadingLock ? _values.Monitor(value) : value;

    private SymbolicValue OperatorCall(IOperation operation, IMethodSymbol method, SymbolicValue[] arguments, IOperation[] operands)
    {
        // An instance operator of C# 14 is called on its first operand.
        int first = method.IsStatic ? 0 : 1;
        var call = new CallSite(operation, method, first == 0 ? null : arguments[0], first == 0 ? null : operands[0], arguments.Length - first);
        for (int i = first; i < arguments.Length; i++) call.Add(i - first, arguments[i], operands[i]);
        return Call(call, _contracts.ContractOf(method));
    }

    private SymbolicValue Creation(IObjectCreationOperation creation)
    {
        if (creation.Constructor is not { } constructor) return Children(creation, Use.Read);
        var contract = _contracts.ContractOf(constructor);
        var call = new CallSite(creation, constructor, null, null, creation.Arguments.Length);
        EvaluateArguments(call, creation.Arguments, contract, null);
        var result = Call(call, contract);
        if (MutexMembers.MayBeOwned(creation)) AddHold(result, Hold.Of(HoldMode.Write, creation.Syntax, HoldOrigin.Asserted) with { Ghost = true });
        if (creation.Initializer is { } initializer) Evaluate(initializer, Use.Read);
        if (creation.Type is { IsReferenceType: true } && result.Kind == ValueKind.Result)
        {
            _state = _state with { Isolated = _state.Isolated.Set(result, new Isolation(KnownTypes.IsFollowed(creation.Type))) };
            foreach (var (_, value, operation) in call.Arguments) Mix(value, Unwrap(operation).Type, result);
            _state = _state with { Facts = _state.Facts.Set(result, Fact.IsNot(_values.Null)) };
        }
        return result;
    }

    /// <summary>Debug.Assert and whatever has a parameter marked [DoesNotReturnIf].</summary>
    private void AssumeArguments(CallSite call)
    {
        _assumedAt = call.Node;
        foreach (var (ordinal, value, _) in call.Arguments)
        {
            if (ordinal < 0 || ordinal >= call.Method.Parameters.Length) continue;
            if (KnownCalls.DoesNotReturnIf(call.Method.Parameters[ordinal]) is { } outcome && !Assume(value, !outcome)) _dead = true;
        }
    }

    private void ThrowHere(SyntaxNode at)
    {
        _throws?.Throws(StateSet.Of(_state), at);
        _dead = true;
    }

    /// <summary>A member of the same type that assigns a field ends what was known of paths through it.</summary>
    private void KillAssignedMembers(CallSite call)
    {
        if (call.Receiver is not { } receiver) return;
        int number = 200;
        foreach (var member in _contracts.AssignedMembers(call.Method))
        {
            var place = ReadMemberPlace(receiver, member);
            if (_state.Mentions(place)) _state = _state with { Heap = _state.Heap.Set(place, Result(call.Operation, number++, place.Type, place.Text)) };
        }
    }

    private void ForgetAssigned(CallSite call, IReadOnlyCollection<ISymbol> assigned)
    {
        int number = 100;
        foreach (var symbol in assigned)
        {
            var slot = _context.Slots.Of(symbol);
            Assign(slot, Result(call.Operation, number++, slot.Type, slot.Name));
        }
    }
}
