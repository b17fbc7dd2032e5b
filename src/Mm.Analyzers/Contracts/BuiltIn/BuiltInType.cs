// What is known of one type of .NET. One file a type (or family); register it in BuiltInTypes. Instances have no state, and answers depend on
// the symbol alone, so one instance serves all compilations.
using System.Collections.Immutable;
using Mm.Analyzers.Paths;
using Microsoft.CodeAnalysis;

namespace Mm.Analyzers.Contracts.BuiltIn;

internal abstract class BuiltInType
{
    /// <summary>The lock that every value of the type is, or null if it is none, or only where its construction shows it.</summary>
    public virtual LockTypeInfo? Lock => null;

    public virtual bool IsGuard => false;

    public virtual MemberContract? ContractOf(IMethodSymbol method) => null;

    public virtual HoldMode? HeldTest(ISymbol member) => null;

    /// <summary>What the construction of the lock in this field or property adds to its type.</summary>
    public virtual LockTypeInfo? LockOf(ISymbol fieldOrProperty) => null;

    /// <summary>What is known of a lock in a local, by the constants that it is constructed with.</summary>
    public virtual LockTypeInfo? LockOf(object?[] arguments) => null;

    /// <summary>The lock is the object that the member is called on.</summary>
    protected static LockPath Receiver(IMethodSymbol method) => LockPath.This(method.ContainingType);

    /// <summary>The lock is an argument.</summary>
    protected static LockPath Argument(IMethodSymbol method, int ordinal) =>
        LockPath.Parameter(ordinal, method.Parameters[ordinal].Name, method.Parameters[ordinal].Type);

    protected static MemberContract Does(params Effect[] effects) => new() { Effects = ImmutableArray.Create(effects) };

    /// <summary>An acquisition that waits until it has the lock.</summary>
    protected static Effect Acquire(HoldMode mode, LockPath path) => new(EffectKind.Acquire, mode, path);

    /// <summary>An acquisition that returns whether it has the lock.</summary>
    protected static Effect Try(HoldMode mode, LockPath path) =>
        new(EffectKind.Acquire, mode, path) { When = ResultTest.Equal(true), CanBlock = false };

    protected static Effect Release(HoldMode mode, LockPath path) => new(EffectKind.Release, mode, path);

    /// <summary>A release of whatever mode is held.</summary>
    protected static Effect Release(LockPath path) => new(EffectKind.Release, HoldMode.None, path);

    /// <summary>The acquisition of <c>Enter(ref taken)</c>, which has the lock when it returns, or of <c>TryEnter(ref taken)</c>, which may have it.</summary>
    protected static Effect AcquireTaken(IMethodSymbol method, LockPath path, bool isTry)
    {
        int taken = TakenOrdinal(method);
        if (!isTry) return Acquire(HoldMode.Write, path) with { SetsTaken = taken };
        return Acquire(HoldMode.Write, path) with { When = taken < 0 ? ResultTest.Equal(true) : ResultTest.Taken(taken), CanBlock = false };
    }

    /// <summary>The parameter <c>ref bool lockTaken</c>, or -1.</summary>
    private static int TakenOrdinal(IMethodSymbol method)
    {
        foreach (var parameter in method.Parameters)
        {
            if (parameter.RefKind == RefKind.Ref && parameter.Type.SpecialType == SpecialType.System_Boolean) return parameter.Ordinal;
        }
        return -1;
    }
}
