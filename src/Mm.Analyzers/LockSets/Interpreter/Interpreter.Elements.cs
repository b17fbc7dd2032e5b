using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using Mm.Analyzers.Contracts.BuiltIn;
using Mm.Analyzers.Paths;

namespace Mm.Analyzers.LockSets;

/// <summary>
/// Elements of arrays, spans, lists and dictionaries. An element of one collection at one index or key is one lock path, as a member is: lock striping (`_locks[hash &amp; Mask]`) takes and
/// releases the same lock as long as neither the index nor the element is assigned.
/// </summary>
internal sealed partial class Interpreter
{
    private SymbolicValue ArrayElement(IArrayElementReferenceOperation element, Use use)
    {
        var place = ElementPlace(element, use);
        if (IsIsolatedCollection(place.Whole) && OwnElement(element, place) is { } own) return own;
        return use is Use.RefRead or Use.RefWrite ? place : ReadPlace(place);
    }

    private SymbolicValue ElementPlace(IArrayElementReferenceOperation element, Use use)
    {
        var place = Evaluate(element.ArrayReference, use is Use.VolatileRead or Use.Interlocked ? use : use.IsWrite() ? Use.ThroughWrite : Use.ThroughRead);
        foreach (var operand in element.Indices) place = _values.Element(place, Index(operand), element.Type);
        return place;
    }

    private SymbolicValue InlineArrayElement(IInlineArrayAccessOperation element, Use use)
    {
        bool byReference = use is Use.RefRead or Use.RefWrite;
        var array = Evaluate(element.Instance, byReference ? use : use.OfContainingStruct());
        var place = _values.Element(array, Index(element.Argument), element.Type);
        return byReference ? place : ReadPlace(place);
    }

    /// <summary>`list[^1]`: the compiler calls the length and the indexer itself.</summary>
    private SymbolicValue ImplicitIndexer(IImplicitIndexerReferenceOperation element, Use use)
    {
        var receiver = Evaluate(element.Instance, element.IndexerSymbol is IPropertySymbol indexer ? ElementUse(indexer, use) : Use.ThroughRead);
        var place = _values.Element(receiver, Index(element.Argument), element.Type);
        if (element.IndexerSymbol is not IPropertySymbol { ContainingType: { } type } || !Collections.IsIndexed(type)) return Unknown(element);
        return use is Use.RefRead or Use.RefWrite ? place : ReadPlace(place);
    }

    private SymbolicValue IndexedElement(IPropertyReferenceOperation reference, SymbolicValue receiver, CallSite call, Use use, SymbolicValue? assigned)
    {
        bool own = IsIsolatedCollection(receiver);
        if (!Collections.IsIndexed(reference.Property.ContainingType)) return own ? IsolatedElement(reference, receiver) : Unknown(reference);
        var place = receiver;
        for (int i = 0; i < reference.Arguments.Length; i++)
        {
            if (call.Argument(i) is not { } index) return Unknown(reference);
            place = _values.Element(place, index, reference.Type);
        }
        if (own && OwnElement(reference, place) is { } element) return element;
        if (use.IsWrite() && !use.IsThrough() && !reference.Property.ReturnsByRef) AssignElement(place, assigned ?? Unknown(reference));
        return use is Use.RefRead or Use.RefWrite ? place : ReadPlace(place);
    }

    /// <summary>
    /// What an index denotes. Arithmetic is kept as it is written: the same operators on the same unmodified values give the same element. It is only done for indexes, where it costs
    /// little; elsewhere numbers matter to no lock.
    /// </summary>
    private SymbolicValue Index(IOperation operation)
    {
        if (operation.ConstantValue is { HasValue: true, Value: var constant }) return _values.Constant(constant);
        switch (operation)
        {
            case IParenthesizedOperation parenthesized:
                return Index(parenthesized.Operand);
            case IConversionOperation { OperatorMethod: null } conversion:
                // Widening keeps the number; a cast may cut it.
                var operand = Index(conversion.Operand);
                return conversion.IsImplicit || operand.Kind == ValueKind.Constant ? operand
                    : _values.Computed("(" + conversion.Type?.ToDisplayString(SymbolDisplayFormat.MinimallyQualifiedFormat) + ")", operand, null);
            case IBinaryOperation { OperatorMethod: null, Syntax: BinaryExpressionSyntax binary } arithmetic:
                var left = Index(arithmetic.LeftOperand);
                return _values.Computed(binary.OperatorToken.Text, left, Index(arithmetic.RightOperand));
            case IUnaryOperation { OperatorMethod: null, Syntax: PrefixUnaryExpressionSyntax prefix } unary when !prefix.IsKind(SyntaxKind.AddressOfExpression):
                return _values.Computed(prefix.OperatorToken.Text, Index(unary.Operand), null);
            default:
                return Evaluate(operation, Use.Read);
        }
    }

    /// <summary>
    /// An element of a collection that is isolated with what it holds. It keeps its name, so that locks in it are told apart. Null for a use by reference, or where something
    /// else is held there.
    /// </summary>
    private SymbolicValue? OwnElement(IOperation operation, SymbolicValue place)
    {
        if (_state.Valid[place.Whole] is { OfElements: true }) return IsolatedElement(operation, place.Whole);
        if (operation.Type is { IsReferenceType: true } && _state.Heap[place] is null && _state.Isolated[place] is null)
        {
            _state = _state with { Isolated = _state.Isolated.Set(place, new Isolation(true, place.Whole)) };
        }
        return null;
    }

    /// <summary>An element has a new value; what was known of others in the collection that may be the same one is forgotten.</summary>
    private void AssignElement(SymbolicValue place, SymbolicValue value)
    {
        if (place.Kind != ValueKind.Element) return;
        var facts = _state.Facts;
        for (int i = 0; i < facts.Count; i++)
        {
            if (MayBeSame(facts.KeyAt(i), place)) _state = _state with { Facts = _state.Facts.Remove(facts.KeyAt(i)) };
        }
        var heap = _state.Heap;
        for (int i = 0; i < heap.Count; i++)
        {
            if (MayBeSame(heap.KeyAt(i), place)) _state = _state with { Heap = _state.Heap.Remove(heap.KeyAt(i)) };
        }
        // The numbers that arrays hold name no lock.
        if (place.Type is { IsReferenceType: true } or null) _state = _state with { Heap = _state.Heap.Set(place, value) };
    }

    private static bool MayBeSame(SymbolicValue other, SymbolicValue place) => other.Kind == ValueKind.Element && ReferenceEquals(other.Base, place.Base)
        && !(other.Other!.Kind == ValueKind.Constant && place.Other!.Kind == ValueKind.Constant && !ReferenceEquals(other.Other, place.Other));
}
