// System.Threading.SemaphoreSlim with one permit: an exclusive lock that is neither reentrant nor bound to a thread. With any other number of
// permits, or where the construction cannot be seen, it is no lock.
using Microsoft.CodeAnalysis;

namespace Mm.Analyzers.Contracts.BuiltIn;

internal sealed class SemaphoreSlimMembers : BuiltInType
{
    private static readonly LockTypeInfo s_onePermit = new("SemaphoreSlim") { ThreadBound = false, Exclusive = true };

    public override MemberContract? ContractOf(IMethodSymbol method)
    {
        var path = Receiver(method);
        return method.Name switch
        {
            // With a time-out the result (of the task, for WaitAsync) tells; with a cancellation token alone it throws instead.
            "Wait" or "WaitAsync" => Does((HasTimeout(method) ? Try(HoldMode.Write, path) : Acquire(HoldMode.Write, path)) with { OnlyOfLock = true }) with { Blocks = method.Name == "Wait" },
            "Release" => Does(Release(HoldMode.Write, path) with { OnlyOfLock = true }),
            _ => null,
        };
    }

    public override LockTypeInfo? LockOf(ISymbol fieldOrProperty) => Construction.OnlyArguments(fieldOrProperty) switch
    {
        [var initial] when initial.IsOne(fieldOrProperty) => s_onePermit,
        [var initial, var max] when initial.IsOne(fieldOrProperty) && max.IsOne(fieldOrProperty) => s_onePermit,
        _ => null,
    };

    public override LockTypeInfo? LockOf(object?[] arguments) => arguments is [1] or [1, 1] ? s_onePermit : null;

    private static bool HasTimeout(IMethodSymbol method) => !method.Parameters.IsEmpty && method.Parameters[0].Type.Name != "CancellationToken";
}
