using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Mm.Analyzers.LockSets;

/// <summary>Calls of the framework that run their delegates before they return.</summary>
internal static class InlineCalls
{
    public static bool RunsInline(IOperation call, IMethodSymbol method)
    {
        if (method.ContainingType is not { } type) return false;
        if (KnownTypes.IsNamed(type, "System.Linq", "Enumerable")) return !IsLazy(method) || IsConsumed(call.Syntax);
        if (type.SpecialType == SpecialType.System_Array) return true;
        if (KnownTypes.NamespaceOf(type) is "System.Collections.Generic" or "System.Collections.Concurrent" or "System.Collections.Immutable") return true;
        return KnownTypes.IsNamed(type, "System", "MemoryExtensions") || (type.Name == "LazyInitializer" && method.Name == "EnsureInitialized")
            || (KnownTypes.IsNamed(type, "System", "String") && method.Name == "Create");
    }

    private static bool IsLazy(IMethodSymbol method) => method.ReturnType is INamedTypeSymbol { Name: "IEnumerable" or "IOrderedEnumerable" };

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
                case ArgumentSyntax { Parent: ArgumentListSyntax { Parent: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Join" or "Concat" } } } }:
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
        "Where", "Select", "SelectMany", "OrderBy", "OrderByDescending", "ThenBy", "ThenByDescending", "Take", "TakeWhile", "Skip", "SkipWhile", "Concat", "Distinct",
        "DistinctBy", "Union", "UnionBy", "Intersect", "Except", "Reverse", "Cast", "OfType", "GroupBy", "Join", "GroupJoin", "Zip", "Append", "Prepend", "Chunk",
        "DefaultIfEmpty", "AsEnumerable", "SkipLast", "TakeLast", "Order", "OrderDescending", "Index",
    };
}
