using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace Mm.Analyzers.CodeFixes;

/// <summary>The pieces of syntax that fixes are made of.</summary>
internal static class Syntax
{
    /// <summary>An attribute list with one attribute of Mm.Locks, its name reduced where a using directive allows.</summary>
    public static AttributeListSyntax AttributeList(string name, params string[] paths)
    {
        var attribute = SyntaxFactory.Attribute(Imports.Name(name));
        if (paths.Length > 0)
        {
            var arguments = paths.Select(p => SyntaxFactory.AttributeArgument(SyntaxFactory.LiteralExpression(SyntaxKind.StringLiteralExpression, SyntaxFactory.Literal(p))));
            attribute = attribute.WithArgumentList(SyntaxFactory.AttributeArgumentList(
                SyntaxFactory.SeparatedList(arguments, Enumerable.Repeat(SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(SyntaxFactory.Space), paths.Length - 1))));
        }

        return SyntaxFactory.AttributeList(SyntaxFactory.SingletonSeparatedList(attribute));
    }

    /// <summary>
    /// Puts attribute lists before a member, its leading comments kept before them: each on a line of its own where the member begins a line.
    /// The member itself is not formatted: its body may be laid out as its author likes.
    /// </summary>
    public static SyntaxNode WithAttributes(SyntaxNode member, IEnumerable<AttributeListSyntax> lists)
    {
        var leading = member.GetLeadingTrivia();
        var indentation = leading.Count > 0 && leading.Last().IsKind(SyntaxKind.WhitespaceTrivia) ? SyntaxFactory.TriviaList(leading.Last()) : default;
        bool beginsLine = BeginsLine(member);
        var after = beginsLine ? EndOfLine(member) : SyntaxFactory.Space;
        var added = lists.Select((l, i) => l.WithLeadingTrivia(i == 0 ? leading : beginsLine ? indentation : default).WithTrailingTrivia(after)).ToArray();
        var bare = member.WithLeadingTrivia(beginsLine ? indentation : default);
        return bare switch
        {
            LocalFunctionStatementSyntax l => l.WithAttributeLists(l.AttributeLists.InsertRange(0, added)),
            AccessorDeclarationSyntax a => a.WithAttributeLists(a.AttributeLists.InsertRange(0, added)),
            MemberDeclarationSyntax m => m.WithAttributeLists(m.AttributeLists.InsertRange(0, added)),
            _ => member,
        };
    }

    private static bool BeginsLine(SyntaxNode node)
    {
        var before = node.GetFirstToken().GetPreviousToken();
        return before.IsKind(SyntaxKind.None) || before.TrailingTrivia.Any(SyntaxKind.EndOfLineTrivia) || node.GetLeadingTrivia().Any(SyntaxKind.EndOfLineTrivia);
    }

    /// <summary>The line end that the file of the node uses.</summary>
    public static SyntaxTrivia EndOfLine(SyntaxNode node)
    {
        var first = node.SyntaxTree.GetRoot().DescendantTrivia().FirstOrDefault(t => t.IsKind(SyntaxKind.EndOfLineTrivia));
        return first.IsKind(SyntaxKind.EndOfLineTrivia) ? SyntaxFactory.EndOfLine(first.ToString()) : SyntaxFactory.LineFeed;
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

    /// <summary>Whether the code awaits or yields, nested functions apart.</summary>
    public static bool Suspends(SyntaxNode node) =>
        node.DescendantNodesAndSelf(n => n is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)).Any(n => n is AwaitExpressionSyntax or YieldStatementSyntax
            or CommonForEachStatementSyntax { AwaitKeyword.RawKind: not 0 } or UsingStatementSyntax { AwaitKeyword.RawKind: not 0 } or LocalDeclarationStatementSyntax { AwaitKeyword.RawKind: not 0 });
}
