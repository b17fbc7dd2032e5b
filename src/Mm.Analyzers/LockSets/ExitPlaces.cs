using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace Mm.Analyzers.LockSets;

/// <summary>
/// Where a body is left without a value: at a `return;`, or at its closing brace. The graph does not keep the statement, so it is looked for
/// where the source goes on after the last operation of the block.
/// </summary>
internal static class ExitPlaces
{
    public static SyntaxNode Of(BasicBlock from, SyntaxNode body)
    {
        var last = from.BranchValue ?? (from.Operations.Length > 0 ? from.Operations[from.Operations.Length - 1] : null);
        if (last?.Syntax is not { } syntax) return body;
        var statement = syntax.FirstAncestorOrSelf<StatementSyntax>();
        if (statement is null) return body;
        if (statement is IfStatementSyntax choice && choice.Condition.Span.Contains(syntax.Span))
        {
            if (IsReturn(First(choice.Statement)) is { } inThen) return inThen;
            if (choice.Else is { } otherwise && IsReturn(First(otherwise.Statement)) is { } inElse) return inElse;
        }
        for (SyntaxNode? current = statement; current is not null && !ReferenceEquals(current, body); current = current.Parent)
        {
            if (Next(current) is { } next) return IsReturn(next) ?? body;
            if (current is ForStatementSyntax or WhileStatementSyntax or DoStatementSyntax or CommonForEachStatementSyntax
                && !ReferenceEquals(current, statement)) break;
        }
        return body;
    }

    private static StatementSyntax? First(StatementSyntax statement) => statement is BlockSyntax block ? block.Statements.FirstOrDefault() : statement;

    private static StatementSyntax? IsReturn(StatementSyntax? statement) => statement is ReturnStatementSyntax { Expression: null } ? statement : null;

    private static StatementSyntax? Next(SyntaxNode node)
    {
        var statements = node.Parent switch
        {
            BlockSyntax block => block.Statements,
            SwitchSectionSyntax section => section.Statements,
            _ => default,
        };
        int index = node is StatementSyntax statement ? statements.IndexOf(statement) : -1;
        return index >= 0 && index + 1 < statements.Count ? statements[index + 1] : null;
    }
}
