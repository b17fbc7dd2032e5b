// System.Threading.SpinLock: a struct; exclusive, thread-bound, not reentrant, and its waiters spin.
using Microsoft.CodeAnalysis;

namespace Mm.Analyzers.Contracts.BuiltIn;

internal sealed class SpinLockMembers : BuiltInType
{
    private static readonly LockTypeInfo s_lock = new("SpinLock") { Spins = true, Exclusive = true };

    public override LockTypeInfo Lock => s_lock;

    public override MemberContract? ContractOf(IMethodSymbol method) => method.Name switch
    {
        "Enter" => Does(AcquireTaken(method, Receiver(method), isTry: false)),
        "TryEnter" => Does(AcquireTaken(method, Receiver(method), isTry: true)),
        "Exit" => Does(Release(HoldMode.Write, Receiver(method))),
        _ => null,
    };

    public override HoldMode? HeldTest(ISymbol member) => member.Name == "IsHeldByCurrentThread" ? HoldMode.Write : null;
}
