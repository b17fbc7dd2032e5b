// The default lock of a type may be one of .NET's.
using System.Threading;
using Mm.Locks;

namespace Cases;

public class BySemaphore
{
    private readonly SemaphoreSlim _one = new(1);
    private readonly SemaphoreSlim _pool = new(4);
    [GuardedBy] private int _n;
    public void Good() { _one.Wait(); _n++; _one.Release(); }
    public void Wrong() { _pool.Wait(); _n++; _pool.Release(); } // MML104
}

public class ByLock
{
    private readonly Lock _lock = new();
    private readonly object _unrelated = new();
    [GuardedBy] private int _n;
    public void Good() { lock (_lock) { _n++; } }
    public void Wrong() { lock (_unrelated) { _n++; } } // MML104
}

public class ByObject
{
    private readonly object _gate = new();
    private object _state = new();
    [GuardedBy] private int _n;
    public void Good() { lock (_gate) { _n++; } }
    public void Set(object o) => _state = o;
}

public class TwoObjects
{
    private readonly object _a = new();
    private readonly object _b = new();
    [GuardedBy] private int _n; // MML004
    public void Use() { lock (_a) { } lock (_b) { } }
}

public class OnlyAPool
{
    private readonly SemaphoreSlim _pool = new(4);
    [GuardedBy] private int _n; // MML004
    public void Use() { _pool.Wait(); }
}
