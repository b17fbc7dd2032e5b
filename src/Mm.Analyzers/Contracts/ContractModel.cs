// All contracts of one compilation, each computed once, by original definition. Created at the compilation's start, shared by all rules,
// never stored in a static or an analyzer's field. Add a source of contracts (built-in locks, external declarations) in CreateSources.
using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Mm.Analyzers.Contracts.BuiltIn;
using Mm.Analyzers.Contracts.External;
using Mm.Analyzers.Paths;

namespace Mm.Analyzers.Contracts;

internal sealed class ContractModel : ILockKnowledge
{
    // Every operation asks several of these. A definition has one symbol object; were there a second, its answer would be found once more, and be the same.
    private readonly ConcurrentDictionary<ISymbol, MemberContract> _contracts = new(SameObject.Instance);
    private readonly ConcurrentDictionary<ISymbol, ImmutableArray<GuardInfo>> _guards = new(SameObject.Instance);
    private readonly ConcurrentDictionary<ISymbol, LockTypeInfo?> _lockTypes = new(SameObject.Instance);
    private readonly ConcurrentDictionary<ISymbol, LockTypeInfo?> _locks = new(SameObject.Instance);
    private readonly ConcurrentDictionary<ISymbol, bool> _guardTypes = new(SameObject.Instance);
    private readonly ConcurrentDictionary<ISymbol, bool> _owners = new(SameObject.Instance);
    private readonly ConcurrentDictionary<ISymbol, ISymbol> _canonical = new(SameObject.Instance);
    private readonly ConcurrentDictionary<ISymbol, HeldTestBody?> _heldTests = new(SameObject.Instance);
    private readonly ConcurrentDictionary<ISymbol, LockPath?> _aliases = new(SameObject.Instance);
    private readonly ConcurrentDictionary<ISymbol, ImmutableArray<ISymbol>> _assigned = new(SameObject.Instance);
    private readonly ConcurrentDictionary<ISymbol, bool> _annotated = new(SameObject.Instance);
    private readonly ImmutableArray<IContractSource> _sources;

    public ContractModel(Compilation compilation)
    {
        Compilation = compilation;
        HasAnnotations = FindAnnotations(compilation);
        Binder = new PathBinder(compilation, this);
        Order = new DeclaredOrder(this);
        _sources = CreateSources();
    }

    public Compilation Compilation { get; }

    /// <summary>Whether an attribute of the language can stand anywhere in the compilation: its type is declared here or in a reference. Most code has none.</summary>
    public bool HasAnnotations { get; }

    public PathBinder Binder { get; }

    /// <summary>Whether a type has a member that may be a lock; filled by the advice rules.</summary>
    public ConcurrentDictionary<ISymbol, bool> TypesWithLocks { get; } = new(SameObject.Instance);

    public DeclaredOrder Order { get; }

    /// <summary>External declarations come first: they may say more of a type of .NET than is built in.</summary>
    private ImmutableArray<IContractSource> CreateSources() =>
        ExternalLocks.Of(this) is { } external ? [external, new BuiltInLocks()] : [new BuiltInLocks()];

    /// <summary>Whether the compilation can hold anything to be checked: an annotation type, or a use of a built-in lock.</summary>
    public static bool MayHaveLocks(Compilation compilation)
    {
        foreach (string name in new[] { "Mm.Locks.LockAttribute", "Mm.Locks.GuardedByAttribute", "Mm.Locks.RequiresWriteAttribute",
            "System.Threading.Monitor" })
        {
            if (!compilation.GetTypesByMetadataName(name).IsEmpty) return true;
        }
        return false;
    }

    private static bool FindAnnotations(Compilation compilation)
    {
        if (IsAnnotating(compilation.Assembly)) return true;
        foreach (var assembly in compilation.SourceModule.ReferencedAssemblySymbols)
        {
            if (IsAnnotating(assembly)) return true;
        }
        return false;
    }

    private static bool IsAnnotating(IAssemblySymbol assembly) => assembly.TypeNames.Contains("GuardedByAttribute")
        || (assembly.NamespaceNames.Contains("Locks") && DeclaresAnnotations(assembly));

    // ---- locks and guards

    public LockTypeInfo? LockTypeOf(ITypeSymbol type) => type switch
    {
        INamedTypeSymbol named => _lockTypes.TryGetValue(named.OriginalDefinition, out var known)
            ? known
            : _lockTypes.GetOrAdd(named.OriginalDefinition, symbol => FindLockType((INamedTypeSymbol)symbol)),
        ITypeParameterSymbol parameter => FirstLock(parameter),
        _ => null,
    };

    private LockTypeInfo? FirstLock(ITypeParameterSymbol parameter)
    {
        foreach (var constraint in parameter.ConstraintTypes)
        {
            if (LockTypeOf(constraint) is { } found) return found;
        }
        return null;
    }

    private LockTypeInfo? FindLockType(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? owner = type; owner is not null; owner = owner.BaseType)
        {
            foreach (var annotation in Read(owner))
            {
                if (annotation.Kind == AnnotationKind.Lock) return LockType(annotation, owner);
            }
        }
        foreach (var source in _sources)
        {
            if (source.LockTypeOf(type) is { } known) return known;
        }
        if (!HasAnnotations) return null;
        foreach (var implemented in type.AllInterfaces)
        {
            foreach (var annotation in Read(implemented))
            {
                if (annotation.Kind == AnnotationKind.Lock) return LockType(annotation, implemented);
            }
        }
        return null;
    }

    private static LockTypeInfo LockType(RawAnnotation annotation, INamedTypeSymbol type) => new(
        annotation.Paths is [{ Length: > 0 } name, ..] ? name : type.Name)
    {
        Reentrant = annotation.Named("Reentrant", out bool reentrant) && reentrant,
        ThreadBound = !annotation.Named("ThreadBound", out bool bound) || bound,
        Spins = annotation.Named("Spins", out bool spins) && spins,
    };

    /// <summary>What is known of the lock in this member; falls back to its type.</summary>
    public LockTypeInfo? LockOf(ISymbol member, ITypeSymbol? type)
    {
        if (_locks.TryGetValue(member.OriginalDefinition, out var known)) return known;
        var found = FindLock(member, type);
        _locks.TryAdd(member.OriginalDefinition, found);
        return found;
    }

    private LockTypeInfo? FindLock(ISymbol member, ITypeSymbol? type)
    {
        foreach (var source in _sources)
        {
            if (source.LockOf(member) is { } found) return found;
        }
        return type is null ? null : LockTypeOf(type);
    }

    public bool IsLock(ITypeSymbol type) => LockTypeOf(type) is not null;

    public bool IsLockMember(ISymbol member, ITypeSymbol type) => LockOf(member, type) is not null;

    public bool IsGuard(ITypeSymbol type)
    {
        if (type is INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T } nullable) type = nullable.TypeArguments[0];
        if (type is not INamedTypeSymbol named) return false;
        return _guardTypes.TryGetValue(named.OriginalDefinition, out bool known)
            ? known
            : _guardTypes.GetOrAdd(named.OriginalDefinition, symbol => FindGuardType((INamedTypeSymbol)symbol));
    }

    private bool FindGuardType(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? owner = type; owner is not null; owner = owner.BaseType)
        {
            if (Has(owner, AnnotationKind.ScopedLock)) return true;
        }
        foreach (var source in _sources)
        {
            if (source.IsGuardType(type)) return true;
        }
        return false;
    }

    /// <summary>How the receiver is held if this bool member says true, or null if it says nothing of locks.</summary>
    public HoldMode? HeldTest(ISymbol member)
    {
        foreach (var source in _sources)
        {
            if (source.HeldTest(member) is { } mode) return mode;
        }
        return null;
    }

    /// <summary>The same of a bool member whose body is nothing but such a question; null for any other.</summary>
    public HeldTestBody? HeldTestBody(ISymbol member)
    {
        var key = member.OriginalDefinition;
        return _heldTests.TryGetValue(key, out var known) ? known : _heldTests.GetOrAdd(key, symbol => Contracts.HeldTestBody.Of(symbol, this));
    }

    public bool IsDefaultLock(ISymbol member) => Has(member, AnnotationKind.DefaultLock);

    public bool IsLockOwner(ISymbol member)
    {
        if (member is not (IFieldSymbol or IPropertySymbol)) return false;
        return _owners.TryGetValue(member.OriginalDefinition, out bool known)
            ? known
            : _owners.GetOrAdd(member.OriginalDefinition, symbol => Has(symbol, AnnotationKind.LockOwner));
    }

    /// <summary>Whether the bodies of the type's own members are not analysed.</summary>
    public bool IsAnalysisOff(INamedTypeSymbol type) => Has(type, AnnotationKind.NoLockAnalysis);

    private ImmutableArray<RawAnnotation> Read(INamedTypeSymbol type) => MayBeAnnotated(type.ContainingAssembly) ? AnnotationReader.Read(type) : [];

    private bool Has(ISymbol symbol, AnnotationKind kind)
    {
        if (!MayBeAnnotated(symbol.ContainingAssembly)) return false;
        foreach (var attribute in symbol.GetAttributes())
        {
            if (Annotations.KindOf(attribute) == kind) return true;
        }
        return false;
    }

    // ---- guarded members

    public ImmutableArray<GuardInfo> GuardsOf(ISymbol member)
    {
        var key = member.OriginalDefinition;
        return _guards.TryGetValue(key, out var known) ? known : _guards.GetOrAdd(key, symbol => HasAnnotations ? new GuardReader(Binder).Of(symbol) : []);
    }

    // ---- contracts

    /// <summary>The contract of a method, with what its property or event says, what partial parts say, and what it inherits.</summary>
    public MemberContract ContractOf(IMethodSymbol method)
    {
        var key = (method.ReducedFrom ?? method).OriginalDefinition;
        return _contracts.TryGetValue(key, out var known) ? known : _contracts.GetOrAdd(key, symbol => FindContract((IMethodSymbol)symbol, 0));
    }

    private MemberContract FindContract(IMethodSymbol method, int depth)
    {
        if (!MayBeAnnotated(method.ContainingAssembly))
        {
            foreach (var source in _sources)
            {
                if (source.ContractOf(method) is { } known) return known;
            }
            return MemberContract.None;
        }
        var builder = new ContractBuilder(Binder);
        AddDeclared(builder, method);
        if (method.PartialDefinitionPart is { } definition) AddDeclared(builder, definition);
        if (method.PartialImplementationPart is { } implementation) AddDeclared(builder, implementation);
        var own = builder.Build();
        if (own.IsNone)
        {
            foreach (var source in _sources)
            {
                if (source.ContractOf(method) is { } known) return known;
            }
        }
        if (depth > 16) return own;
        foreach (var replaced in Replaced(method))
        {
            var inherited = replaced.OriginalDefinition is IMethodSymbol original && !SymbolEqualityComparer.Default.Equals(original, method)
                ? (_contracts.TryGetValue(original, out var known) ? known : FindContract(original, depth + 1))
                : MemberContract.None;
            if (inherited.IsNone) continue;
            own = Inherit(own, inherited, builder.StatesContract);
            if (!builder.StatesContract) break;
        }
        return own;
    }

    /// <summary>
    /// Whether an assembly can carry annotations: this compilation's, one that declares copies of its own, or one that references those that do.
    /// The framework does not, and most methods that are called are the framework's.
    /// </summary>
    public bool MayBeAnnotated(IAssemblySymbol? assembly)
    {
        if (!HasAnnotations) return false;
        if (assembly is null || SymbolEqualityComparer.Default.Equals(assembly, Compilation.Assembly)) return true;
        return _annotated.TryGetValue(assembly, out bool known) ? known : _annotated.GetOrAdd(assembly, symbol => FindAnnotated((IAssemblySymbol)symbol));
    }

    private static bool FindAnnotated(IAssemblySymbol assembly)
    {
        if (DeclaresAnnotations(assembly)) return true;
        foreach (var module in assembly.Modules)
        {
            foreach (var referenced in module.ReferencedAssemblySymbols)
            {
                if (DeclaresAnnotations(referenced)) return true;
            }
        }
        return false;
    }

    private static bool DeclaresAnnotations(IAssemblySymbol assembly)
    {
        foreach (var space in assembly.GlobalNamespace.GetNamespaceMembers())
        {
            if (space.Name != "Mm") continue;
            foreach (var inner in space.GetNamespaceMembers())
            {
                if (inner.Name == "Locks") return true;
            }
        }
        return false;
    }

    private void AddDeclared(ContractBuilder builder, IMethodSymbol method)
    {
        if (!HasAnnotations) return;
        builder.AddMember(method);
        if (method.AssociatedSymbol is { } associated and (IPropertySymbol or IEventSymbol)) builder.AddMember(associated);
        if (method.MethodKind == MethodKind.DelegateInvoke && method.ContainingType is { } type) builder.AddMember(type);
        builder.AddParameters(method, IsGuard);
    }

    /// <summary>An override that restates no contract has that of what it replaces; facts about parameters and results add up.</summary>
    private static MemberContract Inherit(MemberContract own, MemberContract inherited, bool restated)
    {
        if (own.IsNone) return inherited with { NoLockAnalysis = own.NoLockAnalysis };
        return own with
        {
            Requirements = restated ? own.Requirements : inherited.Requirements,
            Excludes = restated ? own.Excludes : inherited.Excludes,
            Effects = restated ? own.Effects : inherited.Effects,
            Parameters = own.Parameters.IsEmpty ? inherited.Parameters : own.Parameters,
            Return = ReferenceEquals(own.Return, ReturnFacts.None) ? inherited.Return : own.Return,
            IsolatesReceiver = own.IsolatesReceiver || inherited.IsolatesReceiver,
            Mutates = own.Mutates || inherited.Mutates,
            Blocks = own.Blocks || inherited.Blocks,
        };
    }

    /// <summary>What the method overrides or implements, nearest first.</summary>
    public static IEnumerable<IMethodSymbol> Replaced(IMethodSymbol method)
    {
        if (method.OverriddenMethod is { } overridden) yield return overridden;
        foreach (var explicitly in method.ExplicitInterfaceImplementations) yield return explicitly;
        if (method.IsStatic && !method.IsOverride && method.ContainingType?.TypeKind == TypeKind.Interface) yield break;
        if (method.DeclaredAccessibility != Accessibility.Public || method.ContainingType is not { } type) yield break;
        foreach (var implemented in type.AllInterfaces)
        {
            foreach (var member in implemented.GetMembers(method.Name))
            {
                if (member is IMethodSymbol candidate && candidate.Parameters.Length == method.Parameters.Length
                    && SymbolEqualityComparer.Default.Equals(type.FindImplementationForInterfaceMember(candidate), method))
                {
                    yield return candidate;
                }
            }
        }
    }

    /// <summary>The mutable members of its own type that a method's body assigns.</summary>
    public ImmutableArray<ISymbol> AssignedMembers(IMethodSymbol method)
    {
        var key = method.OriginalDefinition;
        return _assigned.TryGetValue(key, out var known) ? known : _assigned.GetOrAdd(key, symbol => AssignedNames.Find((IMethodSymbol)symbol));
    }

    // ---- members on paths

    /// <summary>
    /// One symbol for a property and all that it overrides or implements, so that the lock of a base, an interface and an implementation is one.
    /// </summary>
    public ISymbol Canonical(ISymbol member)
    {
        var key = member.OriginalDefinition;
        if (key is not IPropertySymbol) return key;
        return _canonical.TryGetValue(key, out var known) ? known : _canonical.GetOrAdd(key, FindCanonical);
    }

    private static ISymbol FindCanonical(ISymbol member)
    {
        var property = (IPropertySymbol)member;
        while (property.OverriddenProperty is { } overridden) property = overridden.OriginalDefinition;
        if (property.ExplicitInterfaceImplementations is [var explicitly, ..]) return explicitly.OriginalDefinition;
        if (property.ContainingType is not { TypeKind: not TypeKind.Interface } type || property.DeclaredAccessibility != Accessibility.Public) return property;
        foreach (var implemented in type.AllInterfaces)
        {
            foreach (var candidate in implemented.GetMembers(property.Name))
            {
                if (candidate is IPropertySymbol && type.FindImplementationForInterfaceMember(candidate) is { } found
                    && SymbolEqualityComparer.Default.Equals(found.OriginalDefinition, property))
                {
                    return candidate.OriginalDefinition;
                }
            }
        }
        return property;
    }

    /// <summary>The member as the receiver's class implements it: that may say which lock an interface's property returns.</summary>
    public static ISymbol Implementation(ISymbol member, ITypeSymbol? receiver) =>
        member.ContainingType is { TypeKind: TypeKind.Interface } && receiver is INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Struct } type
            ? type.FindImplementationForInterfaceMember(member) ?? member
            : member;

    /// <summary>The path that a member stands for: [ReturnsLock], or the body of a get-only property that is nothing but a path.</summary>
    public LockPath? AliasOf(ISymbol member)
    {
        var key = member.OriginalDefinition;
        return _aliases.TryGetValue(key, out var known) ? known : _aliases.GetOrAdd(key, FindAlias);
    }

    private LockPath? FindAlias(ISymbol member)
    {
        if (member is IMethodSymbol method) return ContractOf(method).Return.Lock;
        if (member is not IPropertySymbol { IsIndexer: false } property) return null;
        if (property.GetMethod is { } getter && ContractOf(getter).Return.Lock is { } stated) return stated;
        if (property.IsVirtual || property.IsAbstract || property.IsOverride || property.SetMethod is not null || property.Type.IsValueType) return null;
        return PropertyBody.PathText(property) is { } text && Binder.BindObject(text, BindingScope.Of(property)).Path is { Members.Length: > 0 } path
            && !(path.Members.Length == 1 && SymbolEqualityComparer.Default.Equals(path.Members[0].Symbol, property))
            ? path
            : null;
    }
}
