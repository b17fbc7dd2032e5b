// Finds the type that the first identifiers of a path name, as C# would at that place: nested types, namespaces outward, usings.
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Mm.Analyzers.Paths;

internal sealed class TypesInScope
{
    private readonly Compilation _compilation;
    private readonly Lazy<List<string>> _globalUsings;

    public TypesInScope(Compilation compilation)
    {
        _compilation = compilation;
        _globalUsings = new Lazy<List<string>>(() => FindGlobalUsings(compilation));
    }

    /// <summary>The type, and how many of the parts name it.</summary>
    public INamedTypeSymbol? Find(string[] parts, ISymbol member, INamedTypeSymbol? containing, SyntaxReference? place, out int used)
    {
        used = 1;
        for (var outer = containing; outer is not null; outer = outer.ContainingType)
        {
            if (outer.Name == parts[0]) return outer;
            for (ITypeSymbol? owner = outer; owner is not null; owner = owner.BaseType)
            {
                if (First(owner, parts[0]) is { } nested) return Nested(nested, parts, ref used);
            }
        }
        for (var space = member.ContainingNamespace; space is not null; space = space.ContainingNamespace)
        {
            if (InNamespace(space, parts, 0, out used) is { } found) return found;
        }
        if (InNamespace(_compilation.GlobalNamespace, parts, 0, out used) is { } global) return global;
        foreach (string name in Usings(place ?? FirstPlace(member)))
        {
            if (FindNamespace(name) is { } space && InNamespace(space, parts, 0, out used) is { } found) return found;
        }
        foreach (string name in _globalUsings.Value)
        {
            if (FindNamespace(name) is { } space && InNamespace(space, parts, 0, out used) is { } found) return found;
        }
        return null;
    }

    private static INamedTypeSymbol? InNamespace(INamespaceSymbol space, string[] parts, int at, out int used)
    {
        used = at + 1;
        if (at >= parts.Length) return null;
        foreach (var type in space.GetTypeMembers(parts[at]))
        {
            return Nested(type, parts, ref used);
        }
        foreach (var inner in space.GetNamespaceMembers())
        {
            if (inner.Name == parts[at] && InNamespace(inner, parts, at + 1, out used) is { } found) return found;
        }
        return null;
    }

    private static INamedTypeSymbol Nested(INamedTypeSymbol type, string[] parts, ref int used)
    {
        while (used < parts.Length - 1 && PathBinder.FindMember(type, parts[used]) is null && First(type, parts[used]) is { } nested)
        {
            type = nested;
            used++;
        }
        return type;
    }

    private static INamedTypeSymbol? First(ITypeSymbol type, string name)
    {
        var members = type.GetTypeMembers(name);
        return members.IsEmpty ? null : members[0];
    }

    private INamespaceSymbol? FindNamespace(string name)
    {
        INamespaceSymbol? space = _compilation.GlobalNamespace;
        foreach (string part in name.Split('.'))
        {
            INamespaceSymbol? next = null;
            foreach (var inner in space.GetNamespaceMembers())
            {
                if (inner.Name == part)
                {
                    next = inner;
                    break;
                }
            }
            if (next is null) return null;
            space = next;
        }
        return space;
    }

    private static SyntaxReference? FirstPlace(ISymbol member)
    {
        var references = member.DeclaringSyntaxReferences;
        return references.IsEmpty ? null : references[0];
    }

    private static IEnumerable<string> Usings(SyntaxReference? place)
    {
        for (var node = place?.GetSyntax(); node is not null; node = node.Parent)
        {
            var usings = node switch
            {
                CompilationUnitSyntax unit => unit.Usings,
                BaseNamespaceDeclarationSyntax space => space.Usings,
                _ => default,
            };
            foreach (var directive in usings)
            {
                if (directive.Alias is null && directive.StaticKeyword.RawKind == 0 && directive.Name is { } name) yield return name.ToString();
            }
        }
    }

    private static List<string> FindGlobalUsings(Compilation compilation)
    {
        var names = new List<string>();
        foreach (var tree in compilation.SyntaxTrees)
        {
            if (tree.GetRoot() is not CompilationUnitSyntax unit) continue;
            foreach (var directive in unit.Usings)
            {
                if (directive.GlobalKeyword.RawKind != 0 && directive.Alias is null && directive.StaticKeyword.RawKind == 0 && directive.Name is { } name)
                {
                    names.Add(name.ToString().Replace("global::", ""));
                }
            }
        }
        return names;
    }
}
