// A task that is handed on brings the lock when it is awaited, also where only one of its results is said to.
using System.Threading.Tasks;
using Mm.Locks;

namespace Cases.Builtin.AsyncHanded;

[Lock(ThreadBound = false)]
public sealed class AsyncLock
{
    [AcquiresWrite] public extern Task EnterAsync();
    [AcquiresWrite] public extern Task<bool> EnterSayAsync();
    [AcquiresWrite(When = true)] public extern Task<bool> TryEnterAsync(int timeout);
    [ReleasesWrite] public extern void Exit();
}
public sealed class Handing
{
    private readonly AsyncLock _lock = new();
    [AcquiresWrite("_lock", When = true)] public Task<bool> A() => _lock.EnterSayAsync();
    [AcquiresWrite("_lock", When = true)] public Task<bool> B() => _lock.TryEnterAsync(1);
    [AcquiresWrite("_lock")] public Task C() => _lock.EnterAsync();
}
