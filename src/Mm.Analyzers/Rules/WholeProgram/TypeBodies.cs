// Tells when the last body of a type has been looked at. Roslyn's symbol-end actions say the same, and make its driver keep count of every member for every
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

    /// <summary>Takes bodies off the list; true for the call that takes the last.</summary>
    public bool Done(ImmutableArray<IOperation> blocks)
    {
        lock (_left)
        {
            if (_left.Count == 0) return false;
            foreach (var block in blocks) _left.Remove(block.Syntax);
            return _left.Count == 0;
        }
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
