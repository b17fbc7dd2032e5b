using System.Collections.Immutable;
using System.Composition;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
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
        string title = $"Add [{name}({string.Join(", ", paths.Select(p => $"\"{p}\""))})]";
        var list = Syntax.AttributeList(name, [.. paths]);
        if (holder is BaseFieldDeclarationSyntax { Declaration.Variables.Count: > 1 } field && node.FirstAncestorOrSelf<VariableDeclaratorSyntax>() is { } variable)
        {
            return [new FixPlan(title, $"annotate|{variable.SpanStart}|{name}", [field, variable], (root, current) =>
                Apart(root, (BaseFieldDeclarationSyntax)current(field)!, (VariableDeclaratorSyntax)current(variable)!, list))];
        }

        return [new FixPlan(title, $"annotate|{holder.SpanStart}|{name}", [holder], (root, current) =>
            root.ReplaceNode(current(holder)!, Syntax.WithAttributes(current(holder)!, [list])))];
    }

    // An attribute of a declaration with several variables would guard all of them: the one gets a declaration of its own.
    private static SyntaxNode Apart(SyntaxNode root, BaseFieldDeclarationSyntax field, VariableDeclaratorSyntax variable, AttributeListSyntax list)
    {
        if (field.Declaration.Variables.Count == 1) return root.ReplaceNode(field, Syntax.WithAttributes(field, [list]));
        var rest = field.WithDeclaration(field.Declaration.WithVariables(field.Declaration.Variables.Remove(variable)));
        var indentation = field.GetLeadingTrivia().LastOrDefault();
        var own = field.WithDeclaration(field.Declaration.WithVariables(SyntaxFactory.SingletonSeparatedList(variable.WithoutTrivia())))
            .WithLeadingTrivia(indentation.IsKind(SyntaxKind.WhitespaceTrivia) ? SyntaxFactory.TriviaList(indentation) : default);
        if (!rest.GetTrailingTrivia().Any(SyntaxKind.EndOfLineTrivia)) rest = rest.WithTrailingTrivia(Syntax.EndOfLine(field));
        var place = new SyntaxAnnotation();
        root = root.ReplaceNode(field, rest.WithAdditionalAnnotations(place));
        var added = root.InsertNodesAfter(root.GetAnnotatedNodes(place).Single(), [own.WithAdditionalAnnotations(place)]);
        var inserted = added.GetAnnotatedNodes(place).Last();
        return added.ReplaceNode(inserted, Syntax.WithAttributes(inserted, [list]));
    }
}
