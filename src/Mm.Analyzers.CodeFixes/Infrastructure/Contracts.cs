using System.Linq;
using Microsoft.CodeAnalysis;

namespace Mm.Analyzers.CodeFixes;

/// <summary>Which members state a contract for others.</summary>
internal static class Contracts
{
    /// <summary>Whether callers may reach the member through an interface.</summary>
    public static bool IsImplementation(ISymbol member) => Implemented(member) is not null;

    /// <summary>The interface member that it implements, or null.</summary>
    public static ISymbol? Implemented(ISymbol member) => member.ContainingType is not { TypeKind: not TypeKind.Interface } type ? null
        : type.AllInterfaces.SelectMany(i => i.GetMembers()).FirstOrDefault(m => SymbolEqualityComparer.Default.Equals(type.FindImplementationForInterfaceMember(m), member));
}
