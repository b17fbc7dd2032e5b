// How messages about declarations write symbols: short, as the source does.
using Microsoft.CodeAnalysis;

namespace Mm.Analyzers.Rules.Declarations;

internal static class SymbolText
{
    private static readonly SymbolDisplayFormat s_format = new(
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypes,
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters,
        memberOptions: SymbolDisplayMemberOptions.IncludeContainingType,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.UseSpecialTypes);

    /// <summary><c>Type.Member</c>, <c>Type</c>, or the name of a parameter.</summary>
    public static string Of(ISymbol symbol) => symbol switch
    {
        IParameterSymbol parameter => parameter.Name,
        IMethodSymbol { MethodKind: MethodKind.AnonymousFunction } => "lambda",
        IMethodSymbol { MethodKind: MethodKind.LocalFunction } local => local.Name,
        IMethodSymbol { AssociatedSymbol: { } owner } accessor => owner.ToDisplayString(s_format) + Accessor(accessor.MethodKind),
        _ => symbol.ToDisplayString(s_format),
    };

    private static string Accessor(MethodKind kind) => kind switch
    {
        MethodKind.PropertyGet => ".get",
        MethodKind.PropertySet => ".set",
        MethodKind.EventAdd => ".add",
        MethodKind.EventRemove => ".remove",
        _ => "",
    };
}
