// Reads the attributes of a symbol. Nothing is bound here; see RawAnnotation.
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Mm.Analyzers.Contracts;

internal static class AnnotationReader
{
    /// <summary>The annotations on the symbol itself and, for a method, on its return value. Parameters are read on their own.</summary>
    public static ImmutableArray<RawAnnotation> Read(ISymbol symbol)
    {
        ImmutableArray<RawAnnotation>.Builder? found = null;
        Add(symbol.GetAttributes(), symbol, false, ref found);
        if (symbol is IMethodSymbol method) Add(method.GetReturnTypeAttributes(), symbol, true, ref found);
        if (symbol is INamedTypeSymbol { DelegateInvokeMethod: { } invoke }) Add(invoke.GetReturnTypeAttributes(), symbol, true, ref found);
        return found?.ToImmutable() ?? [];
    }

    /// <summary>Whether an attribute of the symbol is not known to the compiler: it may be meant as an annotation.</summary>
    public static bool HasUnknown(ISymbol symbol) => HasUnknown(symbol.GetAttributes())
        || (symbol is IMethodSymbol method && HasUnknown(method.GetReturnTypeAttributes()));

    private static bool HasUnknown(ImmutableArray<AttributeData> attributes)
    {
        foreach (var attribute in attributes)
        {
            if (attribute.AttributeClass is null or { TypeKind: TypeKind.Error }) return true;
        }
        return false;
    }

    private static void Add(ImmutableArray<AttributeData> attributes, ISymbol symbol, bool onReturn, ref ImmutableArray<RawAnnotation>.Builder? found)
    {
        foreach (var attribute in attributes)
        {
            var kind = Annotations.KindOf(attribute);
            if (kind == AnnotationKind.None) continue;
            found ??= ImmutableArray.CreateBuilder<RawAnnotation>();
            found.Add(Parse(kind, attribute, symbol, onReturn));
        }
    }

    private static RawAnnotation Parse(AnnotationKind kind, AttributeData attribute, ISymbol symbol, bool onReturn)
    {
        object? when = null;
        string? until = null;
        bool hasWhen = false, whenNotNull = false, hasErrors = attribute.AttributeConstructor is null;
        foreach (var argument in attribute.ConstructorArguments) hasErrors |= HasError(argument);
        bool? canBlock = null;
        foreach (var argument in attribute.NamedArguments)
        {
            var value = argument.Value;
            hasErrors |= HasError(value);
            if (value.Kind is TypedConstantKind.Array or TypedConstantKind.Error) continue;
            switch (argument.Key)
            {
                case "When":
                    when = value.Value;
                    hasWhen = true;
                    break;
                case "WhenNotNull": whenNotNull = value.Value is true; break;
                case "Until": until = value.Value as string; break;
                case "CanBlock": canBlock = value.Value as bool?; break;
            }
        }
        return new RawAnnotation(kind, attribute, symbol, onReturn)
        {
            Paths = Strings(attribute.ConstructorArguments),
            When = when,
            HasWhen = hasWhen,
            WhenNotNull = whenNotNull,
            Until = until,
            CanBlock = canBlock,
            HasErrors = hasErrors,
        };
    }

    private static bool HasError(TypedConstant argument)
    {
        if (argument.Kind == TypedConstantKind.Error) return true;
        if (argument.Kind != TypedConstantKind.Array || argument.IsNull) return false;
        foreach (var element in argument.Values)
        {
            if (HasError(element)) return true;
        }
        return false;
    }

    public static ImmutableArray<string> Strings(ImmutableArray<TypedConstant> arguments)
    {
        if (arguments.IsDefaultOrEmpty) return [];
        var strings = ImmutableArray.CreateBuilder<string>();
        foreach (var argument in arguments)
        {
            if (argument.Kind == TypedConstantKind.Array)
            {
                if (argument.IsNull) continue;
                foreach (var element in argument.Values)
                {
                    if (element.Kind == TypedConstantKind.Primitive || element.IsNull) strings.Add(element.Value as string ?? "");
                }
            }
            else if (argument.Kind == TypedConstantKind.Primitive && (argument.Value is string || argument.IsNull))
            {
                strings.Add(argument.Value as string ?? "");
            }
        }
        return strings.ToImmutable();
    }

    /// <summary>The strings of a named argument that is an array (AlsoReadUnder).</summary>
    public static ImmutableArray<string> NamedStrings(AttributeData attribute, string name)
    {
        foreach (var argument in attribute.NamedArguments)
        {
            if (argument.Key == name && argument.Value.Kind == TypedConstantKind.Array) return Strings([argument.Value]);
        }
        return [];
    }
}
