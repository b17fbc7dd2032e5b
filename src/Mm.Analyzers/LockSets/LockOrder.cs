using Microsoft.CodeAnalysis;
using Mm.Analyzers.Contracts;
using Mm.Analyzers.Paths;

namespace Mm.Analyzers.LockSets;

/// <summary>
/// The order between locks that the compilation declares: by type or member with [assembly: LockOrder], by member with [AcquiredBefore] and
/// [AcquiredAfter]. Built once a compilation.
/// </summary>
internal sealed class LockOrder
{
    private readonly Dictionary<ISymbol, int> _ranks = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<ISymbol, HashSet<ISymbol>> _before = new(SymbolEqualityComparer.Default);
    private readonly ContractModel _contracts;

    public LockOrder(Compilation compilation, ContractModel contracts)
    {
        _contracts = contracts;
        int rank = 0;
        foreach (var attribute in compilation.Assembly.GetAttributes())
        {
            if (Annotations.KindOf(attribute) != AnnotationKind.LockOrder) continue;
            foreach (var argument in attribute.ConstructorArguments)
            {
                if (argument.Kind != TypedConstantKind.Array || argument.IsNull) continue;
                foreach (var item in argument.Values) AddRank(compilation, item, ++rank);
            }
        }
    }

    public bool IsEmpty => _ranks.Count == 0;

    private void AddRank(Compilation compilation, TypedConstant item, int rank)
    {
        switch (item.Value)
        {
            case INamedTypeSymbol type:
                _ranks[type.OriginalDefinition] = rank;
                break;
            case string text when MemberOf(compilation, text) is { } member:
                _ranks[_contracts.Canonical(member)] = rank;
                break;
        }
    }

    /// <summary>"Type.Member", the type by its name or full name.</summary>
    private static ISymbol? MemberOf(Compilation compilation, string text)
    {
        int dot = text.LastIndexOf('.');
        if (dot <= 0) return null;
        string typeName = text.Substring(0, dot);
        string member = text.Substring(dot + 1);
        var type = compilation.GetTypeByMetadataName(typeName);
        if (type is null)
        {
            string simple = typeName.Substring(typeName.LastIndexOf('.') + 1);
            foreach (var symbol in compilation.GetSymbolsWithName(simple, SymbolFilter.Type))
            {
                if (symbol is INamedTypeSymbol named && named.ToDisplayString().EndsWith(typeName, StringComparison.Ordinal))
                {
                    type = named;
                    break;
                }
            }
        }
        return type is null ? null : PathBinder.FindMember(type, member);
    }

    /// <summary>The lock's place in the declared order, outermost first; 0 if it has none. A member's place goes before its type's.</summary>
    public int RankOf(SymbolicValue value)
    {
        if (value.Member is { } member && _ranks.TryGetValue(member, out int byMember)) return byMember;
        return value.Type is INamedTypeSymbol type && _ranks.TryGetValue(type.OriginalDefinition, out int byType) ? byType : 0;
    }

    /// <summary>Whether the member of one lock is declared to be acquired before that of the other, directly or through others.</summary>
    public bool IsBefore(SymbolicValue first, SymbolicValue second)
    {
        if (first.Member is not { } from || second.Member is not { } to) return false;
        var seen = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        var left = new Stack<ISymbol>();
        left.Push(from);
        while (left.Count > 0)
        {
            foreach (var next in Successors(left.Pop()))
            {
                if (SymbolEqualityComparer.Default.Equals(next, to)) return true;
                if (seen.Add(next)) left.Push(next);
            }
        }
        return false;
    }

    /// <summary>Members that are declared to come after this one: its own [AcquiredBefore], and [AcquiredAfter] of members of the types involved.</summary>
    private HashSet<ISymbol> Successors(ISymbol member)
    {
        lock (_before)
        {
            if (_before.TryGetValue(member, out var known)) return known;
            var found = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
            _before.Add(member, found);
            foreach (var annotation in AnnotationReader.Read(member))
            {
                if (annotation.Kind != AnnotationKind.AcquiredBefore) continue;
                foreach (var path in Bound(annotation)) found.Add(path);
            }
            if (member.ContainingType is { } type)
            {
                foreach (var sibling in type.GetMembers())
                {
                    foreach (var annotation in AnnotationReader.Read(sibling))
                    {
                        if (annotation.Kind != AnnotationKind.AcquiredAfter) continue;
                        foreach (var path in Bound(annotation))
                        {
                            if (SymbolEqualityComparer.Default.Equals(path, member)) found.Add(_contracts.Canonical(sibling));
                        }
                    }
                }
            }
            return found;
        }
    }

    private IEnumerable<ISymbol> Bound(RawAnnotation annotation)
    {
        foreach (string text in annotation.Paths)
        {
            if (_contracts.Binder.Bind(text, annotation.Scope, annotation.Data.ApplicationSyntaxReference).Path is { Members: [.., { Symbol: { } last }] })
            {
                yield return _contracts.Canonical(last);
            }
        }
    }
}
