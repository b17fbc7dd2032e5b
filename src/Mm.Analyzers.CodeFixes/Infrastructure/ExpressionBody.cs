using System;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace Mm.Analyzers.CodeFixes;

/// <summary>Members and lambdas with an expression for a body, which has to become a block to hold a lock.</summary>
internal static class ExpressionBody
{
    /// <summary>The expression that is the whole body around a node; null if a statement or something else is nearer.</summary>
    public static ExpressionSyntax? Around(SyntaxNode node)
    {
        for (var n = node; n is not null; n = n.Parent)
        {
            switch (n.Parent)
            {
                case ArrowExpressionClauseSyntax arrow:
                    return arrow.Expression;
                case LambdaExpressionSyntax { ExpressionBody: { } body } when body == n:
                    return body;
            }

            if (n is StatementSyntax or MemberDeclarationSyntax) return null;
        }

        return null;
    }

    /// <summary>Whether the body gives a value; null if it cannot become a block (an expression tree, a reference).</summary>
    public static bool? Returns(FixTarget target, ExpressionSyntax body)
    {
        if (body is RefExpressionSyntax) return null;
        if (body.Parent is LambdaExpressionSyntax lambda && target.Model.GetTypeInfo(lambda).ConvertedType is { Name: "Expression" }) return null;
        var method = body.Parent is LambdaExpressionSyntax
            ? target.Model.GetSymbolInfo(body.Parent).Symbol as IMethodSymbol
            : target.Model.GetDeclaredSymbol(body.Parent!.Parent!) switch
            {
                IMethodSymbol m => m,
                IPropertySymbol p => p.GetMethod,
                _ => null,
            };
        if (method is null) return null;
        if (body is ThrowExpressionSyntax) return null;
        bool asyncWithoutValue = method.IsAsync && method.ReturnType is INamedTypeSymbol { Arity: 0 };
        return !method.ReturnsVoid && !asyncWithoutValue;
    }

    public static StatementSyntax Statement(ExpressionSyntax expression, bool returns) => returns
        ? SyntaxFactory.ReturnStatement(expression.WithoutTrivia()).WithAdditionalAnnotations(Formatter.Annotation)
        : SyntaxFactory.ExpressionStatement(expression.WithoutTrivia()).WithAdditionalAnnotations(Formatter.Annotation);

    /// <summary>Replaces the expression of an arrow or a lambda by a block.</summary>
    public static SyntaxNode ToBlock(SyntaxNode root, SyntaxNode holder, Func<ExpressionSyntax, BlockSyntax> block)
    {
        if (holder is LambdaExpressionSyntax { ExpressionBody: { } body } lambda)
            return root.ReplaceNode(lambda, lambda.WithBody(block(body)));
        if (holder is not ArrowExpressionClauseSyntax { Parent: { } owner } arrow) return root;
        var statements = block(arrow.Expression);
        SyntaxNode? changed = owner switch
        {
            MethodDeclarationSyntax m => m.WithExpressionBody(null).WithSemicolonToken(default).WithBody(Closed(statements, m.SemicolonToken)),
            OperatorDeclarationSyntax m => m.WithExpressionBody(null).WithSemicolonToken(default).WithBody(Closed(statements, m.SemicolonToken)),
            ConversionOperatorDeclarationSyntax m => m.WithExpressionBody(null).WithSemicolonToken(default).WithBody(Closed(statements, m.SemicolonToken)),
            ConstructorDeclarationSyntax m => m.WithExpressionBody(null).WithSemicolonToken(default).WithBody(Closed(statements, m.SemicolonToken)),
            DestructorDeclarationSyntax m => m.WithExpressionBody(null).WithSemicolonToken(default).WithBody(Closed(statements, m.SemicolonToken)),
            LocalFunctionStatementSyntax m => m.WithExpressionBody(null).WithSemicolonToken(default).WithBody(Closed(statements, m.SemicolonToken)),
            AccessorDeclarationSyntax m => m.WithExpressionBody(null).WithSemicolonToken(default).WithBody(Closed(statements, m.SemicolonToken)),
            PropertyDeclarationSyntax p => p.WithExpressionBody(null).WithSemicolonToken(default).WithAccessorList(Getter(statements, p.SemicolonToken)),
            IndexerDeclarationSyntax p => p.WithExpressionBody(null).WithSemicolonToken(default).WithAccessorList(Getter(statements, p.SemicolonToken)),
            _ => null,
        };
        return changed is null ? root : root.ReplaceNode(owner, changed.WithAdditionalAnnotations(Formatter.Annotation));
    }

    private static BlockSyntax Closed(BlockSyntax block, SyntaxToken semicolon) => block.WithTrailingTrivia(semicolon.TrailingTrivia);

    private static AccessorListSyntax Getter(BlockSyntax block, SyntaxToken semicolon) =>
        SyntaxFactory.AccessorList(SyntaxFactory.SingletonList(SyntaxFactory.AccessorDeclaration(SyntaxKind.GetAccessorDeclaration, block)))
            .WithTrailingTrivia(semicolon.TrailingTrivia);
}
