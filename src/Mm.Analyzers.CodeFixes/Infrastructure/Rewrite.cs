using System;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
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
        return Syntax.ReplaceRun(root, acquire.Parent!, first, count, form(acquire, run.BodyWithoutReleases(body)));
    }
}
