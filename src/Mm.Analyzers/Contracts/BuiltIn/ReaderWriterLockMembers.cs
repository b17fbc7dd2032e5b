// System.Threading.ReaderWriterLock: reentrant. A time-out throws, so that every acquisition has the lock when it returns.
using Microsoft.CodeAnalysis;

namespace Mm.Analyzers.Contracts.BuiltIn;

internal sealed class ReaderWriterLockMembers : BuiltInType
{
    private static readonly LockTypeInfo s_lock = new("ReaderWriterLock") { Reentrant = true };

    public override LockTypeInfo Lock => s_lock;

    public override MemberContract? ContractOf(IMethodSymbol method)
    {
        var path = Receiver(method);
        return method.Name switch
        {
            "AcquireReaderLock" => Does(Acquire(HoldMode.Read, path)),
            "AcquireWriterLock" => Does(Acquire(HoldMode.Write, path)),
            // On a thread that has the writer lock it has the effect of ReleaseWriterLock.
            "ReleaseReaderLock" => Does(Release(path)),
            "ReleaseWriterLock" => Does(Release(HoldMode.Write, path)),
            "UpgradeToWriterLock" => Does(
                new Effect(EffectKind.MayRelease, HoldMode.None, path),
                new Effect(EffectKind.Upgrade, HoldMode.Write, path) { FromRead = true }),
            "DowngradeFromWriterLock" => Does(new Effect(EffectKind.Downgrade, HoldMode.Read, path)),
            "ReleaseLock" => Does(Release(path)),
            _ => null,
        };
    }

    public override HoldMode? HeldTest(ISymbol member) => member.Name switch
    {
        "IsReaderLockHeld" => HoldMode.Read,
        "IsWriterLockHeld" => HoldMode.Write,
        _ => null,
    };
}
