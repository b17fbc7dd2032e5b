using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Mm.Analyzers.Contracts;
using Mm.Analyzers.Flow;
using Mm.Analyzers.Paths;

namespace Mm.Analyzers.LockSets;

internal sealed partial class Interpreter
{
    private SyntaxNode? _executing;
    private Dictionary<SymbolicValue, SyntaxNode>? _published;

    /// <summary>Where the object that a lock path starts at, which this body had for itself, came within the reach of others; null if it never was its own.</summary>
    private SyntaxNode? PublishedAt(SymbolicValue @lock)
    {
        if (_published is null) return null;
        var root = @lock;
        while (root is { Kind: ValueKind.Member, Base: { } @base }) root = @base;
        return _published.TryGetValue(root, out var at) ? at : null;
    }

    /// <summary>Whether no other thread can reach the object: it is isolated itself, or a part that an isolated object made for itself.</summary>
    private bool IsIsolated(SymbolicValue value)
    {
        for (int depth = 0; depth < 6; depth++)
        {
            if (_state.Isolated[value] is not null) return true;
            if (value.Kind == ValueKind.Earlier && value.Base is { } && _state.Isolated[value] is null) return false;
            if (value.Kind != ValueKind.Member || value.Member is not { } member || value.Base is not { } owner) return false;
            if (!IsOwnPart(member)) return false;
            value = owner;
        }
        return false;
    }

    /// <summary>A struct in the object, or an object that its initialiser makes.</summary>
    private static bool IsOwnPart(ISymbol member)
    {
        if (ValueTable.TypeOf(member) is { IsValueType: true }) return true;
        if (!SymbolicValue.IsReadonlyMember(member)) return false;
        foreach (var reference in member.DeclaringSyntaxReferences)
        {
            var initializer = reference.GetSyntax() switch
            {
                VariableDeclaratorSyntax variable => variable.Initializer?.Value,
                PropertyDeclarationSyntax property => property.Initializer?.Value,
                _ => null,
            };
            if (initializer is BaseObjectCreationExpressionSyntax or CollectionExpressionSyntax or ArrayCreationExpressionSyntax) return true;
        }
        return false;
    }

    private bool IsIsolatedCollection(SymbolicValue? value) => value is not null && _state.Isolated[value] is { Elements: true };

    /// <summary>Whether the object is isolated, and what it holds with it if it is a collection.</summary>
    private bool IsIsolatedWhole(SymbolicValue value) =>
        IsIsolated(value) && (_state.Isolated[value] is not { Elements: false } || !KnownTypes.IsFollowed(value.Type));

    private SymbolicValue IsolatedElement(IOperation operation, SymbolicValue? collection)
    {
        var element = Unknown(operation);
        if (collection is not null && _state.Valid[collection] is { OfElements: true } validity)
        {
            bool enumerates = KnownTypes.IsEnumerator(operation.Type) || operation.Type?.Name == "Enumerator";
            _state = _state with { Valid = _state.Valid.Set(element, validity with { OfElements = enumerates }) };
            return enumerates ? Isolated(element) : element;
        }
        if (operation.Type is { IsReferenceType: true } || KnownTypes.IsEnumerator(operation.Type) || KnownTypes.IsViewType(operation.Type)
            || operation.Type?.Name is "Enumerator" or "KeyValuePair")
        {
            return Isolated(element);
        }
        return element;
    }

    private SymbolicValue Isolated(SymbolicValue element)
    {
        _state = _state with { Isolated = _state.Isolated.Set(element, new Isolation(true)) };
        return element;
    }

    /// <summary>
    /// A value that is valid only under a hold goes into a collection: into one that others can reach it must not; with one that is isolated it is
    /// followed, and ends there with the hold.
    /// </summary>
    private void Collected(IOperation source, SymbolicValue value, SymbolicValue collection)
    {
        if (_state.Valid[value] is not { HasEnded: false } validity || value.IsNull) return;
        if (!IsIsolated(collection))
        {
            CheckStored(source, value, collection);
            return;
        }
        validity = validity with { OfElements = true };
        if (_state.Valid[collection] is { } known) validity = Validity.Join(known, validity);
        _state = _state with { Valid = _state.Valid.Set(collection, validity) };
    }

    /// <summary>The value is stored where others may find it, unless that is an isolated object itself.</summary>
    private void Stored(IOperation source, SymbolicValue value, SymbolicValue? into)
    {
        _ = source;
        HandOnGuard(value);
        HandOnTask(value);
        if (_state.Isolated[value] is not { } isolation) return;
        if (into is not null && _state.Isolated[into] is not null && !ReferenceEquals(into, value))
        {
            _state = _state with { Isolated = _state.Isolated.Set(value, isolation with { Container = into }) };
            return;
        }
        Publish(value);
    }

    /// <summary>A collection that the body has just made.</summary>
    private void Own(SymbolicValue collection) => _state = _state with { Isolated = _state.Isolated.Set(collection, new Isolation(true)) };

    /// <summary>The value becomes an element of a collection: of one's own, it is isolated as long as that is.</summary>
    private void Put(IOperation source, SymbolicValue value, ITypeSymbol? type, SymbolicValue collection)
    {
        bool own = IsIsolated(collection);
        if (own) Collected(source, value, collection);
        Mix(value, type, collection);
        Stored(source, value, own ? collection : null);
    }

    /// <summary>An object that others know does not become isolated by being put into a collection of one's own: nothing that it holds is any more.</summary>
    private void Mix(SymbolicValue value, ITypeSymbol? type, SymbolicValue collection)
    {
        if (!IsIsolatedCollection(collection) || type is null || value.Kind == ValueKind.Constant) return;
        bool many = !MayBeGuarded(type);
        if (many ? IsIsolatedCollection(value) || !HoldsObjects(type) : IsIsolated(value)) return;
        var isolated = _state.Isolated.Set(collection, _state.Isolated[collection]! with { Elements = false });
        for (int i = 0; i < _state.Isolated.Count; i++)
        {
            var key = _state.Isolated.KeyAt(i);
            if (key.Kind == ValueKind.Element && ReferenceEquals(key.Whole, collection)) isolated = isolated.Remove(key);
        }
        _state = _state with { Isolated = isolated };
    }

    /// <summary>A sequence or a struct of objects of the project's own.</summary>
    private static bool HoldsObjects(ITypeSymbol type)
    {
        if (type is IArrayTypeSymbol array) return MayBeGuarded(array.ElementType) || HoldsObjects(array.ElementType);
        if (type is not INamedTypeSymbol { TypeArguments.IsEmpty: false, TypeKind: not TypeKind.Delegate } named || named.Name is "IComparer" or "IEqualityComparer") return false;
        foreach (var argument in named.TypeArguments)
        {
            if (MayBeGuarded(argument) || HoldsObjects(argument)) return true;
        }
        return false;
    }

    private void Publish(SymbolicValue value)
    {
        if (Reporting && _executing is { } at)
        {
            _published ??= [];
            if (!_published.ContainsKey(value)) _published.Add(value, at);
        }
        _state = _state with { Isolated = _state.Isolated.Remove(value) };
        if (value.Kind == ValueKind.Element && IsIsolatedCollection(value.Whole))
        {
            // Read again, it is not the collection's own any more.
            var shared = _values.Earlier(value);
            _state = _state.Rename(_values, value, shared);
            _state = _state with { Heap = _state.Heap.Set(value, shared) };
        }
        var isolated = _state.Isolated;
        for (int i = 0; i < isolated.Count; i++)
        {
            if (ReferenceEquals(isolated.ValueAt(i).Container, value)) Publish(isolated.KeyAt(i));
        }
    }

    /// <summary>An argument: what the parameter says of isolation, and whether the value may be used at all.</summary>
    private void Passed(CallSite call, IArgumentOperation argument, SymbolicValue value, ParameterFacts facts)
    {
        if (facts.Isolated && !IsIsolatedWhole(value) && !value.IsNull && argument.ArgumentKind != ArgumentKind.DefaultValue
            && _state.Facts[value] is not { EqualTo.IsNull: true })
        {
            Add(new Finding(FindingKind.NotIsolated, argument.Value.Syntax)
            {
                Member = call.Method,
                Text = CallText(call),
                Lock = ReceiverText(argument.Value),
                Detail = argument.Parameter?.Name ?? "",
            });
        }
        if (call.Receiver is { } collection && KnownTypes.IsFollowed(call.Method.ContainingType) && _contracts.ContractOf(call.Method).Mutates)
        {
            Collected(argument.Value, value, collection);
            Mix(value, Unwrap(argument.Value).Type, collection);
        }
        if (facts.KeepsIsolation) return;
        if (argument.Parameter is { Type.IsValueType: true } or { RefKind: RefKind.Out }) return;
        var into = call.Receiver is { } receiver && KnownTypes.IsFollowed(call.Method.ContainingType)
            && call.Method.MethodKind != MethodKind.Constructor ? receiver : null;
        if (_state.Isolated[value] is not null && !IsHarmless(call.Method)) Stored(argument.Value, value, into);
    }

    /// <summary>An object of the project's own, as opposed to a string or a delegate.</summary>
    private static bool MayBeGuarded(ITypeSymbol type)
    {
        if (type is not INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Interface, SpecialType: SpecialType.None } named) return type is ITypeParameterSymbol;
        var space = named.ContainingNamespace;
        while (space is { ContainingNamespace.IsGlobalNamespace: false }) space = space.ContainingNamespace;
        return space is not { Name: "System" };
    }

    /// <summary>Members of the framework that are known not to keep what they are given.</summary>
    private static bool IsHarmless(IMethodSymbol method)
    {
        if (KnownCalls.IsReferenceEquals(method)) return true;
        return method.ContainingType is { Name: "Debug" or "MemoryExtensions" or "GC" or "Console" or "Monitor" or "ArgumentNullException" or "RuntimeHelpers" } type
            && KnownTypes.NamespaceOf(type) is "System.Diagnostics" or "System" or "System.Threading" or "System.Runtime.CompilerServices";
    }

    private void ApplyParameterFacts(CallSite call, MemberContract contract)
    {
        foreach (var (ordinal, value, operation) in call.Arguments)
        {
            var facts = contract.Parameter(ordinal);
            if (ReferenceEquals(facts, ParameterFacts.None)) continue;
            if (facts.Isolates) Isolate(value);
            if (facts.Consumes && _state.Guards[value] is { State: not GuardState.GaveUp } guard) ReleaseGuard(call.Node, value, guard);
            else if (facts.Consumes) _state = _state with { Consumed = _state.Consumed.Set(value, call.Node) };
            if (ordinal < call.Method.Parameters.Length && call.Method.Parameters[ordinal].RefKind == RefKind.Out)
            {
                if (facts.ValidUnder.Length > 0) SetValidity(call, facts.ValidUnder, value);
                if (facts.OwnedBy is { } owner && Resolve(owner, call) is { } known) LearnOwner(value, operation.Type, known);
                if (facts.Isolated) Isolate(value);
            }
        }
        if (contract.IsolatesReceiver && call.Receiver is { } receiver) Isolate(receiver);
    }

    /// <summary>Nobody else can reach the object from now on; it needs no hold to stay valid any more.</summary>
    private void Isolate(SymbolicValue value) => _state = _state with
    {
        Isolated = _state.Isolated.Set(value, new Isolation(true)),
        Valid = WithoutCollections(_state.Valid.Remove(value)),
    };

    /// <summary>Which elements are isolated after having been collected is not followed: nothing is said of what collections hold any more.</summary>
    private static SmallMap<SymbolicValue, Validity> WithoutCollections(SmallMap<SymbolicValue, Validity> valid)
    {
        var rest = valid;
        for (int i = 0; i < valid.Count; i++)
        {
            if (valid.ValueAt(i).OfElements) rest = rest.Remove(valid.KeyAt(i));
        }
        return rest;
    }

    private void ApplyReturnFacts(CallSite call, ReturnFacts facts, SymbolicValue result)
    {
        if (ReferenceEquals(facts, ReturnFacts.None)) return;
        if (facts.Isolated) Isolate(result);
        if (facts.OwnedBy is { } owner && Resolve(owner, call) is { } known) LearnOwner(result, PathBinder.Awaited(call.Method.ReturnType), known);
        if (facts.ValidUnder.Length > 0) SetValidity(call, facts.ValidUnder, result);
    }

    /// <summary>The object's [LockOwner] of the owner's type is that owner.</summary>
    private void LearnOwner(SymbolicValue part, ITypeSymbol? partType, SymbolicValue owner)
    {
        for (var type = partType; type is not null; type = type.BaseType)
        {
            foreach (var member in type.GetMembers())
            {
                if (!_contracts.IsLockOwner(member) || !CanBe(owner.Type, ValueTable.TypeOf(member))) continue;
                _state = HeldLocks.AddEqual(_state, _values, ReadMemberPlace(part, member), owner);
            }
        }
    }

    private static bool CanBe(ITypeSymbol? owner, ITypeSymbol? member)
    {
        if (owner is null || member is null) return true;
        for (var type = owner; type is not null; type = type.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(type.OriginalDefinition, member.OriginalDefinition)) return true;
        }
        foreach (var type in owner.AllInterfaces)
        {
            if (SymbolEqualityComparer.Default.Equals(type.OriginalDefinition, member.OriginalDefinition)) return true;
        }
        return false;
    }
}
