// Tells which bodies of a type have been looked at. Roslyn's symbol-end actions come after the last, and make its driver keep count of every member for every
// analyzer of the build: on code without annotations that alone cost several times as much as all our own work (docs/benchmarks.md).
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Mm.Analyzers.Rules.WholeProgram;

/// <summary>The bodies and initialisers of one outermost type, in all its parts, that have not been looked at yet.</summary>
internal sealed class TypeBodies
{
    private readonly HashSet<SyntaxNode> _left = [];

    public TypeBodies(INamedTypeSymbol type)
    {
        foreach (var reference in type.DeclaringSyntaxReferences)
        {
            switch (reference.GetSyntax())
            {
                case TypeDeclarationSyntax declaration: Add(declaration); break;
                // The type of a top-level program: its one body is the file's statements.
                case CompilationUnitSyntax program: _left.Add(program); break;
            }
        }
    }

    public bool AllDone
    {
        get
        {
            lock (_left) return _left.Count == 0;
        }
    }

    /// <summary>Takes bodies off the list.</summary>
    public void Done(ImmutableArray<IOperation> blocks)
    {
        lock (_left)
        {
            foreach (var block in blocks) _left.Remove(block.Syntax);
        }
    }

    /// <summary>The bodies that are not done, in source order.</summary>
    public List<SyntaxNode> Left()
    {
        List<SyntaxNode> left;
        lock (_left) left = [.. _left];
        left.Sort(SourceOrder.Compare);
        return left;
    }

    /// <summary>The member that a body or an initialiser belongs to.</summary>
    public static ISymbol? OwnerOf(SyntaxNode body, SemanticModel model, CancellationToken cancellation)
    {
        if (body is CompilationUnitSyntax program) return model.GetDeclaredSymbol(program, cancellation);
        if (body is PrimaryConstructorBaseTypeSyntax { Parent.Parent: TypeDeclarationSyntax type })
        {
            return (model.GetDeclaredSymbol(type, cancellation) as INamedTypeSymbol)?.InstanceConstructors
                .FirstOrDefault(c => c.DeclaringSyntaxReferences.Any(r => r.Span == type.Span));
        }
        var declared = body.Parent is { } declaration ? model.GetDeclaredSymbol(declaration, cancellation) : null;
        return body is ArrowExpressionClauseSyntax && declared is IPropertySymbol property ? property.GetMethod : declared;
    }

    private void Add(TypeDeclarationSyntax type)
    {
        if (type.BaseList is { } bases)
        {
            foreach (var named in bases.Types)
            {
                if (named is PrimaryConstructorBaseTypeSyntax) _left.Add(named);
            }
        }
        foreach (var member in type.Members)
        {
            switch (member)
            {
                case TypeDeclarationSyntax nested: Add(nested); break;
                case BaseMethodDeclarationSyntax method: Add(method.Body, method.ExpressionBody); break;
                case PropertyDeclarationSyntax property:
                    Add(property.Initializer, property.ExpressionBody);
                    AddAccessors(property);
                    break;
                case IndexerDeclarationSyntax indexer:
                    Add(null, indexer.ExpressionBody);
                    AddAccessors(indexer);
                    break;
                case EventDeclarationSyntax @event: AddAccessors(@event); break;
                case BaseFieldDeclarationSyntax field:
                    foreach (var variable in field.Declaration.Variables) Add(variable.Initializer, null);
                    break;
            }
        }
    }

    private void AddAccessors(BasePropertyDeclarationSyntax property)
    {
        if (property.AccessorList is not { } list) return;
        foreach (var accessor in list.Accessors) Add(accessor.Body, accessor.ExpressionBody);
    }

    private void Add(SyntaxNode? body, SyntaxNode? expression)
    {
        if ((body ?? expression) is { } node) _left.Add(node);
    }
}
