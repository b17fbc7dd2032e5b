using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Mm.Analyzers.Contracts.BuiltIn;

namespace Mm.Analyzers.LockSets;

/// <summary>Lazy queries that are consumed where they are made: their delegates run under the locks held there.</summary>
internal static class InlineCalls
{
    public static bool RunsInline(IOperation call, IMethodSymbol method) => Linq.IsLazy(method.ReducedFrom ?? method.OriginalDefinition)
        && IsConsumed(call.Syntax);

    /// <summary>The query is consumed in the same expression, or by the foreach around it.</summary>
    private static bool IsConsumed(SyntaxNode query)
    {
        var node = query;
        while (true)
        {
            switch (node.Parent)
            {
                case ParenthesizedExpressionSyntax:
                case QueryExpressionSyntax:
                case QueryBodySyntax:
                case QueryClauseSyntax:
                case SelectOrGroupClauseSyntax:
                case CastExpressionSyntax:
                    node = node.Parent;
                    continue;
                case ForEachStatementSyntax loop when loop.Expression == node:
                    return true;
                case MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax next } access:
                    if (!LazyNames.Contains(access.Name.Identifier.ValueText)) return true;
                    node = next;
                    continue;
                case ArgumentSyntax
                {
                    Parent: ArgumentListSyntax
                    {
                        Parent: InvocationExpressionSyntax
                        {
                            Expression: MemberAccessExpressionSyntax
                            {
                                Name
                    .Identifier.ValueText: "Join" or "Concat"
                            }
                        }
                    }
                }:
                    return true;
                case SpreadElementSyntax:
                    return true;
                default:
                    return false;
            }
        }
    }

    internal static readonly HashSet<string> LazyNames = new(StringComparer.Ordinal)
    {
        "Where", "Select", "SelectMany", "OrderBy", "OrderByDescending", "ThenBy", "ThenByDescending", "Take", "TakeWhile", "Skip", "SkipWhile", "Concat",
            "Distinct",
        "DistinctBy", "Union", "UnionBy", "Intersect", "Except", "Reverse", "Cast", "OfType", "GroupBy", "Join", "GroupJoin", "Zip", "Append", "Prepend",
            "Chunk",
        "DefaultIfEmpty", "AsEnumerable", "SkipLast", "TakeLast", "Order", "OrderDescending", "Index",
    };
}
