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

/// <summary>MML003: the member that stores a lock is made readonly, or loses its setter.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MakeReadonlyFix)), Shared]
public sealed class MakeReadonlyFix : LockFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ["MML003"];

    internal override ImmutableArray<FixPlan> Plans(FixTarget target, Diagnostic diagnostic, CancellationToken cancellationToken)
    {
        var node = target.NodeAt(diagnostic);
        var member = node.FirstAncestorOrSelf<VariableDeclaratorSyntax>() ?? (SyntaxNode?)node.FirstAncestorOrSelf<PropertyDeclarationSyntax>();
        if (member is null
            || target.Model.GetDeclaredSymbol(member, cancellationToken) is not { } symbol
            || Assignments.OutsideConstruction(symbol, target.Model.Compilation, cancellationToken))
            return [];

        if (node.FirstAncestorOrSelf<FieldDeclarationSyntax>() is { } field)
        {
            // The modifier is for all variables of the declaration.
            if (field.Declaration.Variables.Any(v => v != member && target.Model.GetDeclaredSymbol(v, cancellationToken) is { } other
                && Assignments.OutsideConstruction(other, target.Model.Compilation, cancellationToken)))
                return [];
            return [new FixPlan("Make the field readonly", $"readonly|{field.SpanStart}", [field], (root, current) =>
            {
                var f = (FieldDeclarationSyntax)current(field)!;
                if (f.Modifiers.Any(SyntaxKind.ReadOnlyKeyword))
                    return root;
                // A first modifier carries the member's comments: the new one goes after it, or takes them over.
                var bare = f.Modifiers.Count > 0 ? f : f.WithDeclaration(f.Declaration.WithType(f.Declaration.Type.WithLeadingTrivia()));
                var keyword = SyntaxFactory.Token(SyntaxKind.ReadOnlyKeyword).WithTrailingTrivia(SyntaxFactory.Space);
                if (f.Modifiers.Count == 0)
                    keyword = keyword.WithLeadingTrivia(f.Declaration.GetLeadingTrivia());
                return root.ReplaceNode(f, bare.AddModifiers(keyword).WithAdditionalAnnotations(Formatter.Annotation));
            })];
        }

        if (node.FirstAncestorOrSelf<PropertyDeclarationSyntax>() is { AccessorList: { } list } property
            && list.Accessors.FirstOrDefault(a => a.IsKind(SyntaxKind.SetAccessorDeclaration)) is { Body: null, ExpressionBody: null } setter
            && !symbol.IsOverride && !Contracts.IsImplementation(symbol))
        {
            return [new FixPlan("Remove the setter", $"readonly|{property.SpanStart}", [setter], (root, current) =>
                root.RemoveNode(current(setter)!, SyntaxRemoveOptions.KeepNoTrivia)!)];
        }

        return [];
    }
}
