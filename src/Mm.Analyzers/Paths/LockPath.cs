// A lock path as it is declared: a root relative to the declaration (this, a parameter by its place, the returned value, a type) and members.
// What it means in a body or at a call is found by substitution (see SymbolicValue). Paths are bound from text by PathBinder.
using System.Collections.Immutable;
using System.Text;
using Microsoft.CodeAnalysis;

namespace Mm.Analyzers.Paths;

internal enum PathRoot : byte
{
    This,
    Parameter,
    Return,
    Type,

    /// <summary>A parameter or local of the method around a lambda or local function: the first member names it.</summary>
    Captured,
}

/// <summary>A field, property or primary constructor's parameter on a path; a bare name where the metadata does not show the member.</summary>
internal readonly record struct PathMember(ISymbol? Symbol, string Name)
{
    public bool Equals(PathMember other) =>
        Symbol is null ? other.Symbol is null && Name == other.Name : SymbolEqualityComparer.Default.Equals(Symbol, other.Symbol);

    public override int GetHashCode() => Name.GetHashCode();
}

internal sealed class LockPath : IEquatable<LockPath>
{
    // Made once: whichever of two threads comes last, the text is the same.
    private string? _text;

    public LockPath(PathRoot root, int ordinal, INamedTypeSymbol? rootType, string rootName, ImmutableArray<PathMember> members, ITypeSymbol? type)
    {
        Root = root;
        Ordinal = ordinal;
        RootType = rootType;
        RootName = rootName;
        Members = members;
        Type = type;
    }

    public PathRoot Root { get; }

    /// <summary>The place of the parameter, for <see cref="PathRoot.Parameter"/>.</summary>
    public int Ordinal { get; }

    /// <summary>The type whose static member comes first, for <see cref="PathRoot.Type"/>.</summary>
    public INamedTypeSymbol? RootType { get; }

    /// <summary>The root as the declaration writes it; for messages.</summary>
    public string RootName { get; }

    public ImmutableArray<PathMember> Members { get; }

    /// <summary>The static type of the lock; null where metadata does not show it.</summary>
    public ITypeSymbol? Type { get; }

    public static LockPath This(ITypeSymbol? type = null) => new(PathRoot.This, -1, null, "this", [], type);

    public static LockPath Parameter(int ordinal, string name, ITypeSymbol? type = null) => new(PathRoot.Parameter, ordinal, null, name, [], type);

    public static LockPath Return(ITypeSymbol? type = null) => new(PathRoot.Return, -1, null, "return", [], type);

    public LockPath With(ISymbol member, ITypeSymbol? type) =>
        new(Root, Ordinal, RootType, RootName, Members.Add(new PathMember(member, member.Name)), type);

    public bool Equals(LockPath? other)
    {
        if (ReferenceEquals(this, other)) return true;
        if (other is null || Root != other.Root || Ordinal != other.Ordinal || Members.Length != other.Members.Length) return false;
        if (!SymbolEqualityComparer.Default.Equals(RootType, other.RootType)) return false;
        for (int i = 0; i < Members.Length; i++)
        {
            if (!Members[i].Equals(other.Members[i])) return false;
        }
        return true;
    }

    public override bool Equals(object? obj) => Equals(obj as LockPath);

    public override int GetHashCode()
    {
        int hash = (int)Root * 31 + Ordinal;
        foreach (var member in Members) hash = hash * 31 + member.GetHashCode();
        return hash;
    }

    /// <summary>The path as its declaration would write it.</summary>
    public override string ToString() => _text ??= MakeText();

    private string MakeText()
    {
        var text = new StringBuilder();
        switch (Root)
        {
            case PathRoot.This: text.Append(Members.IsEmpty ? "this" : ""); break;
            case PathRoot.Type: text.Append(RootType?.Name); break;
            default: text.Append(RootName); break;
        }
        foreach (var member in Members)
        {
            if (text.Length > 0) text.Append('.');
            text.Append(member.Name);
        }
        return text.ToString();
    }
}
