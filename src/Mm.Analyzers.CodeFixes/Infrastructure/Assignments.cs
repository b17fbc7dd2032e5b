using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Mm.Analyzers.CodeFixes;

/// <summary>Where a member is assigned, in all of its compilation.</summary>
internal static class Assignments
{
    /// <summary>Whether it is assigned anywhere but in its initialiser and in the constructors of its type: it could not be readonly then.</summary>
    public static bool OutsideConstruction(ISymbol member, Compilation compilation, CancellationToken cancellationToken)
    {
        foreach (var tree in compilation.SyntaxTrees)
        {
            if (!tree.GetText(cancellationToken).ToString().Contains(member.Name))
                continue;
            SemanticModel? model = null;
            foreach (var name in tree.GetRoot(cancellationToken).DescendantNodes().OfType<IdentifierNameSyntax>())
            {
                if (name.Identifier.ValueText != member.Name || !IsWritten(name))
                    continue;
                model ??= compilation.GetSemanticModel(tree);
                if (SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(name, cancellationToken).Symbol?.OriginalDefinition, member)
                    && !InConstructor(name, member, model, cancellationToken))
                    return true;
            }
        }

        return false;
    }

    private static bool IsWritten(IdentifierNameSyntax name)
    {
        ExpressionSyntax expression = name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access : name;
        while (expression.Parent is ParenthesizedExpressionSyntax or TupleExpressionSyntax)
            expression = (ExpressionSyntax)expression.Parent;
        return expression.Parent switch
        {
            AssignmentExpressionSyntax assignment => assignment.Left == expression,
            ArgumentSyntax { Parent: TupleExpressionSyntax { Parent: AssignmentExpressionSyntax assignment } tuple } => assignment.Left == tuple,
            ArgumentSyntax argument => !argument.RefKindKeyword.IsKind(SyntaxKind.None) && !argument.RefKindKeyword.IsKind(SyntaxKind.InKeyword),
            PostfixUnaryExpressionSyntax or RefExpressionSyntax => true,
            PrefixUnaryExpressionSyntax prefix => prefix.IsKind(SyntaxKind.PreIncrementExpression) || prefix.IsKind(SyntaxKind.PreDecrementExpression),
            _ => false,
        };
    }

    // Through this, in a constructor of the member's own type; not in a lambda or local function there, which may run later.
    private static bool InConstructor(IdentifierNameSyntax name, ISymbol member, SemanticModel model, CancellationToken cancellationToken)
    {
        if (name.Parent is MemberAccessExpressionSyntax { Expression: not ThisExpressionSyntax } access && access.Name == name && !member.IsStatic)
            return false;
        if (name.Parent is AssignmentExpressionSyntax { Parent: InitializerExpressionSyntax })
            return false;
        var body = name.Ancestors().First(n => n is MemberDeclarationSyntax or AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax);
        return body is ConstructorDeclarationSyntax constructor
            && model.GetDeclaredSymbol(constructor, cancellationToken) is { } symbol
            && symbol.IsStatic == member.IsStatic
            && SymbolEqualityComparer.Default.Equals(symbol.ContainingType, member.ContainingType);
    }
}
