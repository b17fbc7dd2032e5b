// Where reports about annotations sit: at the attribute's argument, or at the member's name where there is none.
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Mm.Analyzers.Contracts;

namespace Mm.Analyzers.Rules.Declarations;

internal static class AnnotationLocation
{
    /// <summary>The first path argument, or the name of the annotated symbol.</summary>
    public static Location? Of(RawAnnotation annotation, CancellationToken cancellation) =>
        Argument(annotation, 0, cancellation)?.GetLocation() ?? OfName(annotation.Target);

    /// <summary>The path argument with this index, or the name of the annotated symbol.</summary>
    public static Location? OfPath(RawAnnotation annotation, int index, CancellationToken cancellation) =>
        Argument(annotation, index, cancellation)?.GetLocation() ?? OfName(annotation.Target);

    /// <summary>The value of a named argument, or the annotation as a whole.</summary>
    public static Location? OfNamed(RawAnnotation annotation, string name, CancellationToken cancellation)
    {
        if (Syntax(annotation, cancellation) is { ArgumentList: { } list })
        {
            foreach (var argument in list.Arguments)
            {
                if (argument.NameEquals?.Name.Identifier.ValueText == name) return argument.Expression.GetLocation();
            }
        }
        return OfAttribute(annotation, cancellation);
    }

    /// <summary>The attribute itself, for what no argument is to blame for.</summary>
    public static Location? OfAttribute(RawAnnotation annotation, CancellationToken cancellation) =>
        Syntax(annotation, cancellation)?.GetLocation() ?? OfName(annotation.Target);

    public static Location? OfName(ISymbol symbol)
    {
        if (symbol is IMethodSymbol { AssociatedSymbol: { } owner, Locations.IsEmpty: true }) symbol = owner;
        foreach (var location in symbol.Locations)
        {
            if (location.IsInSource) return location;
        }
        return null;
    }

    /// <summary>Whether the attribute has positional arguments in the source, whatever their values.</summary>
    public static bool HasArguments(RawAnnotation annotation, CancellationToken cancellation) => Argument(annotation, 0, cancellation) is not null;

    private static AttributeSyntax? Syntax(RawAnnotation annotation, CancellationToken cancellation) =>
        annotation.Data.ApplicationSyntaxReference?.GetSyntax(cancellation) as AttributeSyntax;

    private static ExpressionSyntax? Argument(RawAnnotation annotation, int index, CancellationToken cancellation)
    {
        if (Syntax(annotation, cancellation)?.ArgumentList is not { } list) return null;
        ExpressionSyntax? first = null;
        foreach (var argument in list.Arguments)
        {
            if (argument.NameEquals is not null) continue;
            first ??= argument.Expression;
            foreach (var expression in Elements(argument.Expression))
            {
                if (index-- == 0) return expression;
            }
        }
        return first;
    }

    private static IEnumerable<ExpressionSyntax> Elements(ExpressionSyntax expression) => expression switch
    {
        ArrayCreationExpressionSyntax { Initializer: { } initializer } => initializer.Expressions,
        ImplicitArrayCreationExpressionSyntax implicitly => implicitly.Initializer.Expressions,
        CollectionExpressionSyntax collection => collection.Elements.OfType<ExpressionElementSyntax>().Select(e => e.Expression),
        _ => [expression],
    };
}
