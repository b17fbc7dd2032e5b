using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Simplification;

namespace Mm.Analyzers.CodeFixes;

/// <summary>The pieces of syntax that fixes are made of.</summary>
internal static class Syntax
{
    /// <summary>An attribute list with one attribute of Mm.Locks, its name reduced where a using directive allows.</summary>
    public static AttributeListSyntax AttributeList(string name, params string[] paths)
    {
        var attribute = SyntaxFactory.Attribute(SyntaxFactory.ParseName("global::Mm.Locks." + name).WithAdditionalAnnotations(Simplifier.Annotation));
        if (paths.Length > 0)
        {
            attribute = attribute.WithArgumentList(SyntaxFactory.AttributeArgumentList(SyntaxFactory.SeparatedList(paths.Select(p =>
                SyntaxFactory.AttributeArgument(SyntaxFactory.LiteralExpression(SyntaxKind.StringLiteralExpression, SyntaxFactory.Literal(p)))))));
        }

        return SyntaxFactory.AttributeList(SyntaxFactory.SingletonSeparatedList(attribute))
            .WithTrailingTrivia(SyntaxFactory.ElasticCarriageReturnLineFeed)
            .WithAdditionalAnnotations(Formatter.Annotation);
    }

    /// <summary>Puts attribute lists before a member, its leading comments kept before them.</summary>
    public static SyntaxNode WithAttributes(SyntaxNode member, IEnumerable<AttributeListSyntax> lists)
    {
        var leading = member.GetLeadingTrivia();
        var bare = member.WithLeadingTrivia(SyntaxFactory.ElasticMarker);
        var added = lists.ToArray();
        added[0] = added[0].WithLeadingTrivia(leading);
        SyntaxNode result = bare switch
        {
            LocalFunctionStatementSyntax l => l.WithAttributeLists(l.AttributeLists.InsertRange(0, added)),
            AccessorDeclarationSyntax a => a.WithAttributeLists(a.AttributeLists.InsertRange(0, added)),
            MemberDeclarationSyntax m => m.WithAttributeLists(m.AttributeLists.InsertRange(0, added)),
            _ => member,
        };
        return result.WithAdditionalAnnotations(Formatter.Annotation);
    }

    /// <summary>The member, accessor or local function whose body has the node; null inside a lambda, which has no contract of its own to add to.</summary>
    public static SyntaxNode? ContractHolder(SyntaxNode node)
    {
        for (var n = node; n is not null; n = n.Parent)
        {
            switch (n)
            {
                case AnonymousFunctionExpressionSyntax:
                    return null;
                case LocalFunctionStatementSyntax or AccessorDeclarationSyntax or BaseMethodDeclarationSyntax:
                    return n;
                case PropertyDeclarationSyntax or IndexerDeclarationSyntax:
                    return n;
                case BaseFieldDeclarationSyntax or TypeDeclarationSyntax:
                    return null;
            }
        }

        return null;
    }

    /// <summary>A block of statements, formatted where it will stand.</summary>
    public static BlockSyntax Block(IEnumerable<StatementSyntax> statements) =>
        SyntaxFactory.Block(statements).WithAdditionalAnnotations(Formatter.Annotation);

    /// <summary><c>target.Member();</c></summary>
    public static StatementSyntax CallStatement(string target, string member) =>
        SyntaxFactory.ParseStatement(target + "." + member + "();").WithAdditionalAnnotations(Formatter.Annotation);

    /// <summary>The statements of a block or a switch section that holds the statement directly, or an empty list.</summary>
    public static SyntaxList<StatementSyntax> Siblings(StatementSyntax statement) => statement.Parent switch
    {
        BlockSyntax b => b.Statements,
        SwitchSectionSyntax s => s.Statements,
        _ => default,
    };

    /// <summary>Replaces a run of sibling statements by others.</summary>
    public static SyntaxNode ReplaceRun(SyntaxNode root, SyntaxNode parent, int first, int count, IEnumerable<StatementSyntax> with)
    {
        static SyntaxList<StatementSyntax> Splice(SyntaxList<StatementSyntax> list, int first, int count, IEnumerable<StatementSyntax> with) =>
            SyntaxFactory.List(list.Take(first).Concat(with).Concat(list.Skip(first + count)));

        return parent switch
        {
            BlockSyntax b => root.ReplaceNode(b, b.WithStatements(Splice(b.Statements, first, count, with))),
            SwitchSectionSyntax s => root.ReplaceNode(s, s.WithStatements(Splice(s.Statements, first, count, with))),
            _ => root,
        };
    }

    /// <summary>The statement <c>receiver.Name(…);</c> taken apart, or null for another form.</summary>
    public static (string Receiver, MemberAccessExpressionSyntax Access)? CallOf(StatementSyntax statement) =>
        statement is ExpressionStatementSyntax { Expression: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } }
            ? (access.Expression.WithoutTrivia().ToString(), access)
            : null;
}
