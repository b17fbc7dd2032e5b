// The order between locks that [AcquiredBefore], [AcquiredAfter] and [assembly: LockOrder] declare, as a graph whose nodes are members that hold locks and
// lock types. Declarations are read when the first question touches their type or assembly, so that a compilation without any pays nothing.
using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Mm.Analyzers.Paths;

namespace Mm.Analyzers.Contracts;

/// <summary>One declared step: <see cref="Outer"/> is acquired before <see cref="Inner"/>.</summary>
/// <param name="Outer">A field, a property or a lock type.</param>
/// <param name="Inner">A field, a property or a lock type.</param>
/// <param name="Declaration">The attribute that says so.</param>
internal sealed record OrderStep(ISymbol Outer, ISymbol Inner, AttributeData Declaration);

internal sealed class DeclaredOrder(ContractModel contracts)
{
    private readonly ConcurrentDictionary<ISymbol, ImmutableArray<OrderStep>> _ofType = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<ISymbol, ImmutableArray<OrderStep>> _ofAssembly = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<ISymbol, OrderWays> _ways = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<ISymbol, ImmutableHashSet<ISymbol>> _entries = new(SymbolEqualityComparer.Default);

    /// <summary>Whether a lock may only be acquired before (outside) another one: steps lead from a node of the first to a node of the second.</summary>
    /// <param name="outer">The member that holds the lock, null if it is in none.</param>
    /// <param name="outerType">The lock's type.</param>
    /// <param name="inner">The member that holds the other lock.</param>
    /// <param name="innerType">The other lock's type.</param>
    /// <returns>The steps, outermost first; empty if no order is declared between the two.</returns>
    public ImmutableArray<OrderStep> Between(ISymbol? outer, ITypeSymbol? outerType, ISymbol? inner, ITypeSymbol? innerType)
    {
        if (outer is not null && Lead(contracts.Canonical(outer), inner, innerType) is { IsEmpty: false } steps) return steps;
        for (var node = outerType?.OriginalDefinition; node is { SpecialType: not SpecialType.System_Object }; node = node.BaseType?.OriginalDefinition)
        {
            if (Lead(node, inner, innerType) is { IsEmpty: false } ofType) return ofType;
        }
        return [];
    }

    /// <summary>Whether the type stands in a <c>LockOrder</c>, alone or with others: two such locks nest only through a <c>[Nested]</c> member.</summary>
    public bool StandsInLockOrder(ITypeSymbol type)
    {
        var node = type.OriginalDefinition;
        return EntriesOf(contracts.Compilation.Assembly).Contains(node) || (node.ContainingAssembly is { } owner && EntriesOf(owner).Contains(node));
    }

    /// <summary>A cycle that the step is part of: the steps that lead back to where it starts; empty if there is none.</summary>
    public ImmutableArray<OrderStep> Cycle(OrderStep step)
    {
        if (SymbolEqualityComparer.Default.Equals(step.Outer, step.Inner)) return [step];
        var back = WaysFrom(step.Inner).To(step.Outer);
        return back.IsEmpty ? [] : back.Insert(0, step);
    }

    /// <summary>The steps that the attributes of the type's members declare.</summary>
    public ImmutableArray<OrderStep> OfType(INamedTypeSymbol type) =>
        _ofType.TryGetValue(type, out var known) ? known : _ofType.GetOrAdd(type, symbol => ReadType((INamedTypeSymbol)symbol));

    /// <summary>The steps that the assembly's own attributes declare.</summary>
    public ImmutableArray<OrderStep> OfAssembly(IAssemblySymbol assembly) =>
        _ofAssembly.TryGetValue(assembly, out var known) ? known : _ofAssembly.GetOrAdd(assembly, symbol => ReadAssembly((IAssemblySymbol)symbol));

    /// <summary>What an entry of a <c>LockOrder</c> names: a type, or a member that holds a lock; null if nothing.</summary>
    public ISymbol? Entry(object? value, IAssemblySymbol assembly, SyntaxReference? place) => value switch
    {
        INamedTypeSymbol type => type.OriginalDefinition,
        string text => Member(text, assembly, place),
        _ => null,
    };

    /// <summary>The steps from one node to the nearest of those that a lock stands for.</summary>
    private ImmutableArray<OrderStep> Lead(ISymbol start, ISymbol? inner, ITypeSymbol? innerType)
    {
        var ways = WaysFrom(start);
        if (ways.IsEmpty) return [];
        ISymbol? nearest = null;
        if (inner is not null) nearest = ways.Nearer(nearest, contracts.Canonical(inner));
        for (var node = innerType?.OriginalDefinition; node is { SpecialType: not SpecialType.System_Object }; node = node.BaseType?.OriginalDefinition) nearest = ways.Nearer(nearest, node);
        return nearest is null ? [] : ways.To(nearest);
    }

    private OrderWays WaysFrom(ISymbol start) => _ways.TryGetValue(start, out var known) ? known : _ways.GetOrAdd(start, FindWays);

    /// <summary>Breadth first, so that each node comes with the shortest way to it.</summary>
    private OrderWays FindWays(ISymbol start)
    {
        OrderWays? ways = null;
        var queue = new Queue<ISymbol>();
        queue.Enqueue(start);
        while (queue.Count > 0)
        {
            var node = queue.Dequeue();
            foreach (var step in StepsFor(node))
            {
                if (!SymbolEqualityComparer.Default.Equals(step.Outer, node) || SymbolEqualityComparer.Default.Equals(step.Inner, start)) continue;
                if ((ways ??= new OrderWays(start)).Add(step)) queue.Enqueue(step.Inner);
            }
        }
        return ways ?? OrderWays.None;
    }

    private IEnumerable<OrderStep> StepsFor(ISymbol node)
    {
        if (node is not INamedTypeSymbol && node.ContainingType is { } type)
        {
            foreach (var step in OfType(type.OriginalDefinition)) yield return step;
        }
        foreach (var step in OfAssembly(contracts.Compilation.Assembly)) yield return step;
        if (node.ContainingAssembly is { } assembly && !SymbolEqualityComparer.Default.Equals(assembly, contracts.Compilation.Assembly))
        {
            foreach (var step in OfAssembly(assembly)) yield return step;
        }
    }

    private ImmutableArray<OrderStep> ReadType(INamedTypeSymbol type)
    {
        var steps = ImmutableArray.CreateBuilder<OrderStep>();
        foreach (var member in type.GetMembers())
        {
            if (member is not (IFieldSymbol or IPropertySymbol)) continue;
            foreach (var annotation in AnnotationReader.Read(member))
            {
                if (annotation.Kind is not (AnnotationKind.AcquiredBefore or AnnotationKind.AcquiredAfter)) continue;
                foreach (string text in annotation.Paths)
                {
                    if (contracts.Binder.Bind(text, annotation.Scope, annotation.Data.ApplicationSyntaxReference).Path?.Members is not [.., { Symbol: { } other }]) continue;
                    var self = contracts.Canonical(member);
                    other = contracts.Canonical(other);
                    steps.Add(annotation.Kind == AnnotationKind.AcquiredBefore
                        ? new OrderStep(self, other, annotation.Data)
                        : new OrderStep(other, self, annotation.Data));
                }
            }
        }
        return steps.ToImmutable();
    }

    private ImmutableHashSet<ISymbol> EntriesOf(IAssemblySymbol assembly) => _entries.GetOrAdd(assembly, symbol =>
    {
        var entries = ImmutableHashSet.CreateBuilder<ISymbol>(SymbolEqualityComparer.Default);
        foreach (var attribute in symbol.GetAttributes())
        {
            if (Annotations.KindOf(attribute) != AnnotationKind.LockOrder) continue;
            foreach (var value in Values(attribute))
            {
                if (Entry(value.Value, (IAssemblySymbol)symbol, attribute.ApplicationSyntaxReference) is { } entry) entries.Add(entry);
            }
        }
        return entries.ToImmutable();
    });

    private ImmutableArray<OrderStep> ReadAssembly(IAssemblySymbol assembly)
    {
        var steps = ImmutableArray.CreateBuilder<OrderStep>();
        foreach (var attribute in assembly.GetAttributes())
        {
            if (Annotations.KindOf(attribute) != AnnotationKind.LockOrder) continue;
            ISymbol? outer = null;
            foreach (var value in Values(attribute))
            {
                if (Entry(value.Value, assembly, attribute.ApplicationSyntaxReference) is not { } node) continue;
                if (outer is not null) steps.Add(new OrderStep(outer, node, attribute));
                outer = node;
            }
        }
        return steps.ToImmutable();
    }

    /// <summary>The entries of a <c>LockOrder</c>, outermost first.</summary>
    public static ImmutableArray<TypedConstant> Values(AttributeData attribute) =>
        attribute.ConstructorArguments is [{ Kind: TypedConstantKind.Array, IsNull: false } array] ? array.Values : [];

    private ISymbol? Member(string text, IAssemblySymbol assembly, SyntaxReference? place)
    {
        string[] parts = text.Split('.');
        if (parts.Length < 2) return null;
        var type = contracts.Binder.FindType(parts, place) ?? OnlyType(assembly.GlobalNamespace, parts[parts.Length - 2]);
        if (type is null || type.Name != parts[parts.Length - 2]) return null;
        return PathBinder.FindMember(type, parts[parts.Length - 1]) is { } member ? contracts.Canonical(member) : null;
    }

    /// <summary>The type of that name, wherever it is, if there is only one.</summary>
    private static INamedTypeSymbol? OnlyType(INamespaceSymbol space, string name)
    {
        INamedTypeSymbol? found = null;
        foreach (var type in Types(space))
        {
            if (type.Name != name) continue;
            if (found is not null) return null;
            found = type;
        }
        return found;
    }

    private static IEnumerable<INamedTypeSymbol> Types(INamespaceOrTypeSymbol container)
    {
        foreach (var member in container.GetMembers())
        {
            if (member is not INamespaceOrTypeSymbol inner) continue;
            if (inner is INamedTypeSymbol type) yield return type;
            foreach (var nested in Types(inner)) yield return nested;
        }
    }
}
