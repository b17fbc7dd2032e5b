// Which methods of the compilation a virtual call, or a call of an interface member, may run.
using Microsoft.CodeAnalysis;

namespace Mm.Analyzers.Rules.WholeProgram;

/// <summary>Looks through the types of the compilation once, when the first such call leads on.</summary>
internal sealed class Overrides(Compilation compilation, CancellationToken cancellation)
{
    private readonly Dictionary<ISymbol, List<ISymbol>> _overrides = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<ISymbol, List<INamedTypeSymbol>> _implementers = new(SymbolEqualityComparer.Default);
    private bool _known;

    public IReadOnlyList<ISymbol> Of(IMethodSymbol method)
    {
        if (!_known)
        {
            _known = true;
            Visit(compilation.Assembly.GlobalNamespace);
        }
        if (method.ContainingType.TypeKind == TypeKind.Interface) return Implementations(method);
        return _overrides.TryGetValue(method, out var known) ? known : [];
    }

    private void Visit(INamespaceOrTypeSymbol container)
    {
        cancellation.ThrowIfCancellationRequested();
        foreach (var member in container.GetMembers())
        {
            switch (member)
            {
                case INamedTypeSymbol type:
                    foreach (var implemented in type.AllInterfaces) Add(_implementers, implemented.OriginalDefinition, type);
                    Visit(type);
                    break;
                case INamespaceSymbol space:
                    Visit(space);
                    break;
                case IMethodSymbol { IsOverride: true } method:
                    for (var replaced = method.OverriddenMethod; replaced is not null; replaced = replaced.OverriddenMethod)
                    {
                        Add(_overrides, ProgramFacts.KeyOf(replaced), ProgramFacts.KeyOf(method));
                    }
                    break;
            }
        }
    }

    private List<ISymbol> Implementations(IMethodSymbol method)
    {
        var found = new List<ISymbol>();
        if (!_implementers.TryGetValue(method.ContainingType, out var types)) return found;
        foreach (var type in types)
        {
            foreach (var implemented in type.AllInterfaces)
            {
                if (!SymbolEqualityComparer.Default.Equals(implemented.OriginalDefinition, method.ContainingType)) continue;
                foreach (var member in implemented.GetMembers(method.Name))
                {
                    if (!SymbolEqualityComparer.Default.Equals(member.OriginalDefinition, method)
                        || type.FindImplementationForInterfaceMember(member) is not IMethodSymbol implementation) continue;
                    var key = ProgramFacts.KeyOf(implementation);
                    if (!found.Contains(key)) found.Add(key);
                }
            }
        }
        return found;
    }

    private static void Add<T>(Dictionary<ISymbol, List<T>> map, ISymbol key, T value)
    {
        if (!map.TryGetValue(key, out var list)) map.Add(key, list = []);
        list.Add(value);
    }
}
