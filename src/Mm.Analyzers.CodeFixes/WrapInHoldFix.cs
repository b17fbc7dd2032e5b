using System.Collections.Generic;
using System.Collections.Immutable;
using System.Composition;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace Mm.Analyzers.CodeFixes;

/// <summary>For a lock that is not held: the statement is wrapped in a guard, a lock statement, or acquire and release with a finally.</summary>
/// <remarks>Not offered where the lock is held in a weaker mode: taking it again there would deadlock.</remarks>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(WrapInHoldFix)), Shared]
public sealed class WrapInHoldFix : LockFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ["MML101", "MML102", "MML103", "MML104", "MML105", "MML106"];

    internal override ImmutableArray<FixPlan> Plans(FixTarget target, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        if (LackingLock.Of(diagnostic) is not { HeldMode: "", Paths.Length: 1 } lacking || target.StatementAt(diagnostic) is not { } statement)
            return [];
        string path = lacking.Paths[0];
        if (target.TypeOf(path, statement.SpanStart) is not { } type || Hold(type, path, lacking.Mode) is not { } hold)
            return [];
        var siblings = Syntax.Siblings(statement);
        int first = siblings.IndexOf(statement);
        if (first < 0)
            return [];

        int count = Reach(target, statement, siblings, first) - first + 1;
        var run = siblings.Skip(first).Take(count).ToImmutableArray<SyntaxNode>();
        return [new FixPlan($"Hold '{path}' for {lacking.ModeText} around the statement", $"hold|{run[0].SpanStart}|{path}", run, (root, current) =>
        {
            var statements = run.Select(n => (StatementSyntax)current(n)!).ToArray();
            if (statements.Any(s => s.Parent != statements[0].Parent))
                return root;
            var parent = statements[0].Parent!;
            int at = Syntax.Siblings(statements[0]).IndexOf(statements[0]);
            var leading = statements[0].GetLeadingTrivia();
            statements[0] = statements[0].WithLeadingTrivia(SyntaxFactory.ElasticMarker);
            var wrapped = hold.Wrap(statements);
            wrapped[0] = wrapped[0].WithLeadingTrivia(leading);
            return Syntax.ReplaceRun(root, parent, at, count, wrapped);
        })];
    }

    // A declaration takes along the statements that use what it declares.
    private static int Reach(FixTarget target, StatementSyntax statement, SyntaxList<StatementSyntax> siblings, int first)
    {
        if (statement is not LocalDeclarationStatementSyntax declaration)
            return first;
        var names = new HashSet<string>(declaration.Declaration.Variables.Select(v => v.Identifier.ValueText));
        int last = first;
        for (int i = first + 1; i < siblings.Count; i++)
        {
            if (siblings[i].DescendantNodes().OfType<IdentifierNameSyntax>().Any(n => names.Contains(n.Identifier.ValueText)))
                last = i;
            if (last == i && siblings[i] is LocalDeclarationStatementSyntax inner)
                names.UnionWith(inner.Declaration.Variables.Select(v => v.Identifier.ValueText));
        }

        return last;
    }

    private static HoldForm? Hold(ITypeSymbol type, string path, string mode)
    {
        if (LockMembers.GuardMember(type, mode) is { } guard)
            return new(s => [Formatted(SyntaxFactory.UsingStatement(null, SyntaxFactory.ParseExpression($"{path}.{guard.Name}()"), Syntax.Block(s)))]);
        if (LockMembers.TakenByLockStatement(type))
            return new(s => [Formatted(SyntaxFactory.LockStatement(SyntaxFactory.ParseExpression(path), Syntax.Block(s)))]);
        var pair = LockMembers.SlimMembers(type, mode) ?? LockMembers.PlainMembers(type);
        if (pair is null && LockMembers.AcquireMember(type, mode) is { } acquire && LockMembers.ReleaseMember(type, mode) is { } release)
            pair = (acquire.Name, release.Name);
        if (pair is not { } members)
            return null;
        return new(s =>
        [
            Syntax.CallStatement(path, members.Enter).WithTrailingTrivia(SyntaxFactory.ElasticCarriageReturnLineFeed),
            Formatted(SyntaxFactory.TryStatement(Syntax.Block(s), default, SyntaxFactory.FinallyClause(Syntax.Block([Syntax.CallStatement(path, members.Exit)])))),
        ]);
    }

    private static StatementSyntax Formatted(StatementSyntax statement) =>
        statement.WithAdditionalAnnotations(Formatter.Annotation);

    private sealed record HoldForm(System.Func<StatementSyntax[], StatementSyntax[]> Wrap);
}
