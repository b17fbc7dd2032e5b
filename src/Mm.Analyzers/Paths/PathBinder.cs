// Binds path texts against symbols. A new way to name a lock (another kind of first identifier, another kind of member) goes here.
using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Mm.Analyzers.Paths;

/// <summary>What the binder has to know of locks; answered by the contract model.</summary>
internal interface ILockKnowledge
{
    bool IsLock(ITypeSymbol type);

    /// <summary>Whether a field or property holds a lock: by its type, or by how it is constructed.</summary>
    bool IsLockMember(ISymbol member, ITypeSymbol type);

    bool IsGuard(ITypeSymbol type);

    bool IsDefaultLock(ISymbol member);
}

internal sealed class PathBinder
{
    private readonly Compilation _compilation;
    private readonly ILockKnowledge _locks;
    private readonly TypesInScope _types;

    // The declaration rules and the contracts ask for each path several times.
    private readonly ConcurrentDictionary<PathQuestion, PathBinding> _bound = new();

    public PathBinder(Compilation compilation, ILockKnowledge locks)
    {
        _compilation = compilation;
        _locks = locks;
        _types = new TypesInScope(compilation);
    }

    /// <summary>Binds a path that must end at a lock.</summary>
    public PathBinding Bind(string text, in BindingScope scope, SyntaxReference? place = null) => Bind(text, scope, place, mustBeLock: true);

    /// <summary>Binds a path that may end at any object ([OwnedBy]).</summary>
    public PathBinding BindObject(string text, in BindingScope scope, SyntaxReference? place = null) => Bind(text, scope, place, mustBeLock: false);

    /// <summary>The type that all parts but the last name, as at that place; null if they name none.</summary>
    public INamedTypeSymbol? FindType(string[] parts, SyntaxReference? place) =>
        _types.Find(parts, _compilation.Assembly, null, place, out int used) is { } type && used == parts.Length - 1 ? type : null;

    /// <summary>The path that an annotation without one means.</summary>
    public PathBinding BindDefault(in BindingScope scope)
    {
        if (scope.Start is { } parameter && !_locks.IsGuard(parameter.Type))
        {
            var start = LockPath.Parameter(parameter.Ordinal, parameter.Name, parameter.Type);
            return _locks.IsLock(parameter.Type) ? PathBinding.Of(start) : DefaultLockOf(parameter.Type, start, scope);
        }
        if (scope.ContainingType is not { } type) return new PathBinding(null, PathError.DefaultMissing, null, scope.Member);
        if ((_locks.IsLock(type) || _locks.IsGuard(type)) && !scope.IsStatic) return PathBinding.Of(LockPath.This(type));
        return DefaultLockOf(type, null, scope);
    }

    private PathBinding DefaultLockOf(ITypeSymbol type, LockPath? start, in BindingScope scope)
    {
        ISymbol? only = null;
        ISymbol? plainObject = null;
        int count = 0, objects = 0;
        foreach (var owner in SelfAndBases(type))
        {
            foreach (var member in owner.GetMembers())
            {
                if (TypeOfMember(member) is not { } memberType || (member.IsImplicitlyDeclared && member is not IPropertySymbol)) continue;
                if (start is not null && member.IsStatic) continue;
                if (_locks.IsDefaultLock(member)) return PathBinding.Of(Member(start, member, memberType, scope));
                if (_locks.IsLockMember(member, memberType))
                {
                    only = member;
                    count++;
                }
                else if (memberType.SpecialType == SpecialType.System_Object && member is IFieldSymbol { IsReadOnly: true })
                {
                    plainObject = member;
                    objects++;
                }
            }
        }
        if (count == 0)
        {
            only = plainObject;
            count = objects;
        }
        if (count != 1) return new PathBinding(null, count == 0 ? PathError.DefaultMissing : PathError.DefaultAmbiguous, null, type);
        if (!only!.IsStatic && start is null && scope.IsStatic) return new PathBinding(null, PathError.NeedsInstance, only.Name, type);
        return PathBinding.Of(Member(start, only, TypeOfMember(only)!, scope));
    }

    private static LockPath Member(LockPath? start, ISymbol member, ITypeSymbol type, in BindingScope scope)
    {
        if (start is not null) return start.With(member, type);
        return member.IsStatic ? StaticMember(member, type) : LockPath.This(scope.ContainingType).With(member, type);
    }

    private static LockPath StaticMember(ISymbol member, ITypeSymbol type) =>
        new(PathRoot.Type, -1, member.ContainingType, member.ContainingType.Name, [new PathMember(member, member.Name)], type);

    private PathBinding Bind(string text, in BindingScope scope, SyntaxReference? place, bool mustBeLock)
    {
        var question = new PathQuestion(text, scope, place?.SyntaxTree, mustBeLock);
        if (_bound.TryGetValue(question, out var known)) return known;
        var binding = Find(text, scope, place, mustBeLock);
        _bound.TryAdd(question, binding);
        return binding;
    }

    private PathBinding Find(string text, in BindingScope scope, SyntaxReference? place, bool mustBeLock)
    {
        string[] parts = text.Split('.');
        for (int i = 0; i < parts.Length; i++)
        {
            parts[i] = parts[i].Trim();
            if (parts[i].StartsWith("@", StringComparison.Ordinal)) parts[i] = parts[i].Substring(1);
            if (!IsIdentifier(parts[i])) return new PathBinding(null, PathError.Malformed, text);
        }
        int next = 1;
        PathBinding root;
        if (scope.Start is { } parameter && !_locks.IsGuard(parameter.Type))
        {
            root = PathBinding.Of(LockPath.Parameter(parameter.Ordinal, parameter.Name, parameter.Type));
            next = parts[0] == parameter.Name && !HasMember(parameter.Type, parts[0], scope) ? 1 : 0;
        }
        else
        {
            root = BindRoot(parts, scope, place, ref next);
        }
        if (root.Path is null) return root;
        var path = root.Path;
        for (; next < parts.Length; next++)
        {
            var step = Step(path, parts[next], scope);
            if (step.Path is null) return step;
            path = step.Path;
        }
        if (mustBeLock && path.Type is { } type && !CanBeLock(type)) return new PathBinding(null, PathError.NotALock, parts[parts.Length - 1], type);
        return PathBinding.Of(path);
    }

    private PathBinding BindRoot(string[] parts, in BindingScope scope, SyntaxReference? place, ref int next)
    {
        string name = parts[0];
        if (name == "this")
        {
            return scope.IsStatic || scope.ContainingType is null
                ? new PathBinding(null, PathError.NeedsInstance, name, scope.ContainingType)
                : PathBinding.Of(LockPath.This(scope.ContainingType));
        }
        if (scope.Method is { } method)
        {
            foreach (var parameter in method.Parameters)
            {
                if (parameter.Name == name) return PathBinding.Of(LockPath.Parameter(parameter.Ordinal, name, parameter.Type));
            }
            if (name == "return" && !method.ReturnsVoid) return PathBinding.Of(LockPath.Return(Awaited(method.ReturnType)));
        }
        // In an extension block the receiver has a name, and is what the members are called on.
        if (scope.ContainingType is { ExtensionParameter: { } extended } && extended.Name == name) return PathBinding.Of(LockPath.This(extended.Type));
        if (scope.ContainingType is { } containing)
        {
            if (FindMember(containing, name) is { } member)
            {
                if (member.IsStatic) return Accessible(member, null, scope, StaticMember(member, TypeOfMember(member)!));
                if (scope.IsStatic) return new PathBinding(null, PathError.NeedsInstance, name, containing);
                return Accessible(member, containing, scope, LockPath.This(containing).With(member, TypeOfMember(member)!));
            }
            if (PrimaryConstructorParameter(containing, name) is { } captured)
            {
                if (scope.IsStatic) return new PathBinding(null, PathError.NeedsInstance, name, containing);
                return PathBinding.Of(LockPath.This(containing).With(captured, captured.Type));
            }
            for (var outer = containing.ContainingType; outer is not null; outer = outer.ContainingType)
            {
                if (FindMember(outer, name) is { IsStatic: true } outerMember) return PathBinding.Of(StaticMember(outerMember, TypeOfMember(outerMember)!));
            }
        }
        if (EnclosingParameterOrLocal(scope.Member, name) is { } enclosing) return enclosing;
        if (parts.Length > 1 && _types.Find(parts, scope.Member, scope.ContainingType, place, out int used) is { } type && used < parts.Length)
        {
            if (FindMember(type, parts[used]) is not { IsStatic: true } member)
            {
                return IsFromMetadata(scope.Member)
                    ? PathBinding.Of(new LockPath(PathRoot.Type, -1, type, type.Name, [new PathMember(null, parts[used])], null)).Skip(ref next, used + 1)
                    : new PathBinding(null, PathError.MemberNotFound, parts[used], type);
            }
            next = used + 1;
            return Accessible(member, null, scope, StaticMember(member, TypeOfMember(member)!));
        }
        if (IsFromMetadata(scope.Member) && scope.ContainingType is { } owner && !scope.IsStatic)
        {
            return PathBinding.Of(new LockPath(PathRoot.This, -1, null, "this", [new PathMember(null, name)], null));
        }
        return new PathBinding(null, PathError.RootNotFound, name, scope.ContainingType);
    }

    /// <summary>A lambda's or local function's path may start at a parameter of the methods around it.</summary>
    private static PathBinding? EnclosingParameterOrLocal(ISymbol member, string name)
    {
        for (var symbol = (member as IMethodSymbol)?.ContainingSymbol; symbol is IMethodSymbol method; symbol = symbol.ContainingSymbol)
        {
            foreach (var parameter in method.Parameters)
            {
                if (parameter.Name == name)
                {
                    return PathBinding.Of(new LockPath(PathRoot.This, -1, null, "this", [], null).Enclosing(parameter));
                }
            }
        }
        return null;
    }

    private PathBinding Step(LockPath path, string name, in BindingScope scope)
    {
        if (path.Type is not { } type)
        {
            return PathBinding.Of(new LockPath(path.Root, path.Ordinal, path.RootType, path.RootName, path.Members.Add(new PathMember(null, name)), null));
        }
        if (FindMember(type, name) is { } member && !member.IsStatic)
        {
            return Accessible(member, type, scope, path.With(member, TypeOfMember(member)!));
        }
        if (IsFromMetadata(scope.Member))
        {
            return PathBinding.Of(new LockPath(path.Root, path.Ordinal, path.RootType, path.RootName, path.Members.Add(new PathMember(null, name)), null));
        }
        return new PathBinding(null, PathError.MemberNotFound, name, type);
    }

    private PathBinding Accessible(ISymbol member, ITypeSymbol? through, in BindingScope scope, LockPath path)
    {
        if (scope.ContainingType is { } within && !IsFromMetadata(scope.Member) && !_compilation.IsSymbolAccessibleWithin(member, within, through))
        {
            return new PathBinding(null, PathError.NotAccessible, member.Name, member.ContainingType);
        }
        return PathBinding.Of(path);
    }

    private bool HasMember(ITypeSymbol type, string name, in BindingScope scope) => FindMember(type, name) is { } member && !member.IsStatic;

    /// <summary>Whether a value of the type can be locked at all.</summary>
    private bool CanBeLock(ITypeSymbol type) => type.TypeKind == TypeKind.Error || _locks.IsLock(type) || _locks.IsGuard(type) || !type.IsValueType;

    private static bool IsFromMetadata(ISymbol member)
    {
        foreach (var location in member.Locations)
        {
            if (location.IsInSource) return false;
        }
        return !member.IsImplicitlyDeclared || member.Locations.Length > 0;
    }

    /// <summary>A field or parameterless property of the type, its bases, its interfaces or its constraints.</summary>
    public static ISymbol? FindMember(ITypeSymbol type, string name)
    {
        foreach (var owner in SelfAndBases(type))
        {
            foreach (var member in owner.GetMembers(name))
            {
                if (TypeOfMember(member) is not null) return member;
            }
        }
        if (type.TypeKind is TypeKind.Interface or TypeKind.TypeParameter)
        {
            foreach (var inherited in type.AllInterfaces)
            {
                foreach (var member in inherited.GetMembers(name))
                {
                    if (TypeOfMember(member) is not null) return member;
                }
            }
        }
        if (type is ITypeParameterSymbol parameter)
        {
            foreach (var constraint in parameter.ConstraintTypes)
            {
                if (FindMember(constraint, name) is { } member) return member;
            }
        }
        return null;
    }

    private static IEnumerable<ITypeSymbol> SelfAndBases(ITypeSymbol type)
    {
        for (ITypeSymbol? owner = type; owner is not null; owner = owner.BaseType) yield return owner;
    }

    private static ITypeSymbol? TypeOfMember(ISymbol member) => member switch
    {
        IFieldSymbol { AssociatedSymbol: null } field => field.Type,
        IPropertySymbol { IsIndexer: false } property => property.Type,
        _ => null,
    };

    public static IParameterSymbol? PrimaryConstructorParameter(INamedTypeSymbol type, string name)
    {
        foreach (var constructor in type.InstanceConstructors)
        {
            if (!IsPrimaryConstructor(constructor)) continue;
            foreach (var parameter in constructor.Parameters)
            {
                if (parameter.Name == name) return parameter;
            }
        }
        return null;
    }

    /// <summary>A primary constructor is declared by its type's own declaration.</summary>
    public static bool IsPrimaryConstructor(IMethodSymbol constructor)
    {
        if (constructor.MethodKind != MethodKind.Constructor || constructor.Parameters.IsEmpty) return false;
        foreach (var reference in constructor.DeclaringSyntaxReferences)
        {
            if (reference.GetSyntax() is Microsoft.CodeAnalysis.CSharp.Syntax.TypeDeclarationSyntax) return true;
        }
        return false;
    }

    /// <summary>The T of a Task&lt;T&gt; or ValueTask&lt;T&gt;: what <c>return</c> means in an async member.</summary>
    public static ITypeSymbol Awaited(ITypeSymbol type) =>
        type is INamedTypeSymbol { Arity: 1, Name: "Task" or "ValueTask" } task && task.ContainingNamespace.ToDisplayString() == "System.Threading.Tasks"
            ? task.TypeArguments[0]
            : type;

    private static bool IsIdentifier(string text) => Microsoft.CodeAnalysis.CSharp.SyntaxFacts.IsValidIdentifier(text);
}

internal static class PathBindingSteps
{
    public static PathBinding Skip(this PathBinding binding, ref int next, int to)
    {
        next = to;
        return binding;
    }

    public static LockPath Enclosing(this LockPath path, IParameterSymbol parameter) =>
        new(PathRoot.Captured, parameter.Ordinal, null, parameter.Name, [new PathMember(parameter, parameter.Name)], parameter.Type);
}
