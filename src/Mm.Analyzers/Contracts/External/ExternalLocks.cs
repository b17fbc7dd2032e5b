// [assembly: ExternalLock] and [assembly: ExternalContract]: locks of other libraries, declared from outside, as a contract source.
using Microsoft.CodeAnalysis;

namespace Mm.Analyzers.Contracts.External;

internal sealed class ExternalLocks : IContractSource
{
    private readonly ContractModel _contracts;
    private readonly Dictionary<ISymbol, LockTypeInfo> _locks = new(SymbolEqualityComparer.Default);
    private readonly HashSet<ISymbol> _guards = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<ISymbol, List<ExternalMember>> _members = new(SymbolEqualityComparer.Default);

    private ExternalLocks(ContractModel contracts) => _contracts = contracts;

    /// <summary>The declarations of the compilation's own assembly, or null if it has none.</summary>
    public static ExternalLocks? Of(ContractModel contracts)
    {
        ExternalLocks? found = null;
        foreach (var attribute in contracts.Compilation.Assembly.GetAttributes())
        {
            var kind = Annotations.KindOf(attribute);
            if (kind is not (AnnotationKind.ExternalLock or AnnotationKind.ExternalContract)) continue;
            found ??= new ExternalLocks(contracts);
            if (kind == AnnotationKind.ExternalLock) found.AddLock(attribute);
            else if (ExternalMember.Of(attribute) is { } member) found.AddMember(member);
        }
        return found;
    }

    public MemberContract? ContractOf(IMethodSymbol method)
    {
        var definition = (method.ReducedFrom ?? method).OriginalDefinition;
        ContractBuilder? builder = null;
        foreach (var member in Declared(definition.ContainingType))
        {
            if (!member.Names(definition) || member.Annotation(definition) is not { } annotation) continue;
            builder ??= new ContractBuilder(_contracts.Binder);
            builder.AddExternal(annotation);
        }
        return builder?.Build();
    }

    public LockTypeInfo? LockTypeOf(INamedTypeSymbol type)
    {
        for (var current = type.OriginalDefinition; current is not null; current = current.BaseType?.OriginalDefinition)
        {
            if (_locks.TryGetValue(current, out var known)) return known;
        }
        return null;
    }

    public LockTypeInfo? LockOf(ISymbol fieldOrProperty) => null;

    public bool IsGuardType(INamedTypeSymbol type) => _guards.Contains(type.OriginalDefinition);

    public HoldMode? HeldTest(ISymbol propertyOrMethod) => null;

    private IEnumerable<ExternalMember> Declared(INamedTypeSymbol? type)
    {
        if (type is not null && _members.TryGetValue(type.OriginalDefinition, out var members)) return members;
        return [];
    }

    private void AddLock(AttributeData attribute)
    {
        if (attribute.ConstructorArguments is not [{ Value: INamedTypeSymbol type }, ..]) return;
        var info = new LockTypeInfo(type.Name);
        foreach (var argument in attribute.NamedArguments)
        {
            info = (argument.Key, argument.Value.Value) switch
            {
                ("Name", string { Length: > 0 } name) => info with { Name = name },
                ("Reentrant", bool reentrant) => info with { Reentrant = reentrant },
                ("ThreadBound", bool bound) => info with { ThreadBound = bound },
                ("Spins", bool spins) => info with { Spins = spins },
                _ => info,
            };
            if (argument is { Key: "Scoped", Value.Value: true }) _guards.Add(type.OriginalDefinition);
        }
        if (!_guards.Contains(type.OriginalDefinition)) _locks[type.OriginalDefinition] = info;
    }

    private void AddMember(ExternalMember member)
    {
        // The member may be declared by a base of the type that is named.
        for (var type = member.Type.OriginalDefinition; type is not null && type.SpecialType != SpecialType.System_Object; type = type.BaseType?.OriginalDefinition)
        {
            if (!_members.TryGetValue(type, out var members)) _members.Add(type, members = []);
            members.Add(member);
        }
    }
}
