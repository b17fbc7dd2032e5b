using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace Mm.Analyzers.Contracts;

/// <summary>Tells symbols apart by their objects: for tables of what is found again where it is missing.</summary>
internal sealed class SameObject : IEqualityComparer<ISymbol>
{
    public static readonly SameObject Instance = new();

    public bool Equals(ISymbol? left, ISymbol? right) => ReferenceEquals(left, right);

    public int GetHashCode(ISymbol symbol) => RuntimeHelpers.GetHashCode(symbol);
}
