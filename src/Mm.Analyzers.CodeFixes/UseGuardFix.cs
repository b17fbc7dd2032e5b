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

/// <summary>MML201 and MML209: acquire and release become a guard, where the lock has one, or a lock statement.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(UseGuardFix)), Shared]
public sealed class UseGuardFix : LockFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ["MML201", "MML209"];

    internal override ImmutableArray<FixPlan> Plans(FixTarget target, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        // Neither a lock statement nor a ref struct lives across an await or a yield.
        if (HoldRun.At(target, diagnostic) is not { } run || run.Body.Any(Syntax.Suspends))
            return [];
        if (LockMembers.GuardMember(run.Type, run.Mode) is { } guard)
        {
            return [Plan(run, body => SyntaxFactory.UsingStatement(null, SyntaxFactory.ParseExpression($"{run.Receiver}.{guard.Name}()"), body))];
        }

        return LockMembers.TakenByLockStatement(run.Type) ? [Plan(run, body => SyntaxFactory.LockStatement(SyntaxFactory.ParseExpression(run.Receiver), body))] : [];
    }

    private static FixPlan Plan(HoldRun run, System.Func<BlockSyntax, StatementSyntax> hold) =>
        new($"Hold '{run.Receiver}' with a guard", $"guard|{run.Acquire.SpanStart}", Rewrite.Tracked(run), (root, current) =>
            Rewrite.Run(root, current, run, (acquire, body) =>
            [
                hold(Syntax.Block(body)).WithLeadingTrivia(acquire.GetLeadingTrivia()).WithAdditionalAnnotations(Formatter.Annotation),
            ]));
}
