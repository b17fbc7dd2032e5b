using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Mm.Analyzers.CodeFixes;

/// <summary>An acquisition, the statements after it, and its release, where all of them stand in one block.</summary>
/// <param name="Acquire">The statement that acquires.</param>
/// <param name="Body">The statements between.</param>
/// <param name="Release">The last release of the same lock in the same block; null if it is released further in only, or never.</param>
/// <param name="Receiver">The lock as written.</param>
/// <param name="Type">The lock's type.</param>
/// <param name="Mode">The mode acquired: Read, Update or Write.</param>
/// <param name="ReleaseName">The member that releases that mode.</param>
internal sealed record HoldRun(
    ExpressionStatementSyntax Acquire,
    ImmutableArray<StatementSyntax> Body,
    StatementSyntax? Release,
    string Receiver,
    ITypeSymbol Type,
    string Mode,
    string ReleaseName)
{
    /// <summary>The hold that begins at a report's place; null if the code has another form.</summary>
    public static HoldRun? At(FixTarget target, Diagnostic diagnostic)
    {
        if (target.StatementAt(diagnostic) is not ExpressionStatementSyntax acquire || Syntax.CallOf(acquire) is not { } call)
            return null;
        if (target.Model.GetTypeInfo(call.Access.Expression).Type is not { } type
            || target.Model.GetSymbolInfo(call.Access).Symbol is not IMethodSymbol method
            || ReleaseOf(type, method) is not { } release)
            return null;

        var siblings = Syntax.Siblings(acquire);
        int at = siblings.IndexOf(acquire);
        if (at < 0)
            return null;
        int last = -1;
        for (int i = at + 1; i < siblings.Count; i++)
        {
            if (Syntax.CallOf(siblings[i]) is { } c && c.Receiver == call.Receiver && c.Access.Name.Identifier.ValueText == release.Name)
                last = i;
        }

        var body = siblings.Skip(at + 1).Take((last < 0 ? siblings.Count : last) - at - 1).ToImmutableArray();
        return new(acquire, body, last < 0 ? null : siblings[last], call.Receiver, type, release.Mode, release.Name);
    }

    /// <summary>The statements between, without the releases of this hold in them: a guard or a finally makes up for all of them.</summary>
    public StatementSyntax[] BodyWithoutReleases(StatementSyntax[] body) =>
        body.Select(s => (StatementSyntax?)new ReleaseRemover(Receiver, ReleaseName).Visit(s)).Where(s => s is not null).Select(s => s!).ToArray();

    private static (string Mode, string Name)? ReleaseOf(ITypeSymbol type, IMethodSymbol acquire)
    {
        foreach (string mode in new[] { "Read", "Update", "Write" })
        {
            if (LockMembers.AcquireMember(type, mode)?.Name == acquire.Name && LockMembers.ReleaseMember(type, mode) is { } own)
                return (mode, own.Name);
            if (LockMembers.SlimMembers(type, mode) is { } slim && slim.Enter == acquire.Name)
                return (mode, slim.Exit);
        }

        if (LockMembers.PlainMembers(type) is { } plain && plain.Enter == acquire.Name)
            return ("Write", plain.Exit);
        return type.ToDisplayString() == "System.Threading.Lock" && acquire.Name == "Enter" ? ("Write", "Exit") : null;
    }

    private sealed class ReleaseRemover(string receiver, string name) : CSharpSyntaxRewriter
    {
        public override SyntaxNode? VisitExpressionStatement(ExpressionStatementSyntax node)
        {
            if (Syntax.CallOf(node) is not { } call || call.Receiver != receiver || call.Access.Name.Identifier.ValueText != name)
                return base.VisitExpressionStatement(node);
            // An embedded statement must stay one.
            return node.Parent is BlockSyntax or SwitchSectionSyntax or null ? null : SyntaxFactory.Block();
        }

        public override SyntaxNode? VisitParenthesizedLambdaExpression(ParenthesizedLambdaExpressionSyntax node) => node;

        public override SyntaxNode? VisitSimpleLambdaExpression(SimpleLambdaExpressionSyntax node) => node;

        public override SyntaxNode? VisitLocalFunctionStatement(LocalFunctionStatementSyntax node) => node;
    }
}
