// The text of a getter that is nothing but a path: `public RwSemaphore Lock => _sem;`.
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Mm.Analyzers.Contracts;

internal static class PropertyBody
{
    public static string? PathText(IPropertySymbol property)
    {
        foreach (var reference in property.DeclaringSyntaxReferences)
        {
            if (reference.GetSyntax() is PropertyDeclarationSyntax declaration && Returned(declaration) is { } expression)
            {
                return Text(expression);
            }
        }
        return null;
    }

    /// <summary>The expression as a path; null if it is none.</summary>
    public static string? Text(ExpressionSyntax expression)
    {
        var text = new StringBuilder();
        return Append(expression, text) ? text.ToString() : null;
    }

    /// <summary>The expression that the getter returns, if it does nothing else.</summary>
    public static ExpressionSyntax? Returned(PropertyDeclarationSyntax declaration)
    {
        if (declaration.ExpressionBody is { } arrow) return arrow.Expression;
        if (declaration.AccessorList is not { Accessors: [var getter] }) return null;
        if (getter.ExpressionBody is { } inner) return inner.Expression;
        return getter.Body is { Statements: [ReturnStatementSyntax { Expression: { } returned }] } ? returned : null;
    }

    private static bool Append(ExpressionSyntax expression, StringBuilder text)
    {
        switch (expression)
        {
            case ThisExpressionSyntax:
                text.Append("this");
                return true;
            case IdentifierNameSyntax name:
                text.Append(name.Identifier.ValueText);
                return true;
            case MemberAccessExpressionSyntax { Name: IdentifierNameSyntax member } access when Append(access.Expression, text):
                text.Append('.').Append(member.Identifier.ValueText);
                return true;
            default:
                return false;
        }
    }
}
