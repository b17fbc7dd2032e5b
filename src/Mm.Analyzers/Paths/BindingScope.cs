// Where a path text stands: which parameters, which type, which member it may name.
using Microsoft.CodeAnalysis;

namespace Mm.Analyzers.Paths;

/// <param name="Member">The annotated member: accessibility and the file's usings are taken from it.</param>
/// <param name="ContainingType">The type whose members are in scope; null for none.</param>
/// <param name="Method">The method whose parameters and returned value may be named; null for fields and types.</param>
/// <param name="Start">The parameter at which the path starts; null for the member's own scope.</param>
/// <param name="IsStatic">There is no instance.</param>
internal readonly record struct BindingScope(
    ISymbol Member, INamedTypeSymbol? ContainingType, IMethodSymbol? Method, IParameterSymbol? Start, bool IsStatic)
{
    public static BindingScope Of(ISymbol member, IParameterSymbol? start = null) => member switch
    {
        INamedTypeSymbol { DelegateInvokeMethod: { } invoke } type => new(member, type.ContainingType, invoke, start, true),
        INamedTypeSymbol type => new(member, type, null, start, false),
        IMethodSymbol { MethodKind: MethodKind.DelegateInvoke } method => new(member, method.ContainingType?.ContainingType, method, start, true),
        IMethodSymbol { MethodKind: MethodKind.LocalFunction or MethodKind.AnonymousFunction } method =>
            new(member, method.ContainingType, method, start, EnclosingIsStatic(method)),
        IMethodSymbol method => new(member, method.ContainingType, method, start, method.IsStatic),
        IPropertySymbol { IsIndexer: true } indexer => new(member, member.ContainingType, indexer.GetMethod ?? indexer.SetMethod, start, member.IsStatic),
        IPropertySymbol property => new(member, member.ContainingType, property.GetMethod, start, member.IsStatic),
        _ => new(member, member.ContainingType, null, start, member.IsStatic),
    };

    private static bool EnclosingIsStatic(IMethodSymbol method)
    {
        ISymbol? symbol = method;
        while (symbol is IMethodSymbol { MethodKind: MethodKind.LocalFunction or MethodKind.AnonymousFunction } inner)
        {
            if (inner.IsStatic) return true;
            symbol = inner.ContainingSymbol;
        }
        return symbol?.IsStatic ?? true;
    }
}
