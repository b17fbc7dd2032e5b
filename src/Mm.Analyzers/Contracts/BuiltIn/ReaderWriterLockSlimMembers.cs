// System.Threading.ReaderWriterLockSlim: read, upgradeable and write, each left on its own. Reentrant only if its construction says so.
using Microsoft.CodeAnalysis;

namespace Mm.Analyzers.Contracts.BuiltIn;

internal sealed class ReaderWriterLockSlimMembers : BuiltInType
{
    private static readonly LockTypeInfo s_lock = new("ReaderWriterLockSlim");
    private static readonly LockTypeInfo s_recursive = s_lock with { Reentrant = true };

    public override LockTypeInfo Lock => s_lock;

    public override MemberContract? ContractOf(IMethodSymbol method)
    {
        var path = Receiver(method);
        return method.Name switch
        {
            "EnterReadLock" => Does(Acquire(HoldMode.Read, path) with { Stacks = true }),
            "EnterUpgradeableReadLock" => Does(Acquire(HoldMode.Upgradeable, path)),
            "EnterWriteLock" => Does(Acquire(HoldMode.Write, path) with { Stacks = true }),
            "TryEnterReadLock" => Does(Try(HoldMode.Read, path) with { Stacks = true }),
            "TryEnterUpgradeableReadLock" => Does(Try(HoldMode.Upgradeable, path)),
            "TryEnterWriteLock" => Does(Try(HoldMode.Write, path) with { Stacks = true }),
            "ExitReadLock" => Does(Release(HoldMode.Read, path) with { Stacks = true }),
            "ExitUpgradeableReadLock" => Does(Release(HoldMode.Upgradeable, path) with { Stacks = true }),
            "ExitWriteLock" => Does(Release(HoldMode.Write, path) with { Stacks = true }),
            _ => null,
        };
    }

    public override HoldMode? HeldTest(ISymbol member) => member.Name switch
    {
        "IsReadLockHeld" => HoldMode.Read,
        "IsUpgradeableReadLockHeld" => HoldMode.Upgradeable,
        "IsWriteLockHeld" => HoldMode.Write,
        _ => null,
    };

    public override LockTypeInfo? LockOf(object?[] arguments) => arguments is [(int)LockRecursionPolicy.SupportsRecursion] ? s_recursive : null;

    public override LockTypeInfo? LockOf(ISymbol fieldOrProperty) =>
        Construction.OnlyArguments(fieldOrProperty) is [var policy] && policy.Name() == "SupportsRecursion" ? s_recursive : null;
}
