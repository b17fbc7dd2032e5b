// How the lock in a field or property is constructed, read from the syntax of its declaration and of the constructors of its type. The analyzer may
// not ask for semantic models here; names of constants are looked up by hand.
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Mm.Analyzers.Contracts.BuiltIn;

internal static class Construction
{
    /// <summary>The arguments of the one creation that the member is given, in the order of the parameters of its constructor; null if it is given none, or several that differ.</summary>
    public static ExpressionSyntax[]? OnlyArguments(ISymbol member)
    {
        ExpressionSyntax[]? found = null;
        foreach (var value in Values(member))
        {
            if (ArgumentsOf(value) is not { } arguments) return null;
            if (found is not null && !SameText(found, arguments)) return null;
            found = arguments;
        }
        return found;
    }

    /// <summary>The only value that the member is given, if it is a creation.</summary>
    public static BaseObjectCreationExpressionSyntax? OnlyCreated(ISymbol member)
    {
        BaseObjectCreationExpressionSyntax? only = null;
        foreach (var value in Values(member))
        {
            if (only is not null || value is not BaseObjectCreationExpressionSyntax creation) return null;
            only = creation;
        }
        return only;
    }

    /// <summary>The last identifier of a name: <c>SupportsRecursion</c> of <c>LockRecursionPolicy.SupportsRecursion</c>.</summary>
    public static string? Name(this ExpressionSyntax expression) => expression switch
    {
        IdentifierNameSyntax name => name.Identifier.ValueText,
        MemberAccessExpressionSyntax access => access.Name.Identifier.ValueText,
        _ => null,
    };

    /// <summary>Whether the expression is 1, or the name of a constant of the member's type that is.</summary>
    public static bool IsOne(this ExpressionSyntax expression, ISymbol member)
    {
        if (expression is LiteralExpressionSyntax literal) return literal.Token.Value is 1;
        if (expression.Name() is not { } name) return false;
        for (var type = member.ContainingType; type is not null; type = type.ContainingType)
        {
            foreach (var symbol in type.GetMembers(name))
            {
                if (symbol is IFieldSymbol { HasConstantValue: true, ConstantValue: 1 }) return true;
            }
        }
        return false;
    }

    private static IEnumerable<ExpressionSyntax> Values(ISymbol member)
    {
        foreach (var reference in member.DeclaringSyntaxReferences)
        {
            var value = reference.GetSyntax() switch
            {
                VariableDeclaratorSyntax declarator => declarator.Initializer?.Value,
                PropertyDeclarationSyntax property => property.Initializer?.Value ?? property.ExpressionBody?.Expression,
                _ => null,
            };
            if (value is not null) yield return value;
        }
        if (member.Kind is not (SymbolKind.Field or SymbolKind.Property)) yield break;
        foreach (var constructor in member.IsStatic ? member.ContainingType.StaticConstructors : member.ContainingType.InstanceConstructors)
        {
            foreach (var reference in constructor.DeclaringSyntaxReferences)
            {
                if (reference.GetSyntax() is not ConstructorDeclarationSyntax declaration) continue;
                foreach (var assignment in declaration.DescendantNodes().OfType<AssignmentExpressionSyntax>())
                {
                    if (assignment.IsKind(SyntaxKind.SimpleAssignmentExpression) && IsTarget(assignment.Left, member.Name)) yield return assignment.Right;
                }
            }
        }
    }

    private static bool IsTarget(ExpressionSyntax left, string name) => left switch
    {
        IdentifierNameSyntax identifier => identifier.Identifier.ValueText == name,
        MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } access => access.Name.Identifier.ValueText == name,
        _ => false,
    };

    private static ExpressionSyntax[]? ArgumentsOf(ExpressionSyntax value)
    {
        while (value is ParenthesizedExpressionSyntax or PostfixUnaryExpressionSyntax)
        {
            value = value is ParenthesizedExpressionSyntax inner ? inner.Expression : ((PostfixUnaryExpressionSyntax)value).Operand;
        }
        if (value is not BaseObjectCreationExpressionSyntax creation) return null;
        if (creation.ArgumentList is not { } list) return [];
        // The constructors in question have one order of parameters: initialCount before maxCount.
        return [.. list.Arguments.OrderBy(a => a.NameColon?.Name.Identifier.ValueText == "maxCount" ? 1 : 0).Select(a => a.Expression)];
    }

    private static bool SameText(ExpressionSyntax[] a, ExpressionSyntax[] b)
    {
        if (a.Length != b.Length) return false;
        for (int i = 0; i < a.Length; i++)
        {
            if (!SyntaxFactory.AreEquivalent(a[i], b[i])) return false;
        }
        return true;
    }
}
