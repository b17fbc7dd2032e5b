// System.Threading.Mutex: a reentrant, thread-bound, exclusive lock; acquired through WaitHandle.WaitOne, which other wait handles have as well,
// so that the receiver's type decides whether the call acquires anything.
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Mm.Analyzers.Contracts.BuiltIn;

internal sealed class MutexMembers : BuiltInType
{
    private static readonly LockTypeInfo s_lock = new("Mutex") { Reentrant = true, Exclusive = true };

    public override LockTypeInfo Lock => s_lock;

    public override MemberContract? ContractOf(IMethodSymbol method) =>
        method.Name == "ReleaseMutex" ? Does(Release(HoldMode.Write, Receiver(method))) : null;

    /// <summary>
    /// Whether the new mutex may be owned from the start. With a name it is only if no other process made it before, and an application that wants to
    /// be the only one of its kind keeps it to its end: it may be released, and need not be.
    /// </summary>
    public static bool MayBeOwned(IObjectCreationOperation creation)
    {
        if (creation.Constructor is not { Parameters.Length: > 0 } || BuiltInLocks.Find(creation.Type as INamedTypeSymbol) is not MutexMembers) return false;
        foreach (var argument in creation.Arguments)
        {
            if (argument.Parameter is { Ordinal: 0 }) return argument.Value.ConstantValue is not { HasValue: true, Value: false };
        }
        return false;
    }
}

/// <summary>The base of Mutex: a wait acquires a Mutex, and blocks on any handle.</summary>
internal sealed class WaitHandleMembers : BuiltInType
{
    public override MemberContract? ContractOf(IMethodSymbol method) => method.Name switch
    {
        "WaitOne" => Does(Wait(method) with { OnlyOfLock = true }) with { Blocks = true },
        "WaitAll" or "WaitAny" or "SignalAndWait" => new MemberContract { Blocks = true },
        _ => null,
    };

    private static Effect Wait(IMethodSymbol method) =>
        method.Parameters.IsEmpty ? Acquire(HoldMode.Write, Receiver(method)) : Try(HoldMode.Write, Receiver(method));
}
