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

/// <summary>MML206: a guard that is never disposed gets a using declaration.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AddUsingFix)), Shared]
public sealed class AddUsingFix : LockFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ["MML206"];

    internal override ImmutableArray<FixPlan> Plans(FixTarget target, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        var statement = target.StatementAt(diagnostic);
        switch (statement)
        {
            case LocalDeclarationStatementSyntax { UsingKeyword.RawKind: 0, Declaration.Variables.Count: 1 } local:
                // A switch section cannot hold a using declaration, and a variable of one cannot be assigned again.
                if (local.Parent is SwitchSectionSyntax || IsReassigned(local))
                    return [];
                return [new FixPlan("Add 'using'", $"using|{local.SpanStart}", [local], (root, current) =>
                {
                    var l = (LocalDeclarationStatementSyntax)current(local)!;
                    var keyword = SyntaxFactory.Token(SyntaxKind.UsingKeyword).WithLeadingTrivia(l.GetLeadingTrivia()).WithTrailingTrivia(SyntaxFactory.Space);
                    return root.ReplaceNode(l, l.WithLeadingTrivia().WithUsingKeyword(keyword));
                })];
            case ExpressionStatementSyntax { Expression: var expression, Parent: BlockSyntax or GlobalStatementSyntax } discarded when Guard(expression) is { } value:
                return [new FixPlan("Keep the guard with 'using'", $"using|{discarded.SpanStart}", [discarded], (root, current) =>
                {
                    var s = current(discarded)!;
                    string name = FreeName(target, discarded.SpanStart, s);
                    var declaration = SyntaxFactory.ParseStatement($"using var {name} = {value.WithoutTrivia()};")
                        .WithLeadingTrivia(s.GetLeadingTrivia()).WithTrailingTrivia(s.GetTrailingTrivia()).WithAdditionalAnnotations(Formatter.Annotation);
                    return root.ReplaceNode(s, declaration);
                })];
            default:
                return [];
        }
    }

    private static ExpressionSyntax? Guard(ExpressionSyntax expression) => expression switch
    {
        InvocationExpressionSyntax or MemberAccessExpressionSyntax => expression,
        AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: "_" }, Right: var right } => right,
        _ => null,
    };

    private static bool IsReassigned(LocalDeclarationStatementSyntax local)
    {
        string name = local.Declaration.Variables[0].Identifier.ValueText;
        return local.Parent?.DescendantNodes().Any(n => n is AssignmentExpressionSyntax { Left: IdentifierNameSyntax left } && left.Identifier.ValueText == name
            || n is ArgumentSyntax { RefKindKeyword.RawKind: not 0, Expression: IdentifierNameSyntax passed } && passed.Identifier.ValueText == name) ?? false;
    }

    // A name that nothing in scope has, and that no fix before this one has given in the same member.
    private static string FreeName(FixTarget target, int position, SyntaxNode changed)
    {
        var member = changed.FirstAncestorOrSelf<MemberDeclarationSyntax>() ?? changed;
        for (int i = 0; ; i++)
        {
            string name = i == 0 ? "guard" : "guard" + (i + 1);
            if (target.Model.LookupSymbols(position, name: name).IsEmpty && !member.DescendantTokens().Any(t => t.ValueText == name))
                return name;
        }
    }
}
