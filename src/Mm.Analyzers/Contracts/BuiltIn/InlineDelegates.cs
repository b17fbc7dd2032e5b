// Members of .NET that run the delegates given to them before they return, and keep none: as [InvokedInline].
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Mm.Analyzers.Contracts.BuiltIn;

internal sealed class InlineDelegates : BuiltInType
{
    private static readonly ParameterFacts s_inline = new() { InvokedInline = true };
    private readonly ImmutableHashSet<string>? _names;

    /// <summary>All members, or those named.</summary>
    private InlineDelegates(params string[] names) => _names = names.Length == 0 ? null : ImmutableHashSet.Create(StringComparer.Ordinal, names);

    public static void AddTo(ImmutableDictionary<string, BuiltInType>.Builder types)
    {
        types.Add("System.Array", new InlineDelegates());
        types.Add("System.MemoryExtensions", new InlineDelegates());
        types.Add("System.String", new InlineDelegates("Create"));
        types.Add("System.Collections.Concurrent.ConcurrentDictionary`2", new InlineDelegates("AddOrUpdate", "GetOrAdd"));
        types.Add("System.Collections.Generic.CollectionExtensions", new InlineDelegates());
        types.Add("System.Linq.Enumerable", new Linq());
    }

    public override MemberContract? ContractOf(IMethodSymbol method)
    {
        if (_names is not null && !_names.Contains(method.Name)) return null;
        var parameters = ParametersOf(method);
        return parameters.IsEmpty ? null : new MemberContract { Parameters = parameters };
    }

    /// <summary>Facts that say so for every delegate parameter; empty if the method has none.</summary>
    public static ImmutableArray<ParameterFacts> ParametersOf(IMethodSymbol method)
    {
        bool any = false;
        foreach (var parameter in method.Parameters) any |= parameter.Type.TypeKind == TypeKind.Delegate;
        if (!any) return [];
        var facts = ImmutableArray.CreateBuilder<ParameterFacts>(method.Parameters.Length);
        foreach (var parameter in method.Parameters) facts.Add(parameter.Type.TypeKind == TypeKind.Delegate ? s_inline : ParameterFacts.None);
        return facts.MoveToImmutable();
    }
}

/// <summary>LINQ's operators: those that return a value run their delegates at once, those that return a sequence when it is enumerated.</summary>
internal sealed class Linq : BuiltInType
{
    public override MemberContract? ContractOf(IMethodSymbol method)
    {
        if (IsLazy(method)) return null;
        var parameters = InlineDelegates.ParametersOf(method);
        return parameters.IsEmpty ? null : new MemberContract { Parameters = parameters };
    }

    /// <summary>Whether the method is an operator of LINQ to objects whose result enumerates its source later.</summary>
    public static bool IsLazy(IMethodSymbol method) =>
        method.ReturnType.OriginalDefinition is INamedTypeSymbol { TypeKind: TypeKind.Interface, Name: "IEnumerable" or "IOrderedEnumerable" }
        && method.Name != "AsEnumerable"
        && BuiltInLocks.Find(method.ContainingType) is Linq;
}
