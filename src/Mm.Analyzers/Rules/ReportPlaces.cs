// Where a report sits, by the node that a finding names.
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Mm.Analyzers.Rules;

internal static class ReportPlaces
{
    public static Location Of(SyntaxNode node) => node switch
    {
        BaseMethodDeclarationSyntax { Body: { } body } => body.CloseBraceToken.GetLocation(),
        BaseMethodDeclarationSyntax { ExpressionBody: { } body } => body.Expression.GetLocation(),
        AccessorDeclarationSyntax { Body: { } body } => body.CloseBraceToken.GetLocation(),
        AccessorDeclarationSyntax { ExpressionBody: { } body } => body.Expression.GetLocation(),
        LocalFunctionStatementSyntax { Body: { } body } => body.CloseBraceToken.GetLocation(),
        LocalFunctionStatementSyntax { ExpressionBody: { } body } => body.Expression.GetLocation(),
        AnonymousFunctionExpressionSyntax { Block: { } body } => body.CloseBraceToken.GetLocation(),
        AnonymousFunctionExpressionSyntax { ExpressionBody: { } body } => body.GetLocation(),
        CommonForEachStatementSyntax { AwaitKeyword.RawKind: not 0 } loop => loop.AwaitKeyword.GetLocation(),
        UsingStatementSyntax { AwaitKeyword.RawKind: not 0 } statement => statement.AwaitKeyword.GetLocation(),
        LocalDeclarationStatementSyntax { AwaitKeyword.RawKind: not 0 } declaration => declaration.AwaitKeyword.GetLocation(),
        ArrowExpressionClauseSyntax arrow => arrow.Expression.GetLocation(),
        BlockSyntax block => block.CloseBraceToken.GetLocation(),
        _ => node.GetLocation(),
    };

    /// <summary>The declaration's name, for what a contract holds from the entry on.</summary>
    public static Location OfDeclaration(SyntaxNode node) => node switch
    {
        MethodDeclarationSyntax method => method.Identifier.GetLocation(),
        ConstructorDeclarationSyntax constructor => constructor.Identifier.GetLocation(),
        PropertyDeclarationSyntax property => property.Identifier.GetLocation(),
        LocalFunctionStatementSyntax local => local.Identifier.GetLocation(),
        AccessorDeclarationSyntax accessor => accessor.Keyword.GetLocation(),
        _ => Of(node),
    };
}
