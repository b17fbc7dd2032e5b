using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Mm.Analyzers.CodeFixes;

/// <summary>The document that a fix changes, with what planning needs to know of it.</summary>
internal sealed class FixTarget
{
    private FixTarget(Document document, SyntaxNode root, SemanticModel model)
    {
        Document = document;
        Root = root;
        Model = model;
    }

    public Document Document { get; }

    public SyntaxNode Root { get; }

    public SemanticModel Model { get; }

    public static async Task<FixTarget?> CreateAsync(Document document, CancellationToken cancellationToken)
    {
        var root = await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false);
        var model = await document.GetSemanticModelAsync(cancellationToken).ConfigureAwait(false);
        return root is null || model is null ? null : new FixTarget(document, root, model);
    }

    /// <summary>The innermost node at the diagnostic's place.</summary>
    public SyntaxNode NodeAt(Diagnostic diagnostic) => Root.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);

    /// <summary>The statement at the diagnostic's place, or null (an expression body, an initialiser).</summary>
    public StatementSyntax? StatementAt(Diagnostic diagnostic) => NodeAt(diagnostic).FirstAncestorOrSelf<StatementSyntax>(s => s is not BlockSyntax);

    /// <summary>The type of an expression in the text form that a diagnostic carries, as seen at a place.</summary>
    public ITypeSymbol? TypeOf(string expression, int position) =>
        Model.GetSpeculativeTypeInfo(position, SyntaxFactory.ParseExpression(expression), SpeculativeBindingOption.BindAsExpression).Type is { TypeKind: not TypeKind.Error } type
            ? type
            : null;

    /// <summary>Carries out the plans in order; a plan whose nodes an earlier one removed is left out.</summary>
    public Document Apply(IReadOnlyList<FixPlan> plans)
    {
        var current = Root.TrackNodes(plans.SelectMany(p => p.Tracked).Distinct());
        var done = new HashSet<string>();
        foreach (var plan in plans)
        {
            if (!done.Add(plan.Key) || plan.Tracked.Any(n => current.GetCurrentNode(n) is null))
                continue;
            var root = current;
            current = plan.Apply(root, n => root.GetCurrentNode(n));
        }

        return Document.WithSyntaxRoot(Imports.Add(current, Root, Model));
    }
}
