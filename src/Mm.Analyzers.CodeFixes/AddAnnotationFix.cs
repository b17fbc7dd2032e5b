using System.Collections.Immutable;
using System.Composition;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Mm.Analyzers.CodeFixes;

/// <summary>MML901 and MML902: what every caller or access holds is written down as an annotation.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AddAnnotationFix)), Shared]
public sealed class AddAnnotationFix : LockFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ["MML901", "MML902"];

    internal override ImmutableArray<FixPlan> Plans(FixTarget target, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        if (LackingLock.Of(diagnostic) is not { } found)
            return [];
        var node = target.NodeAt(diagnostic);
        SyntaxNode? holder = node.FirstAncestorOrSelf<LocalFunctionStatementSyntax>() ?? (SyntaxNode?)node.FirstAncestorOrSelf<MemberDeclarationSyntax>();
        if (holder is null or TypeDeclarationSyntax)
            return [];

        var paths = found.AnnotationPaths.IsEmpty ? found.Paths : found.AnnotationPaths;
        string name = diagnostic.Id == "MML902" ? "GuardedBy" : "Requires" + found.Mode;
        return [new FixPlan($"Add [{name}({string.Join(", ", paths.Select(p => $"\"{p}\""))})]", $"annotate|{holder.SpanStart}|{name}", [holder], (root, current) =>
        {
            var member = current(holder)!;
            return root.ReplaceNode(member, Syntax.WithAttributes(member, [Syntax.AttributeList(name, [.. paths])]));
        })];
    }
}
