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

/// <summary>MML208: what follows a conditional acquisition, up to its release, runs only if it succeeded.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(TestResultFix)), Shared]
public sealed class TestResultFix : LockFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ["MML208"];

    internal override ImmutableArray<FixPlan> Plans(FixTarget target, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        if (target.StatementAt(diagnostic) is not { } statement || Result(statement) is not { } call)
            return [];
        if (Success(target, call, cancellationToken) is not { } success)
            return [];
        var siblings = Syntax.Siblings(statement);
        int at = siblings.IndexOf(statement);
        if (at < 0)
            return [];

        // Locals declared in the run and used after it would go out of scope: then the run goes to the block's end.
        int last = LastOfHold(siblings, at, call);
        while (last < siblings.Count - 1 && DeclaresForLater(siblings, at + 1, last))
            last++;
        var run = siblings.Skip(at).Take(last - at + 1).ToImmutableArray<SyntaxNode>();
        return [new FixPlan("Go on only if the lock was acquired", $"test|{statement.SpanStart}", run, (root, current) =>
        {
            var statements = run.Select(n => (StatementSyntax)current(n)!).ToArray();
            if (statements.Any(s => s.Parent != statements[0].Parent))
                return root;
            var test = SyntaxFactory.IfStatement(success(call.WithoutTrivia()), Syntax.Block(statements.Skip(1)))
                .WithLeadingTrivia(statements[0].GetLeadingTrivia()).WithAdditionalAnnotations(Formatter.Annotation);
            return Syntax.ReplaceRun(root, statements[0].Parent!, Syntax.Siblings(statements[0]).IndexOf(statements[0]), statements.Length, [test]);
        })];
    }

    private static ExpressionSyntax? Result(StatementSyntax statement) => statement switch
    {
        ExpressionStatementSyntax { Expression: InvocationExpressionSyntax call } => call,
        ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: "_" }, Right: InvocationExpressionSyntax call } } => call,
        _ => null,
    };

    private static System.Func<ExpressionSyntax, ExpressionSyntax>? Success(FixTarget target, ExpressionSyntax call, CancellationToken cancellationToken)
    {
        if (target.Model.GetSymbolInfo(call, cancellationToken).Symbol is not IMethodSymbol method)
            return null;
        foreach (var named in method.GetAttributes().SelectMany(a => a.NamedArguments))
        {
            switch (named)
            {
                case { Key: "When", Value.Value: bool wanted }:
                    return wanted ? c => c : c => SyntaxFactory.PrefixUnaryExpression(SyntaxKind.LogicalNotExpression, c);
                case { Key: "When", Value.Value: int wanted }:
                    return c => SyntaxFactory.ParseExpression($"{c} == {wanted}");
                case { Key: "WhenNotNull", Value.Value: true }:
                    return c => SyntaxFactory.ParseExpression($"{c} is not null");
            }
        }

        return method.ReturnType.SpecialType == SpecialType.System_Boolean ? c => c : null;
    }

    private static int LastOfHold(SyntaxList<StatementSyntax> siblings, int at, ExpressionSyntax call)
    {
        string? receiver = LockCall.Of(call)?.Receiver;
        int last = siblings.Count - 1;
        for (int i = siblings.Count - 1; i > at; i--)
        {
            if (LockCall.Of(siblings[i]) is { } c && c.Receiver == receiver)
                return i;
        }

        return last;
    }

    private static bool DeclaresForLater(SyntaxList<StatementSyntax> siblings, int first, int last) =>
        HoistedLocals.Declared(siblings.Skip(first).Take(last - first + 1)).Any(n => HoistedLocals.IsUsed(n, siblings.Skip(last + 1)));
}
