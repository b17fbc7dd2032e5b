// One [assembly: ExternalContract(typeof(X), "Method(System.Int32)", "AcquiresWrite", ...)].
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Mm.Analyzers.Contracts.External;

/// <param name="Type">The type that is named.</param>
/// <param name="Name">The name of the method, property or event.</param>
/// <param name="Parameters">The types of the parameters as they are written, null for every overload.</param>
/// <param name="Contract">The name of the contract attribute as it is written.</param>
/// <param name="Data">The attribute.</param>
internal sealed record ExternalMember(INamedTypeSymbol Type, string Name, string[]? Parameters, string Contract, AttributeData Data)
{
    public static ExternalMember? Of(AttributeData data)
    {
        if (data.ConstructorArguments is not [{ Value: INamedTypeSymbol type }, { Value: string member }, { Value: string contract }, ..]) return null;
        int open = member.IndexOf('(');
        string name = (open < 0 ? member : member.Substring(0, open)).Trim();
        string[]? parameters = open < 0 ? null : Split(member.Substring(open + 1).TrimEnd().TrimEnd(')'));
        return new ExternalMember(type, name, parameters, contract, data);
    }

    /// <summary>The attribute's kind; None if there is no contract attribute of that name.</summary>
    public AnnotationKind Kind
    {
        get
        {
            string name = Contract.EndsWith("Attribute", StringComparison.Ordinal) ? Contract.Substring(0, Contract.Length - "Attribute".Length) : Contract;
            return Annotations.Named(name);
        }
    }

    /// <summary>Whether the declaration means this method: itself, an accessor of the property or event named, a constructor for the type's name or ".ctor".</summary>
    public bool Names(IMethodSymbol method)
    {
        bool named = method.Name == Name
            || method.AssociatedSymbol?.Name == Name
            || (method.MethodKind == MethodKind.Constructor && Name == Type.Name)
            || (method.AssociatedSymbol is IPropertySymbol { IsIndexer: true } && Name == "this");
        if (!named) return false;
        if (Parameters is null) return true;
        if (Parameters.Length != method.Parameters.Length) return false;
        for (int i = 0; i < Parameters.Length; i++)
        {
            if (!IsType(Parameters[i], method.Parameters[i].Type)) return false;
        }
        return true;
    }

    /// <summary>The contract as if its attribute stood on the method.</summary>
    public RawAnnotation? Annotation(IMethodSymbol method)
    {
        if (Kind == AnnotationKind.None) return null;
        var paths = ImmutableArray.CreateBuilder<string>();
        var arguments = Data.ConstructorArguments;
        for (int i = 3; i < arguments.Length; i++) paths.AddRange(AnnotationReader.Strings([arguments[i]]));
        object? when = null;
        bool hasWhen = false, whenNotNull = false;
        string? until = null;
        bool? canBlock = null;
        foreach (var argument in Data.NamedArguments)
        {
            if (argument.Value.Kind == TypedConstantKind.Array)
            {
                if (argument.Key is "Paths" or "Path") paths.AddRange(AnnotationReader.Strings([argument.Value]));
                continue;
            }
            switch (argument.Key)
            {
                case "Path" when argument.Value.Value is string path: paths.Add(path); break;
                case "When": (when, hasWhen) = (argument.Value.Value, true); break;
                case "WhenNotNull": whenNotNull = argument.Value.Value is true; break;
                case "Until": until = argument.Value.Value as string; break;
                case "CanBlock": canBlock = argument.Value.Value as bool?; break;
            }
        }
        return new RawAnnotation(Kind, Data, method, Kind is AnnotationKind.ValidUnder or AnnotationKind.Isolated or AnnotationKind.OwnedBy)
        {
            Paths = paths.ToImmutable(),
            When = when,
            HasWhen = hasWhen,
            WhenNotNull = whenNotNull,
            Until = until,
            CanBlock = canBlock,
        };
    }

    /// <summary>A type as C# or as metadata writes it: <c>int</c>, <c>Int32</c>, <c>System.Int32</c>; <c>ref</c>, <c>out</c>, <c>in</c> and <c>&amp;</c> do not count.</summary>
    private static bool IsType(string text, ITypeSymbol type)
    {
        text = text.Trim().TrimEnd('&').Replace("global::", "");
        foreach (string prefix in new[] { "ref ", "out ", "in " })
        {
            if (text.StartsWith(prefix, StringComparison.Ordinal)) text = text.Substring(prefix.Length).Trim();
        }
        return text == type.ToDisplayString() || text == type.Name || text == type.ToDisplayString(s_metadata) || text == type.MetadataName;
    }

    private static readonly SymbolDisplayFormat s_metadata = new(
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces,
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters);

    /// <summary>Splits at the commas that are not inside a generic type's arguments.</summary>
    private static string[] Split(string parameters)
    {
        var parts = new List<string>();
        int depth = 0, start = 0;
        for (int i = 0; i < parameters.Length; i++)
        {
            if (parameters[i] is '<' or '[') depth++;
            else if (parameters[i] is '>' or ']') depth--;
            else if (parameters[i] == ',' && depth == 0)
            {
                parts.Add(parameters.Substring(start, i - start));
                start = i + 1;
            }
        }
        if (parameters.Substring(start).Trim().Length > 0) parts.Add(parameters.Substring(start));
        return [.. parts];
    }
}
