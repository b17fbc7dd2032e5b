using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Mm.Analyzers.Contracts;
using Mm.Analyzers.Paths;

namespace Mm.Analyzers.LockSets;

internal sealed partial class Interpreter
{
    private SymbolicValue? _patternInput;

    private SymbolicValue Evaluate(IOperation operation, Use use)
    {
        var constant = operation.ConstantValue;
        if (constant.HasValue && operation is not (IFlowCaptureOperation or IAssignmentOperation)) return _values.Constant(constant.Value);
        // By kind, not by type: every operation comes through here, and thirty tests for an interface each would cost more than what follows them.
        switch (operation.Kind)
        {
            case OperationKind.Literal: return _values.Null;
            case OperationKind.Invalid: return LockStatement((IInvalidOperation)operation) ?? Broken((IInvalidOperation)operation);
            case OperationKind.InstanceReference: return Instance((IInstanceReferenceOperation)operation);
            case OperationKind.ParameterReference: return Variable(operation, ((IParameterReferenceOperation)operation).Parameter, use);
            case OperationKind.LocalReference: return Variable(operation, ((ILocalReferenceOperation)operation).Local, use);
            case OperationKind.FlowCaptureReference: return CaptureReference((IFlowCaptureReferenceOperation)operation, use);
            case OperationKind.FlowCapture: return Capture((IFlowCaptureOperation)operation);
            case OperationKind.FieldReference: return Field((IFieldReferenceOperation)operation, use);
            case OperationKind.PropertyReference: return Property((IPropertyReferenceOperation)operation, use, null);
            case OperationKind.EventReference: return Event((IEventReferenceOperation)operation, use);
            case OperationKind.ArrayElementReference: return ArrayElement((IArrayElementReferenceOperation)operation, use);
            case OperationKind.InlineArrayAccess: return InlineArrayElement((IInlineArrayAccessOperation)operation, use);
            case OperationKind.ImplicitIndexerReference: return ImplicitIndexer((IImplicitIndexerReferenceOperation)operation, use);
            case OperationKind.Conversion: return Conversion((IConversionOperation)operation, use);
            case OperationKind.Invocation: return Invocation((IInvocationOperation)operation);
            case OperationKind.ObjectCreation: return Creation((IObjectCreationOperation)operation);
            case OperationKind.SimpleAssignment: return SimpleAssignment((ISimpleAssignmentOperation)operation);
            case OperationKind.CompoundAssignment: return CompoundAssignment((ICompoundAssignmentOperation)operation);
            case OperationKind.Increment or OperationKind.Decrement: return Increment((IIncrementOrDecrementOperation)operation);
            case OperationKind.DeconstructionAssignment: return Deconstruction((IDeconstructionAssignmentOperation)operation);
            case OperationKind.EventAssignment: return EventAssignment((IEventAssignmentOperation)operation);
            case OperationKind.Await: return Await((IAwaitOperation)operation);
            case OperationKind.Return or OperationKind.YieldReturn or OperationKind.YieldBreak: return Yield((IReturnOperation)operation);
            case OperationKind.DelegateCreation: return DelegateCreation((IDelegateCreationOperation)operation, default);
            case OperationKind.FlowAnonymousFunction: return Lambda((IFlowAnonymousFunctionOperation)operation, default);
            case OperationKind.MethodReference: return MethodReference((IMethodReferenceOperation)operation);
            case OperationKind.DeclarationExpression: return Evaluate(((IDeclarationExpressionOperation)operation).Expression, use);
            case OperationKind.TranslatedQuery: return Evaluate(((ITranslatedQueryOperation)operation).Operation, use);
            case OperationKind.Parenthesized: return Evaluate(((IParenthesizedOperation)operation).Operand, use);
            case OperationKind.Argument: return Evaluate(((IArgumentOperation)operation).Value, use);
            case OperationKind.AddressOf: return Evaluate(((IAddressOfOperation)operation).Reference, Use.RefWrite);
            case OperationKind.ExpressionStatement: return Evaluate(((IExpressionStatementOperation)operation).Operation, Use.None);
            case OperationKind.ArrayCreation: return ArrayCreation((IArrayCreationOperation)operation);
            case OperationKind.CollectionExpression: return CollectionExpression((ICollectionExpressionOperation)operation);
            case OperationKind.Discard or OperationKind.NameOf or OperationKind.LocalFunction: return Unknown(operation);
            case OperationKind.TypeOf:
                return ((ITypeOfOperation)operation).TypeOperand is INamedTypeSymbol named ? _values.Type(named) : Unknown(operation);
            case OperationKind.DefaultValue: return operation.Type is { IsReferenceType: true } ? _values.Null : Unknown(operation);
            default: return Condition(operation) ?? Children(operation, use);
        }
    }

    /// <summary>An operation that is of no interest itself: its parts are read.</summary>
    private SymbolicValue Children(IOperation operation, Use use)
    {
        // Unlowered nodes of unknown kinds (pointer code) may hold anything: their parts count as they do themselves.
        var inner = use is Use.None or Use.Write or Use.ReadWrite ? Use.Read : use;
        foreach (var child in operation.ChildOperations)
        {
            var value = Evaluate(child, inner);
            if (operation is ITupleOperation or IAnonymousObjectCreationOperation) Stored(child, value, null);
        }
        return Unknown(operation);
    }

    private SymbolicValue CollectionExpression(ICollectionExpressionOperation expression)
    {
        var collection = Unknown(expression);
        if (KnownTypes.IsFollowed(expression.Type)) Own(collection);
        foreach (var element in expression.Elements)
        {
            var spread = element as ISpreadOperation;
            var value = Evaluate(spread?.Operand ?? element, spread is null ? Use.Read : Use.ThroughRead);
            CollectTask(value, collection);
            if (spread is not null) value = IsIsolatedCollection(value) ? Isolated(Unknown(spread)) : Unknown(spread);
            Put(element, value, spread is null ? element.Type : spread.ElementType, collection);
        }
        return collection;
    }

    /// <summary>A value of which nothing is known but that it comes from here.</summary>
    private SymbolicValue Unknown(IOperation operation) => Result(operation, 0, operation.Type, operation);

    /// <summary>The operation's result, quoted as another operation; what an earlier round of a loop knew of it is of the earlier result.</summary>
    private SymbolicValue Result(IOperation operation, int number, ITypeSymbol? type, IOperation named)
    {
        int known = _values.Count;
        return Again(_values.Result(operation, number, type, named), known);
    }

    private SymbolicValue Result(IOperation operation, int number, ITypeSymbol? type, string text)
    {
        int known = _values.Count;
        return Again(_values.Result(operation, number, type, text), known);
    }

    private SymbolicValue Again(SymbolicValue value, int known)
    {
        // A value that was made just now is mentioned nowhere.
        if (value.Id < known && _state.Mentions(value))
        {
            var earlier = _values.Earlier(value);
            if (_state.Mentions(earlier)) _state = _state.Rename(_values, earlier, _values.Earlier(earlier));
            _state = _state.Rename(_values, value, earlier);
        }
        return value;
    }

    private SymbolicValue Instance(IInstanceReferenceOperation instance) => instance.ReferenceKind switch
    {
        InstanceReferenceKind.PatternInput when _patternInput is { } input => input,
        InstanceReferenceKind.ContainingTypeInstance => This(instance.Type),
        _ => Unknown(instance),
    };

    private SymbolicValue This(ITypeSymbol? type) => _values.This(_unit.ContainingType ?? type);

    private SymbolicValue Variable(IOperation operation, ISymbol symbol, Use use)
    {
        if (symbol is IParameterSymbol parameter && IsPrimaryParameterElsewhere(parameter))
        {
            return Member(operation, parameter, This(parameter.ContainingType), use, null);
        }
        // The receiver of an extension block is what its members' paths start at.
        if (symbol is IParameterSymbol { ContainingSymbol: INamedTypeSymbol }) return This(symbol.ContainingType);
        var value = _state.Env[_context.Slots.Of(symbol)] ?? _values.Variable(symbol);
        if (value.Kind == ValueKind.Reference)
        {
            if (use is Use.None) return value;
            ThroughReference(operation, value, use);
            return ReadPlace(value.Base!);
        }
        if (use == Use.Write) return value;
        if (use is not Use.None) CheckUse(operation, value);
        if (use.IsThrough()) CheckThroughCopy(operation, value, use, followedOnly: true);
        return value;
    }

    /// <summary>A primary constructor's parameter is a field for all members but the constructor and the initialisers.</summary>
    private bool IsPrimaryParameterElsewhere(IParameterSymbol parameter) =>
        parameter.ContainingSymbol is IMethodSymbol { MethodKind: MethodKind.Constructor } constructor
        && !SymbolEqualityComparer.Default.Equals(_unit.Owner, constructor)
        && _unit.Owner is not (IFieldSymbol or IPropertySymbol)
        && PathBinder.IsPrimaryConstructor(constructor);

    private SymbolicValue CaptureReference(IFlowCaptureReferenceOperation reference, Use use)
    {
        if (_unit.Captures.IsPlace(reference.Id) && _unit.Captures.Captured(reference.Id) is { } place && place is not IFlowCaptureReferenceOperation)
        {
            return Evaluate(place, use);
        }
        var value = _state.Env[_context.Slots.Of(_unit.Graph, reference.Id)] ?? Unknown(reference);
        if (use is not (Use.None or Use.Write)) CheckUse(reference, value);
        if (use.IsThrough())
        {
            if (CapturedMember(reference.Id) is { } access) CheckThroughCapture(reference, access, use);
            else CheckThroughCopy(reference, value, use, followedOnly: true);
        }
        return value;
    }

    /// <summary>The access that a capture stands for in the source (`_list?.Clear()`); null if it captures a copy or something else.</summary>
    private IOperation? CapturedMember(CaptureId id)
    {
        var captured = _unit.Captures.Captured(id);
        while (captured is IConversionOperation { OperatorMethod: null } conversion) captured = conversion.Operand;
        return captured is IFieldReferenceOperation or IPropertyReferenceOperation { Arguments.IsEmpty: true } or IEventReferenceOperation ? captured : null;
    }

    private void CheckThroughCapture(IOperation reference, IOperation access, Use use)
    {
        // A copy of a struct is the reader's own.
        if (reference.Type is { IsValueType: true }) return;
        var (member, instance) = access switch
        {
            IFieldReferenceOperation field => ((ISymbol)field.Field, field.Instance),
            IPropertyReferenceOperation property => (property.Property, property.Instance),
            IEventReferenceOperation @event => (@event.Event, @event.Instance),
            _ => throw new ArgumentOutOfRangeException(nameof(access)),
        };
        foreach (var guard in _contracts.GuardsOf(member))
        {
            if (guard.ReferenceOnly) continue;
            var receiver = instance is null ? _values.Type(member.ContainingType) : Peek(instance);
            CheckAccess(access, member, receiver, use, instance);
            return;
        }
    }

    private SymbolicValue Capture(IFlowCaptureOperation capture)
    {
        if (_unit.Captures.IsPlace(capture.Id)) return Unknown(capture);
        // A null test or a further access follows: the capture itself is no use of an ended value.
        var value = Evaluate(capture.Value, IsVariable(capture.Value) ? Use.None : Use.Read);
        Assign(_context.Slots.Of(_unit.Graph, capture.Id), value);
        return value;
    }

    private static bool IsVariable(IOperation operation)
    {
        while (operation is IConversionOperation { OperatorMethod: null } conversion) operation = conversion.Operand;
        return operation is ILocalReferenceOperation or IParameterReferenceOperation or IFlowCaptureReferenceOperation;
    }

    private SymbolicValue Conversion(IConversionOperation conversion, Use use)
    {
        if (conversion.OperatorMethod is { } method)
        {
            var operand = Evaluate(conversion.Operand, KnownTypes.IsViewType(conversion.Type) ? Use.ThroughRead : Use.Read);
            if (KnownTypes.IsViewType(conversion.Type)) return ViewOf(conversion, operand);
            return OperatorCall(conversion, method, [operand], [conversion.Operand]);
        }
        if (KnownTypes.IsViewType(conversion.Type) && !KnownTypes.IsViewType(conversion.Operand.Type))
        {
            return ViewOf(conversion, Evaluate(conversion.Operand, Use.ThroughRead));
        }
        return Evaluate(conversion.Operand, use);
    }

    private SymbolicValue ArrayCreation(IArrayCreationOperation array)
    {
        foreach (var size in array.DimensionSizes) Evaluate(size, Use.Read);
        var created = Unknown(array);
        Own(created);
        Elements(array.Initializer, created);
        return created;
    }

    private void Elements(IArrayInitializerOperation? initializer, SymbolicValue array)
    {
        if (initializer is null) return;
        foreach (var element in initializer.ElementValues)
        {
            if (element is IArrayInitializerOperation inner)
            {
                Elements(inner, array);
                continue;
            }
            var value = Evaluate(element, Use.Read);
            CollectTask(value, array);
            Put(element, value, element.Type, array);
        }
    }

    /// <summary>Gives a variable a value; the result of a try that only it named is dropped untested by that.</summary>
    private void Assign(Slot slot, SymbolicValue value)
    {
        var old = _state.Env[slot];
        if (ReferenceEquals(old, value)) return;
        _state = _state with { Env = _state.Env.Set(slot, value) };
        if (old is not null && slot.Symbol is not null && _state.Pending[old] is { } pending && !IsNamed(old)) Overwritten(old, pending);
        if (slot.Symbol is not null && value.Kind is ValueKind.Result or ValueKind.Joined && !value.HasName) value.Text = slot.Name;
    }

    /// <summary>Whether a variable has the value, or what it was tested for: <c>b = !b</c>.</summary>
    private bool IsNamed(SymbolicValue value)
    {
        var env = _state.Env;
        for (int i = 0; i < env.Count; i++)
        {
            var named = env.ValueAt(i);
            if (ReferenceEquals(named, value) || (named.Kind == ValueKind.Test && named.Mentions(value))) return true;
        }
        return false;
    }

    /// <summary>The source text of an operation, if it is short enough to be quoted.</summary>
    private static string ShortText(IOperation operation) => SymbolicValue.ShortText(operation.Syntax);
}
