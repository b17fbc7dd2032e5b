using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Mm.Analyzers.CodeFixes;

/// <summary>An acquisition, the statements after it, and its release, where all of them stand in one block.</summary>
/// <param name="Acquire">The statement that acquires.</param>
/// <param name="Call">The acquiring call.</param>
/// <param name="Body">The statements between.</param>
/// <param name="Release">The last release of the same lock in the same block; null if it is released further in only, or never.</param>
/// <param name="Type">The lock's type.</param>
/// <param name="Mode">The mode acquired: Read, Update or Write.</param>
/// <param name="ReleaseName">The member that releases that mode.</param>
/// <param name="Hoisted">The locals of the body that are used after the release, with their types: they have to be declared before the hold.</param>
internal sealed record HoldRun(
    ExpressionStatementSyntax Acquire,
    LockCall Call,
    ImmutableArray<StatementSyntax> Body,
    StatementSyntax? Release,
    ITypeSymbol Type,
    string Mode,
    string ReleaseName,
    ImmutableDictionary<string, string> Hoisted)
{
    public string Receiver => Call.Receiver;

    /// <summary>The hold that begins at a report's place; null if the code has another form.</summary>
    public static HoldRun? At(FixTarget target, Diagnostic diagnostic)
    {
        if (target.StatementAt(diagnostic) is not ExpressionStatementSyntax acquire || LockCall.Of(acquire) is not { } call)
            return null;
        if (target.Model.GetTypeInfo(call.Lock).Type is not { } type
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
            if (LockCall.Of(siblings[i]) is { } c && c.Receiver == call.Receiver && c.Name == release.Name)
                last = i;
        }

        var body = siblings.Skip(at + 1).Take((last < 0 ? siblings.Count : last) - at - 1).ToImmutableArray();
        var after = last < 0 ? [] : siblings.Skip(last + 1).ToImmutableArray();
        return HoistedLocals.Of(target, body, after) is { } hoisted
            ? new(acquire, call, body, last < 0 ? null : siblings[last], type, release.Mode, release.Name, hoisted)
            : null;
    }

    /// <summary>The statements between, without the releases of this hold in them: a guard or a finally makes up for all of them.</summary>
    public StatementSyntax[] BodyWithoutReleases(StatementSyntax[] body) =>
        [.. body.Select(s => (StatementSyntax?)new ReleaseRemover(Receiver, ReleaseName).Visit(s)).Where(s => s is not null).SelectMany(s => HoistedLocals.Assigned(s!, Hoisted))];

    /// <summary>The statement that releases the hold.</summary>
    public StatementSyntax ReleaseStatement() => Call.Statement(ReleaseName);

    private static (string Mode, string Name)? ReleaseOf(ITypeSymbol type, IMethodSymbol acquire)
    {
        if (acquire.ContainingType.ToDisplayString() == "System.Threading.Monitor")
            return acquire is { Name: "Enter", Parameters.Length: 1 } ? ("Write", "Exit") : null;
        foreach (string mode in new[] { "Read", "Update", "Write" })
        {
            if (LockMembers.AcquireMember(type, mode)?.Name == acquire.Name && LockMembers.ReleaseMember(type, mode) is { } own)
                return (mode, own.Name);
            if (LockMembers.SlimMembers(type, mode) is { } slim && slim.Enter == acquire.Name)
                return (mode, slim.Exit);
        }

        if (LockMembers.PlainMembers(type) is { } plain && (plain.Enter == acquire.Name || plain.Enter + "Async" == acquire.Name) && !ReturnsResult(acquire))
            return ("Write", plain.Exit);
        return type.ToDisplayString() == "System.Threading.Lock" && acquire.Name == "Enter" ? ("Write", "Exit") : null;
    }

    // With a timeout the result says whether the lock is held. Mutex.WaitOne() returns a bool that is always true.
    private static bool ReturnsResult(IMethodSymbol acquire) => acquire.Parameters.Any(p => p.Name.Contains("imeout"));

    private sealed class ReleaseRemover(string receiver, string name) : CSharpSyntaxRewriter
    {
        public override SyntaxNode? VisitExpressionStatement(ExpressionStatementSyntax node)
        {
            if (LockCall.Of(node) is not { } call || call.Receiver != receiver || call.Name != name)
                return base.VisitExpressionStatement(node);
            // An embedded statement must stay one.
            return node.Parent is BlockSyntax or SwitchSectionSyntax or null ? null : SyntaxFactory.Block();
        }

        public override SyntaxNode? VisitParenthesizedLambdaExpression(ParenthesizedLambdaExpressionSyntax node) => node;

        public override SyntaxNode? VisitSimpleLambdaExpression(SimpleLambdaExpressionSyntax node) => node;

        public override SyntaxNode? VisitLocalFunctionStatement(LocalFunctionStatementSyntax node) => node;
    }
}
