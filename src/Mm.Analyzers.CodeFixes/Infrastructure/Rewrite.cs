using System;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Mm.Analyzers.CodeFixes;

/// <summary>Replaces a hold, from its acquisition to its release, by another form.</summary>
internal static class Rewrite
{
    public static ImmutableArray<SyntaxNode> Tracked(HoldRun run)
    {
        var nodes = ImmutableArray.CreateBuilder<SyntaxNode>();
        nodes.Add(run.Acquire);
        nodes.AddRange(run.Body);
        if (run.Release is not null)
            nodes.Add(run.Release);
        return nodes.ToImmutable();
    }

    public static SyntaxNode Run(
        SyntaxNode root, Func<SyntaxNode, SyntaxNode?> current, HoldRun run, Func<StatementSyntax, StatementSyntax[], StatementSyntax[]> form)
    {
        var acquire = (StatementSyntax)current(run.Acquire)!;
        var body = run.Body.Select(s => (StatementSyntax)current(s)!).ToArray();
        if (body.Any(s => s.Parent != acquire.Parent))
            return root;
        int first = Syntax.Siblings(acquire).IndexOf(acquire);
        int count = body.Length + (run.Release is null ? 1 : 2);
        return Syntax.ReplaceRun(root, acquire.Parent!, first, count, WithDeclarations(run, form(acquire, run.BodyWithoutReleases(body))));
    }

    // The declarations go first, and take over what stands above the acquisition.
    private static StatementSyntax[] WithDeclarations(HoldRun run, StatementSyntax[] statements)
    {
        var declarations = HoistedLocals.Declarations(run.Body, run.Hoisted).ToArray();
        if (declarations.Length == 0)
            return statements;
        declarations[0] = declarations[0].WithLeadingTrivia(statements[0].GetLeadingTrivia());
        var indentation = statements[0].GetLeadingTrivia().LastOrDefault();
        statements[0] = statements[0].WithLeadingTrivia(indentation.IsKind(SyntaxKind.WhitespaceTrivia) ? SyntaxFactory.TriviaList(indentation) : default);
        return [.. declarations.Select(d => d.WithTrailingTrivia(SyntaxFactory.ElasticCarriageReturnLineFeed)), .. statements];
    }
}
