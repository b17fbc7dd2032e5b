// Which members of its own type a method assigns, read off its syntax: another method's operations are not at hand where it is called.
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Mm.Analyzers.Contracts;

internal static class AssignedNames
{
    public static ImmutableArray<ISymbol> Find(IMethodSymbol method)
    {
        if (method.ContainingType is not { } type) return [];
        ImmutableArray<ISymbol>.Builder? found = null;
        foreach (var reference in method.DeclaringSyntaxReferences)
        {
            foreach (var node in reference.GetSyntax().DescendantNodes())
            {
                var target = node switch
                {
                    AssignmentExpressionSyntax assignment => assignment.Left,
                    ArgumentSyntax { RefKindKeyword.RawKind: (int)SyntaxKind.RefKeyword or (int)SyntaxKind.OutKeyword } argument => argument.Expression,
                    _ => null,
                };
                string? name = target switch
                {
                    IdentifierNameSyntax identifier => identifier.Identifier.ValueText,
                    MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } access => access.Name.Identifier.ValueText,
                    _ => null,
                };
                if (name is null) continue;
                foreach (var member in type.GetMembers(name))
                {
                    if (member is IFieldSymbol { IsReadOnly: false, IsConst: false }
                        or IPropertySymbol { SetMethod.IsInitOnly: false }) (found ??= ImmutableArray.CreateBuilder<ISymbol>()).Add(member);
                }
            }
        }
        return found?.ToImmutable() ?? [];
    }
}
