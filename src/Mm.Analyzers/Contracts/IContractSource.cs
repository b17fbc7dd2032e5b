// Where contracts come from beside attributes: one implementation for built-in locks, one for external declarations.
// Register an implementation in ContractModel.CreateSources. Answers are cached by the model, by original definition.
using Microsoft.CodeAnalysis;

namespace Mm.Analyzers.Contracts;

internal interface IContractSource
{
    /// <summary>The contract of a member of a lock type that carries no attributes, or null if it is not known here.</summary>
    MemberContract? ContractOf(IMethodSymbol method);

    /// <summary>The lock type, or null if the type is no lock that is known here.</summary>
    LockTypeInfo? LockTypeOf(INamedTypeSymbol type);

    /// <summary>
    /// What is known of the one lock in this field or property beyond its type (a semaphore with one permit, the recursion policy of a
    /// ReaderWriterLockSlim), or null if the type says it all.
    /// </summary>
    LockTypeInfo? LockOf(ISymbol fieldOrProperty);

    /// <summary>Whether values of the type are guards (Lock.Scope).</summary>
    bool IsGuardType(INamedTypeSymbol type);

    /// <summary>A bool property that tells in a condition or an assertion how the receiver is held (IsWriteLockHeld), or null.</summary>
    HoldMode? HeldTest(ISymbol propertyOrMethod);
}
