using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Mm.Analyzers.LockSets;

internal static class Iterators
{
    /// <summary>A member of this compilation whose body yields: it runs while its result is enumerated.</summary>
    public static bool IsIterator(IMethodSymbol method)
    {
        if (method.ReturnType is not INamedTypeSymbol { Name: "IEnumerable" or "IEnumerator" or "IAsyncEnumerable" or "IAsyncEnumerator" }) return false;
        foreach (var reference in method.DeclaringSyntaxReferences)
        {
            foreach (var node in reference.GetSyntax().DescendantNodes(static n => n is not (AnonymousFunctionExpressionSyntax or ExpressionSyntax)))
            {
                if (node is YieldStatementSyntax) return true;
            }
        }
        return false;
    }
}
