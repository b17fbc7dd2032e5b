// System.Threading.Lock and its guard: a reentrant, thread-bound, exclusive lock.
using Microsoft.CodeAnalysis;

namespace Mm.Analyzers.Contracts.BuiltIn;

internal sealed class ThreadingLock : BuiltInType
{
    private static readonly LockTypeInfo s_lock = new("Lock") { Reentrant = true, Exclusive = true };

    public override LockTypeInfo Lock => s_lock;

    public override MemberContract? ContractOf(IMethodSymbol method) => method.Name switch
    {
        "Enter" or "EnterScope" => Does(Acquire(HoldMode.Write, Receiver(method))),
        "TryEnter" => Does(Try(HoldMode.Write, Receiver(method))),
        "Exit" => Does(Release(HoldMode.Write, Receiver(method))),
        _ => null,
    };

    public override HoldMode? HeldTest(ISymbol member) => member.Name == "IsHeldByCurrentThread" ? HoldMode.Write : null;
}

/// <summary>The ref struct that <c>EnterScope</c> returns.</summary>
internal sealed class ThreadingLockScope : BuiltInType
{
    public override bool IsGuard => true;

    public override MemberContract? ContractOf(IMethodSymbol method) => method.Name == "Dispose" ? Does(Release(Receiver(method))) : null;
}
