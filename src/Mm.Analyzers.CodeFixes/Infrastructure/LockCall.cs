using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace Mm.Analyzers.CodeFixes;

/// <summary>The statement <c>receiver.Name(...);</c> or <c>Monitor.Name(receiver);</c>, awaited or not, taken apart.</summary>
/// <param name="Receiver">The lock as written.</param>
/// <param name="Name">The member called.</param>
/// <param name="Access">The access to the member.</param>
/// <param name="Lock">The expression that gives the lock.</param>
internal sealed record LockCall(string Receiver, string Name, MemberAccessExpressionSyntax Access, ExpressionSyntax Lock)
{
    /// <summary>Whether it is a member of Monitor, which takes the lock as its argument.</summary>
    public bool IsMonitor => Access.Expression != Lock;

    /// <summary>The call that the statement consists of, or null for another form.</summary>
    public static LockCall? Of(StatementSyntax statement) => statement is ExpressionStatementSyntax { Expression: var expression } ? Of(expression) : null;

    public static LockCall? Of(ExpressionSyntax expression)
    {
        if (expression is AwaitExpressionSyntax awaited) expression = awaited.Expression;
        if (expression is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait", Expression: InvocationExpressionSyntax inner } })
            expression = inner;
        if (expression is not InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } call) return null;
        var @lock = access.Expression.ToString().Split('.').Last() == "Monitor" && call.ArgumentList.Arguments.Count > 0 ? call.ArgumentList.Arguments[0].Expression : access.Expression;
        return new(@lock.WithoutTrivia().ToString(), access.Name.Identifier.ValueText, access, @lock);
    }

    /// <summary>Another parameterless member of the same lock, called in the same way.</summary>
    public StatementSyntax Statement(string member) =>
        Plain(IsMonitor ? $"{Access.Expression.WithoutTrivia()}.{member}({Receiver})" : $"{Receiver}.{member}()");

    /// <summary>The call as a statement.</summary>
    public static StatementSyntax Plain(string call) => SyntaxFactory.ParseStatement(call + ";").WithAdditionalAnnotations(Formatter.Annotation);
}
