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

/// <summary>MML201 and MML209: the release moves into a finally, so that every way out releases.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ReleaseInFinallyFix)), Shared]
public sealed class ReleaseInFinallyFix : LockFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ["MML201", "MML209"];

    internal override ImmutableArray<FixPlan> Plans(FixTarget target, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        if (HoldRun.At(target, diagnostic) is not { } run)
            return [];

        return [new FixPlan($"Release '{run.Receiver}' in a finally", $"finally|{run.Acquire.SpanStart}", Rewrite.Tracked(run), (root, current) =>
            Rewrite.Run(root, current, run, (acquire, body) =>
            [
                acquire,
                SyntaxFactory.TryStatement(Syntax.Block(body), default, SyntaxFactory.FinallyClause(Syntax.Block([run.ReleaseStatement()]))).WithAdditionalAnnotations(Formatter.Annotation),
            ]))];
    }
}
