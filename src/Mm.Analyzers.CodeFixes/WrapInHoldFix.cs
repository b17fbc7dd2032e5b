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
        if (LackingLock.Of(diagnostic) is not { HeldMode: "", Paths.Length: 1 } lacking)
            return [];
        string path = lacking.Paths[0];
        var node = target.NodeAt(diagnostic);
        if (target.TypeOf(path, node.SpanStart) is not { } type || Hold(type, path, lacking.Mode) is not { } hold)
            return [];
        string title = $"Hold '{path}' for {lacking.ModeText} around the statement";

        if (ExpressionBody.Around(node) is { } expression)
        {
            return ExpressionBody.Returns(target, expression) is { } returns && MayHold(hold, path, [expression])
                ? [new FixPlan(title, $"hold|{expression.SpanStart}|{path}", [expression.Parent!], (root, current) =>
                    ExpressionBody.ToBlock(root, current(expression.Parent!)!, e => Syntax.Block(hold.Wrap([ExpressionBody.Statement(e, returns)]))))]
                : [];
        }

        if (target.StatementAt(diagnostic) is not { } statement || statement is LocalFunctionStatementSyntax)
            return [];
        var siblings = Syntax.Siblings(statement);
        int first = siblings.IndexOf(statement);
        int count = first < 0 ? 1 : Reach(siblings, first) - first + 1;
        ImmutableArray<SyntaxNode> run = first < 0 ? [statement] : [.. siblings.Skip(first).Take(count)];
        if ((first < 0 && !IsEmbedded(statement)) || !MayHold(hold, path, run))
            return [];
        return [new FixPlan(title, $"hold|{run[0].SpanStart}|{path}", run, (root, current) =>
        {
            var statements = run.Select(n => (StatementSyntax)current(n)!).ToArray();
            var old = statements[0];
            if (statements.Any(s => s.Parent != old.Parent))
                return root;
            var leading = old.GetLeadingTrivia();
            statements[0] = old.WithLeadingTrivia(SyntaxFactory.ElasticMarker);
            var wrapped = hold.Wrap(statements);
            wrapped[0] = wrapped[0].WithLeadingTrivia(leading);
            if (first >= 0)
                return Syntax.ReplaceRun(root, old.Parent!, Syntax.Siblings(old).IndexOf(old), count, wrapped);
            return root.ReplaceNode(old, wrapped.Length == 1 ? wrapped[0] : Syntax.Block(wrapped));
        })];
    }

    // A statement that declares nothing for those after it: the whole of a branch, of a loop, or of a top-level program's line.
    private static bool IsEmbedded(StatementSyntax statement) =>
        statement.Parent is not (null or LabeledStatementSyntax) && statement is not (LocalDeclarationStatementSyntax or YieldStatementSyntax)
        && (statement.Parent is not GlobalStatementSyntax || !HoistedLocals.Declared([statement]).Any());

    // Not across an await or a yield where that would not compile, and not around what takes the lock itself.
    private static bool MayHold(HoldForm hold, string path, IEnumerable<SyntaxNode> run) =>
        !run.Any(n => (!hold.Suspends && Syntax.Suspends(n)) || n.DescendantNodesAndSelf().OfType<YieldStatementSyntax>().Any()
            || (!hold.Reentrant && n.DescendantNodesAndSelf().OfType<InvocationExpressionSyntax>().Any(i => LockCall.Of(i)?.Receiver == path)));

    // What the run declares takes along the statements that use it.
    private static int Reach(SyntaxList<StatementSyntax> siblings, int first)
    {
        int last = first;
        while (true)
        {
            var declared = HoistedLocals.Declared(siblings.Skip(first).Take(last - first + 1)).ToArray();
            int reach = last;
            for (int i = last + 1; i < siblings.Count; i++)
            {
                if (declared.Any(n => HoistedLocals.IsUsed(n, [siblings[i]])))
                    reach = i;
            }

            if (reach == last)
                return last;
            last = reach;
        }
    }

    private static HoldForm? Hold(ITypeSymbol type, string path, string mode)
    {
        if (LockMembers.GuardMember(type, mode) is { } guard)
            return new(s => [Formatted(SyntaxFactory.UsingStatement(null, SyntaxFactory.ParseExpression($"{path}.{guard.Name}()"), Syntax.Block(s)))], !guard.ReturnType.IsRefLikeType && !LockMembers.IsThreadBound(type), false);
        if (LockMembers.TakenByLockStatement(type))
            return new(s => [Formatted(SyntaxFactory.LockStatement(SyntaxFactory.ParseExpression(path), Syntax.Block(s)))], false, true);
        var pair = LockMembers.SlimMembers(type, mode) ?? LockMembers.PlainMembers(type);
        if (pair is null && LockMembers.AcquireMember(type, mode) is { } acquire && LockMembers.ReleaseMember(type, mode) is { } release)
            pair = (acquire.Name, release.Name);
        if (pair is not { } members)
            return null;
        return new(s =>
        [
            LockCall.Plain($"{path}.{members.Enter}()").WithTrailingTrivia(SyntaxFactory.ElasticCarriageReturnLineFeed),
            Formatted(SyntaxFactory.TryStatement(Syntax.Block(s), default, SyntaxFactory.FinallyClause(Syntax.Block([LockCall.Plain($"{path}.{members.Exit}()")])))),
        ], !LockMembers.IsThreadBound(type), false);
    }

    private static StatementSyntax Formatted(StatementSyntax statement) =>
        statement.WithAdditionalAnnotations(Formatter.Annotation);

    private sealed record HoldForm(System.Func<StatementSyntax[], StatementSyntax[]> Wrap, bool Suspends, bool Reentrant);
}
