// A member that is nothing but a question whether a lock is held: `private bool HasLock => Monitor.IsEntered(_gate);`.
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Mm.Analyzers.Paths;

namespace Mm.Analyzers.Contracts;

/// <summary>What a member that asks for a hold says if it answers true.</summary>
/// <param name="Lock">The lock that it asks for, from its own receiver or type on.</param>
/// <param name="Mode">How the lock is held then.</param>
/// <param name="IsMonitor">Whether it is the object's monitor that is asked for.</param>
internal sealed record HeldTestBody(LockPath Lock, HoldMode Mode, bool IsMonitor)
{
    /// <summary>What the body of a bool property or of a bool method without parameters asks; null if it is anything else, or may be overridden.</summary>
    public static HeldTestBody? Of(ISymbol member, ContractModel contracts)
    {
        if (member.IsVirtual || member.IsAbstract || member.IsOverride) return null;
        foreach (var reference in member.DeclaringSyntaxReferences)
        {
            var asked = reference.GetSyntax() switch
            {
                PropertyDeclarationSyntax property => PropertyBody.Returned(property),
                MethodDeclarationSyntax { ExpressionBody: { } arrow } => arrow.Expression,
                MethodDeclarationSyntax { Body.Statements: [ReturnStatementSyntax { Expression: { } returned }] } => returned,
                _ => null,
            };
            if (asked is not null) return Of(asked, BindingScope.Of(member), contracts);
        }
        return null;
    }

    private static HeldTestBody? Of(ExpressionSyntax asked, in BindingScope scope, ContractModel contracts)
    {
        switch (asked)
        {
            case InvocationExpressionSyntax
            {
                Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "IsEntered", Expression: var monitor },
                ArgumentList.Arguments: [{ Expression: var locked }],
            } when PropertyBody.Text(monitor) is "Monitor" or "System.Threading.Monitor":
                return Bound(locked, scope, contracts) is { } entered ? new(entered, HoldMode.Write, true) : null;
            case MemberAccessExpressionSyntax { Name: IdentifierNameSyntax question, Expression: var asks }:
                if (Bound(asks, scope, contracts) is not { } path || path.Type is not { } type) return null;
                foreach (var member in type.GetMembers(question.Identifier.ValueText))
                {
                    if (contracts.HeldTest(member) is { } mode) return new(path, mode, false);
                }
                return null;
            default:
                return null;
        }
    }

    private static LockPath? Bound(ExpressionSyntax expression, in BindingScope scope, ContractModel contracts) =>
        PropertyBody.Text(expression) is { } text && contracts.Binder.BindObject(text, scope).Path is { Root: PathRoot.This or PathRoot.Type, Members.Length: > 0 } path ? path : null;
}
