// Which members the advice rules look at, decided by symbol alone, so that other members cost nothing.
using Microsoft.CodeAnalysis;
using Mm.Analyzers.Contracts;
using Mm.Analyzers.Contracts.BuiltIn;
using Mm.Analyzers.Paths;

namespace Mm.Analyzers.Rules.WholeProgram;

internal static class Candidates
{
    /// <summary>A member declared in source that can change, is guarded by nothing, is no lock itself, and stands in a type that has a lock.</summary>
    public static bool IsField(ISymbol member, ContractModel contracts)
    {
        if (member is not (IFieldSymbol { IsConst: false, IsImplicitlyDeclared: false } or IPropertySymbol { IsIndexer: false })) return false;
        if (member.DeclaringSyntaxReferences.IsEmpty || member.ContainingType is not { TypeKind: TypeKind.Class or TypeKind.Struct } type) return false;
        if (member is IPropertySymbol property && !IsAutomatic(property)) return false;
        var memberType = ValueTable.TypeOf(member)!;
        if (SymbolicValue.IsReadonlyMember(member) && !Collections.IsMutable(memberType)) return false;
        if (member is IFieldSymbol { IsVolatile: true } || contracts.IsLock(memberType) || contracts.IsGuard(memberType)
            || memberType.SpecialType == SpecialType.System_Object) return false;
        return HasLock(type, contracts) && contracts.GuardsOf(member).IsEmpty;
    }

    /// <summary>A method that is not public, has no contract, and stands in a type that has a lock.</summary>
    public static bool IsMethod(ISymbol member, ContractModel contracts) => member is IMethodSymbol
    {
        MethodKind: MethodKind.Ordinary, IsVirtual: false, IsAbstract: false, IsOverride: false, ContainingType: { } type,
        DeclaredAccessibility: Accessibility.Private or Accessibility.Internal or Accessibility.ProtectedAndInternal or Accessibility.NotApplicable,
    } method && !method.DeclaringSyntaxReferences.IsEmpty && contracts.ContractOf(method).IsNone && HasLock(type, contracts);

    private static bool IsAutomatic(IPropertySymbol property)
    {
        foreach (var member in property.ContainingType.GetMembers())
        {
            if (member is IFieldSymbol { AssociatedSymbol: { } associated } && SymbolEqualityComparer.Default.Equals(associated, property)) return true;
        }
        return false;
    }

    /// <summary>Whether the type has a member that may be a lock.</summary>
    public static bool HasLock(INamedTypeSymbol type, ContractModel contracts) => contracts.TypesWithLocks.TryGetValue(type.OriginalDefinition, out bool known)
        ? known
        : contracts.TypesWithLocks.GetOrAdd(type.OriginalDefinition, symbol => FindLock((INamedTypeSymbol)symbol, contracts));

    private static bool FindLock(INamedTypeSymbol type, ContractModel contracts)
    {
        foreach (var member in type.GetMembers())
        {
            if (ValueTable.TypeOf(member) is not { } memberType) continue;
            if (contracts.IsLockMember(member, memberType)) return true;
            if (memberType.SpecialType == SpecialType.System_Object && SymbolicValue.IsReadonlyMember(member)) return true;
        }
        return false;
    }
}
