using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Mm.Analyzers.Contracts;
using Mm.Analyzers.Paths;

namespace Mm.Analyzers.LockSets;

internal sealed partial class Interpreter
{
    private SymbolicValue Field(IFieldReferenceOperation reference, Use use)
    {
        var receiver = Receiver(reference.Instance, reference.Field, use);
        return Member(reference, reference.Field, receiver, use, reference.Instance);
    }

    private SymbolicValue Event(IEventReferenceOperation reference, Use use)
    {
        var receiver = Receiver(reference.Instance, reference.Event, use);
        return Member(reference, reference.Event, receiver, use, reference.Instance);
    }

    /// <summary>The object whose member is used; using a member is a use through the reference or the struct that leads to it.</summary>
    private SymbolicValue Receiver(IOperation? instance, ISymbol member, Use use)
    {
        if (instance is null) return _values.Type(member.ContainingType);
        bool write = use.IsWrite() && !(use == Use.ThroughWrite && MemberIsReference(member));
        return Evaluate(instance, use == Use.None ? Use.None : write ? Use.ThroughWrite : Use.ThroughRead);
    }

    private static bool MemberIsReference(ISymbol member) => ValueTable.TypeOf(member) is { IsReferenceType: true };

    private SymbolicValue Member(IOperation operation, ISymbol member, SymbolicValue receiver, Use use, IOperation? instance)
    {
        CheckAccess(operation, member, receiver, use, instance);
        var place = ReadMemberPlace(receiver, member);
        if (use is Use.RefRead or Use.RefWrite) return place;
        return ReadPlace(place);
    }

    /// <summary>The member as a place, whatever it holds.</summary>
    private SymbolicValue ReadMemberPlace(SymbolicValue receiver, ISymbol member)
    {
        var canonical = _contracts.Canonical(member);
        if (canonical.IsStatic) return _values.Member(_values.Type(canonical.ContainingType), canonical);
        return _values.Member(receiver, canonical);
    }

    private SymbolicValue ReadPlace(SymbolicValue place) => _state.Heap[place] ?? place;

    /// <summary>What a member of a value holds, as a step of a lock path.</summary>
    private SymbolicValue ReadMember(SymbolicValue receiver, PathMember member)
    {
        if (member.Symbol is not { } symbol) return _values.Member(receiver, member.Name);
        symbol = ContractModel.Implementation(symbol, receiver.Type);
        if (_contracts.AliasOf(symbol) is { } alias
            && alias.Root is PathRoot.This or PathRoot.Type) return Resolve(alias, receiver) ?? ReadPlace(ReadMemberPlace(receiver, symbol));
        return ReadPlace(ReadMemberPlace(receiver, symbol));
    }

    private SymbolicValue? Resolve(LockPath path, SymbolicValue receiver)
    {
        var value = path.Root switch
        {
            PathRoot.This => receiver,
            PathRoot.Type when path.RootType is { } type => _values.Type(type),
            _ => null,
        };
        if (value is null) return null;
        foreach (var member in path.Members) value = ReadMember(value, member);
        return value;
    }

    private SymbolicValue Property(IPropertyReferenceOperation reference, Use use, SymbolicValue? assigned)
    {
        var property = reference.Property;
        var receiver = property.Parameters.IsEmpty ? Receiver(reference.Instance, property, use)
            : reference.Instance is null ? _values.Type(property.ContainingType)
            : Evaluate(reference.Instance, ElementUse(property, use));
        if (use.IsWrite() && reference.Instance is IInvocationOperation && receiver.Kind == ValueKind.View) CheckView(reference.Instance, receiver, use);
        var call = new CallSite(reference, property.GetMethod ?? property.SetMethod!, receiver, reference.Instance, reference.Arguments.Length);
        foreach (var argument in reference.Arguments) call.Add(argument, Index(argument.Value));
        CheckAccess(reference, property, receiver, use, reference.Instance);
        if (assigned is not null) call.Assigned = assigned;

        SymbolicValue? result = null;
        if (use is not Use.Write and not Use.None && property.GetMethod is { } getter) result = AccessorCall(call, getter);
        if (use is Use.Write or Use.ReadWrite && property.SetMethod is { } setter) AccessorCall(call, setter);
        if (use == Use.None && property.GetMethod is { } unread && !_contracts.ContractOf(unread).IsNone) result = AccessorCall(call, unread);
        if (result is not null) return result;
        if (use is not (Use.Write or Use.None) && KnownTypes.IsView(property)) return ViewOf(reference, receiver);
        if (TaskProperty(reference, receiver) is { } ofTask) return ofTask;
        if (OfNullable(property, receiver) is { } ofNullable) return ofNullable;
        if (_contracts.HeldTest(property) is { } held && reference.Instance is not null)
        {
            return _values.Test(TestKind.Held, receiver, _values.Constant((int)held));
        }
        if (property is { Type.SpecialType: SpecialType.System_Boolean, SetMethod: null, IsIndexer: false } && AsksForHold(property, receiver) is { } asked) return asked;
        if (!property.Parameters.IsEmpty) return IndexedElement(reference, receiver, call, use, assigned);
        if (_contracts.AliasOf(property) is { } alias && alias.Root is PathRoot.This or PathRoot.Type
            && Resolve(alias, receiver) is { } aliased) return aliased;
        // A reference to the element leads into what is enumerated.
        if (IsCurrent(property, receiver)) return use is Use.RefRead or Use.RefWrite && receiver.Kind == ValueKind.View ? receiver : Result(reference, 0, reference.Type, "the element");
        var place = ReadMemberPlace(receiver, property);
        return use is Use.RefRead or Use.RefWrite ? place : ReadPlace(place);
    }

    /// <summary>What an enumerator gives is another object in every round.</summary>
    private static bool IsCurrent(IPropertySymbol property, SymbolicValue receiver) =>
        property is { Name: "Current", IsStatic: false } && receiver.Kind is ValueKind.Result or ValueKind.View or ValueKind.Earlier;

    /// <summary>What a use of an indexer is for the object that it is called on. A reference that it returns may go to Volatile or Interlocked, as an array element
    /// may.</summary>
    private static Use ElementUse(IPropertySymbol indexer, Use use) =>
        indexer.ReturnsByRef && use is Use.VolatileRead or Use.Interlocked ? use
        : use.IsWrite() ? Use.ThroughWrite
        : Use.ThroughRead;

    /// <summary>Null if the accessor has no contract: its value is the member itself.</summary>
    private SymbolicValue? AccessorCall(CallSite call, IMethodSymbol accessor)
    {
        var contract = _contracts.ContractOf(accessor);
        call.Method = accessor;
        if (contract.IsNone)
        {
            if (Reporting) Observe(accessor, MemberNode(call.Operation.Syntax), call.Receiver, false);
            if (!IsPlainAccessor(accessor)) MayThrow();
            if (IsIsolatedCollection(call.Receiver) && (accessor.Name == "get_Current" || accessor.ContainingType.Name == "KeyValuePair"))
            {
                return IsolatedElement(call.Operation, call.Receiver);
            }
            return null;
        }
        var result = Call(call, contract);
        bool tellsOfResult = !ReferenceEquals(contract.Return, ReturnFacts.None) || contract.Effects.Length > 0;
        return tellsOfResult && accessor.MethodKind == MethodKind.PropertyGet ? result : null;
    }

    /// <summary>Reading a field or an automatic property throws nothing that matters.</summary>
    private static bool IsPlainAccessor(IMethodSymbol accessor) => accessor.AssociatedSymbol is IPropertySymbol { Parameters.IsEmpty: true };

    private SymbolicValue SimpleAssignment(ISimpleAssignmentOperation assignment)
    {
        if (assignment.IsRef) return RefAssignment(assignment);
        var target = assignment.Target;
        if (target is IPropertyReferenceOperation property)
        {
            // The receiver is evaluated before the value, and the setter runs after it.
            var assigned = Evaluate(assignment.Value, Use.Read);
            var receiver = property.Instance is null ? null : Peek(property.Instance);
            Property(property, Use.Write, assigned);
            Stored(assignment.Value, assigned, receiver);
            if (property.Instance is not { Type.IsValueType: true }) CheckStored(assignment.Value, assigned,
                receiver ?? _values.Type(property.Property.ContainingType));
            AssignMember(property.Property, receiver ?? _values.Type(property.Property.ContainingType), assigned);
            return assigned;
        }
        var value = Evaluate(assignment.Value, IsVariable(assignment.Value) && target is ILocalReferenceOperation ? Use.None : Use.Read);
        if (value.Kind == ValueKind.Reference) value = Evaluate(assignment.Value, Use.Read);
        AssignTo(target, value, assignment.Value);
        return value;
    }

    private void AssignTo(IOperation target, SymbolicValue value, IOperation source)
    {
        switch (target)
        {
            case ILocalReferenceOperation local when _state.Env[_context.Slots.Of(local.Local)] is { Kind: ValueKind.Reference } reference:
                ThroughReference(local, reference, Use.Write);
                break;
            case ILocalReferenceOperation local:
                Assign(_context.Slots.Of(local.Local), value);
                OwnGuard(_context.Slots.Of(local.Local), value);
                break;
            case IDeclarationExpressionOperation declaration:
                AssignTo(declaration.Expression, value, source);
                break;
            case IParameterReferenceOperation parameter when !IsPrimaryParameterElsewhere(parameter.Parameter):
                Assign(_context.Slots.Of(parameter.Parameter), value);
                if (parameter.Parameter.RefKind is RefKind.Ref or RefKind.Out)
                {
                    if (parameter.Parameter.RefKind == RefKind.Out && _unit.Contract.Parameter(parameter.Parameter.Ordinal).Isolated
                        && SymbolEqualityComparer.Default.Equals(parameter.Parameter.ContainingSymbol, _unit.Method)) CheckIsolated(source, value, "assigned");
                    else Stored(source, value, null);
                    _outPlaces[value] = source.Syntax;
                }
                break;
            case IParameterReferenceOperation { Parameter: var captured } parameter:
                Evaluate(parameter, Use.Write);
                Stored(source, value, This(captured.ContainingType));
                CheckStored(source, value, This(captured.ContainingType));
                AssignMember(captured, This(captured.ContainingType), value);
                break;
            case IFlowCaptureReferenceOperation reference when _unit.Captures.IsPlace(reference.Id) && _unit.Captures.Captured(reference.Id) is { } place
                && place is not IFlowCaptureReferenceOperation:
                AssignTo(place, value, source);
                break;
            case IFieldReferenceOperation field:
                Evaluate(field, Use.Write);
                var receiver = field.Instance is null ? _values.Type(field.Field.ContainingType) : Peek(field.Instance);
                Stored(source, value, receiver);
                // A ref struct does not outlive the body; what it is used for, it is used for here.
                bool onStack = field.Field.ContainingType.IsRefLikeType;
                if (_contracts.GuardsOf(field.Field).IsEmpty && !IsIsolated(receiver) && !onStack) CheckLeaving(source, value, "stored");
                if (field.Instance is not { Type.IsValueType: true }) CheckStored(source, value, receiver);
                AssignMember(field.Field, receiver, value);
                break;
            case IPropertyReferenceOperation property:
                Property(property, Use.Write, value);
                var owner = property.Instance is null ? _values.Type(property.Property.ContainingType) : Peek(property.Instance);
                Stored(source, value, owner);
                if (property.Instance is not { Type.IsValueType: true }) CheckStored(source, value, owner);
                AssignMember(property.Property, owner, value);
                break;
            case ITupleOperation tuple:
                foreach (var element in tuple.Elements) AssignTo(element, Result(element, 7, element.Type, element), source);
                break;
            case IDiscardOperation:
                Dropped(source, value);
                break;
            case IArrayElementReferenceOperation element:
                var slot = ElementPlace(element, Use.Write);
                var array = Peek(element.ArrayReference);
                if (!IsIsolated(array)) CheckStored(source, value, array);
                Put(source, value, Unwrap(source).Type, array);
                AssignElement(slot, value);
                break;
            default:
                Evaluate(target, Use.Write);
                Stored(source, value, null);
                break;
        }
    }

    /// <summary>What an expression denotes, without checking anything: it has been evaluated, or is about to be.</summary>
    private SymbolicValue Peek(IOperation operation) =>
        operation is IInvocationOperation or IObjectCreationOperation ? _values.Result(operation, 0, operation.Type, operation)
        : Silently(operation, static (interpreter, operation) => interpreter.Evaluate(operation, Use.None));

    private SymbolicValue Silently<T>(T operation, Func<Interpreter, T, SymbolicValue> evaluate)
    {
        bool reporting = Reporting;
        var state = _state;
        var throws = _throws;
        Reporting = false;
        _throws = null;
        var value = evaluate(this, operation);
        Reporting = reporting;
        _state = state;
        _throws = throws;
        return value;
    }

    /// <summary>A member has a new value: paths through it name another lock now, and locks held through the old one stay held under its value.</summary>
    private void AssignMember(ISymbol member, SymbolicValue receiver, SymbolicValue value)
    {
        // An indexer's element was assigned with the setter's call.
        if (member is IPropertySymbol { Parameters.Length: > 0 } or IEventSymbol) return;
        if (ValueTable.TypeOf(member) is { IsValueType: true } && !value.Kind.Equals(ValueKind.Constant) && !_contracts.IsGuard(ValueTable.TypeOf(member)!))
        {
            value = Result(_unit.Graph.OriginalOperation, 0, null, member.Name);
        }
        var place = ReadMemberPlace(receiver, member);
        if (ReferenceEquals(ReadPlace(place), value)) return;
        if (_state.Facts[place] is not null) _state = _state with { Facts = _state.Facts.Remove(place) };
        if (IsReadonlyOutsideConstruction(member)) return;
        _state = _state with { Heap = _state.Heap.Set(place, value) };
    }

    /// <summary>A readonly member is only assigned during construction; naming it by its path says more than by its first value.</summary>
    private static bool IsReadonlyOutsideConstruction(ISymbol member) => SymbolicValue.IsReadonlyMember(member);

    private SymbolicValue CompoundAssignment(ICompoundAssignmentOperation compound)
    {
        var value = Evaluate(compound.Value, Use.Read);
        if (compound.OperatorMethod is { IsStatic: false } own) return OperatorInPlace(compound, own, compound.Target, value, compound.Value);
        var target = compound.Target;
        var left = Evaluate(target, Use.ReadWrite);
        if (compound.OperatorMethod is { } method) OperatorCall(compound, method, [left, value], [target, compound.Value]);
        var result = (compound.OperatorMethod is null ? Changed(compound.OperatorKind, left, value, compound.Syntax) : null) ?? Unknown(compound);
        Forget(target, result, compound);
        return result;
    }

    private SymbolicValue Increment(IIncrementOrDecrementOperation increment)
    {
        if (increment.OperatorMethod is { IsStatic: false } own) return OperatorInPlace(increment, own, increment.Target, null, null);
        var before = Evaluate(increment.Target, Use.ReadWrite);
        if (increment.OperatorMethod is { } method) OperatorCall(increment, method, [before], [increment.Target]);
        var kind = increment.Kind == OperationKind.Increment ? BinaryOperatorKind.Add : BinaryOperatorKind.Subtract;
        var changed = increment.OperatorMethod is null ? Changed(kind, before, _values.Constant(1), increment.Syntax) : null;
        var after = changed ?? Unknown(increment);
        Forget(increment.Target, after, increment);
        return changed is not null && increment.IsPostfix ? before : after;
    }

    /// <summary>An operator of C# 14 that changes the object itself (`void operator +=`): a call on it. The variable keeps its object, unless that is a struct.</summary>
    private SymbolicValue OperatorInPlace(IOperation operation, IMethodSymbol method, IOperation target, SymbolicValue? argument, IOperation? argumentOperation)
    {
        bool changes = target.Type is { IsValueType: true } || _contracts.ContractOf(method).Mutates;
        var receiver = Evaluate(target, changes ? Use.ThroughWrite : Use.ThroughRead);
        OperatorCall(operation, method, argument is null ? [receiver] : [receiver, argument], argument is null ? [target] : [target, argumentOperation!]);
        return receiver;
    }

    /// <summary>After a change in place nothing is known of the new value.</summary>
    private void Forget(IOperation target, SymbolicValue value, IOperation source)
    {
        switch (target)
        {
            case ILocalReferenceOperation local when _state.Env[_context.Slots.Of(local.Local)] is not { Kind: ValueKind.Reference }:
                Assign(_context.Slots.Of(local.Local), value);
                break;
            case IParameterReferenceOperation parameter when !IsPrimaryParameterElsewhere(parameter.Parameter):
                Assign(_context.Slots.Of(parameter.Parameter), value);
                break;
            case IParameterReferenceOperation { Parameter: var captured }:
                AssignMember(captured, This(captured.ContainingType), value);
                break;
            case IFieldReferenceOperation { Instance: var instance, Field: var field }:
                ForgetMember(field, instance, value);
                break;
            case IPropertyReferenceOperation { Instance: var instance, Property: { Parameters.IsEmpty: true } property }:
                ForgetMember(property, instance, value);
                break;
        }
    }

    /// <summary>A member that only serves as an index (or not at all) has a new value: elements at the old one are others.</summary>
    private void ForgetMember(ISymbol member, IOperation? instance, SymbolicValue value)
    {
        var receiver = instance is null ? _values.Type(member.ContainingType) : Peek(instance);
        if (_state.Mentions(ReadPlace(ReadMemberPlace(receiver, member)))) AssignMember(member, receiver, value);
    }

    private SymbolicValue Deconstruction(IDeconstructionAssignmentOperation deconstruction)
    {
        var source = Unwrap(deconstruction.Value);
        var target = deconstruction.Target is IDeclarationExpressionOperation declaration ? declaration.Expression : deconstruction.Target;
        if (target is ITupleOperation targets && source is ITupleOperation values && targets.Elements.Length == values.Elements.Length)
        {
            var read = new SymbolicValue[values.Elements.Length];
            for (int i = 0; i < read.Length; i++) read[i] = Evaluate(values.Elements[i], Use.Read);
            for (int i = 0; i < read.Length; i++) AssignTo(targets.Elements[i], read[i], values.Elements[i]);
            return Unknown(deconstruction);
        }
        var whole = Evaluate(deconstruction.Value, Use.Read);
        if (Deconstructions.MethodOf(deconstruction, _unit.Graph.OriginalOperation.SemanticModel) is { } method
            && _contracts.ContractOf(method) is { IsNone: false } contract)
        {
            var call = new CallSite(deconstruction, method, method.IsStatic ? null : whole, deconstruction.Value, method.Parameters.Length);
            if (method.IsStatic) call.Add(0, whole, deconstruction.Value);
            Call(call, contract);
        }
        AssignTo(target, Unknown(deconstruction), deconstruction.Value);
        if (IsIsolatedCollection(whole) && target is ITupleOperation parts)
        {
            // The key and the value of an entry.
            foreach (var part in parts.Elements) Own(_values.Result(part, 7, part.Type, part));
        }
        return Unknown(deconstruction);
    }

    private static IOperation Unwrap(IOperation operation)
    {
        while (operation is IConversionOperation { OperatorMethod: null } conversion) operation = conversion.Operand;
        return operation;
    }

    private SymbolicValue EventAssignment(IEventAssignmentOperation subscription)
    {
        var handler = Evaluate(subscription.HandlerValue, Use.Read);
        Stored(subscription.HandlerValue, handler, null);
        if (subscription.EventReference is not IEventReferenceOperation reference) return Children(subscription, Use.Read);
        var receiver = Receiver(reference.Instance, reference.Event, Use.Write);
        CheckAccess(reference, reference.Event, receiver, Use.ReadWrite, reference.Instance);
        var accessor = subscription.Adds ? reference.Event.AddMethod : reference.Event.RemoveMethod;
        if (accessor is not null && _contracts.ContractOf(accessor) is { IsNone: false } contract)
        {
            var call = new CallSite(subscription, accessor, receiver, reference.Instance, 1);
            Call(call, contract);
        }
        return Unknown(subscription);
    }
}
