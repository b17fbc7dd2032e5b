using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Mm.Analyzers.LockSets;

namespace Mm.Analyzers.Rules;

/// <summary>
/// The side that lacks a lock where paths meet of which only some hold it: where those let go of it, or, where they never had it, what leads past its
/// acquisition.
/// </summary>
internal static class OtherSide
{
    public static SyntaxNode? Of(Lack lack, SyntaxNode use) => lack is { Kind: LackKind.Maybe, Other: null } ? lack.LetGo ?? Detour(lack.Since, use) : null;

    public static SyntaxNode? Of(Finding finding) => finding.Kind == FindingKind.ReleaseUnheld ? finding.LetGo
        : finding is { Kind: FindingKind.MaybeHeld, Also.IsEmpty: true } ? finding.LetGo ?? Detour(finding.Since, finding.Node) : null;

    public static string Text(Lack lack, SyntaxNode use) => Text(Of(lack, use), lack.LetGo is not null);

    public static string Text(Finding finding) => Text(Of(finding), finding.LetGo is not null);

    private static string Text(SyntaxNode? place, bool letGo)
    {
        if (place is null) return "";
        return letGo ? $"; other paths let go of it at line {Phrases.Line(place)}" : $"; the {Name(place)} at line {Phrases.Line(place)} leads here without it too";
    }

    /// <summary>The condition that decides whether the acquisition is run into on the way to the use.</summary>
    private static SyntaxNode? Detour(SyntaxNode? acquired, SyntaxNode use)
    {
        SyntaxNode? found = null;
        for (var node = acquired; node?.Parent is { } parent && !parent.Span.Contains(use.Span); node = parent) found = Condition(parent, node) ?? found;
        // Around both: a loop that comes back to the use, or the acquisition in the condition itself.
        return found ?? (acquired is null ? null : Around(acquired, use));
    }

    private static SyntaxNode? Condition(SyntaxNode parent, SyntaxNode child) => parent switch
    {
        IfStatementSyntax choice => choice.Condition,
        ElseClauseSyntax { Parent: IfStatementSyntax choice } => choice.Condition,
        SwitchSectionSyntax { Parent: SwitchStatementSyntax choice } => choice.Expression,
        SwitchExpressionArmSyntax { Parent: SwitchExpressionSyntax choice } => choice.GoverningExpression,
        WhileStatementSyntax loop => loop.Condition,
        ForStatementSyntax { Condition: { } condition } => condition,
        CommonForEachStatementSyntax loop => loop.Expression,
        ConditionalExpressionSyntax choice => choice.Condition,
        ConditionalAccessExpressionSyntax access => access.Expression,
        BinaryExpressionSyntax { OperatorToken.Text: "&&" or "||" or "??" } binary when binary.Right == child => binary.Left,
        TryStatementSyntax { Catches: [var handler, ..] } attempt when attempt.Block == child => handler,
        CatchClauseSyntax handler => handler,
        _ => null,
    };

    private static SyntaxNode? Around(SyntaxNode acquired, SyntaxNode use)
    {
        for (var node = acquired.Parent; node is not null and not MemberDeclarationSyntax; node = node.Parent)
        {
            switch (node)
            {
                case IfStatementSyntax choice when choice.Condition.Span.Contains(acquired.Span): return choice.Condition;
                case ElseClauseSyntax { Parent: IfStatementSyntax choice } when !node.Span.Contains(use.Span): return choice.Condition;
                case WhileStatementSyntax loop: return loop.Condition;
                case DoStatementSyntax loop: return loop.Condition;
                case ForStatementSyntax { Condition: { } condition }: return condition;
                case CommonForEachStatementSyntax loop: return loop.Expression;
                case AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax: return null;
            }
        }
        return null;
    }

    private static string Name(SyntaxNode place) => place switch
    {
        CatchClauseSyntax => "'catch'",
        _ => place.Parent switch
        {
            IfStatementSyntax => "'if'",
            SwitchStatementSyntax or SwitchExpressionSyntax => "'switch'",
            WhileStatementSyntax => "'while'",
            DoStatementSyntax => "'do'",
            ForStatementSyntax => "'for'",
            CommonForEachStatementSyntax => "'foreach'",
            _ => "condition",
        },
    };
}
