// Members that only ask whether a lock is held are facts as what they ask is: in a condition and in Debug.Assert.
using System.Collections.Generic;
using System.Diagnostics;
using System.Threading;
using Mm.Locks;

namespace Cases;

public class ConnectionPool
{
    private readonly Queue<object> _idle = new();
    private readonly ReaderWriterLockSlim _rw = new();
    private readonly Lock _state = new();
    private static readonly object s_all = new();
    [GuardedBy("Sync")] private int _open;
    [GuardedBy("_rw")] private int _limit;
    [GuardedBy("_state")] private int _used;
    [GuardedBy("s_all")] private static int s_pools;

    private object Sync => _idle;

    private bool HasLock => Monitor.IsEntered(Sync);

    private bool HoldsLock() => Monitor.IsEntered(_idle);

    private bool MayRead => _rw.IsReadLockHeld;

    private bool MayWrite
    {
        get { return this._rw.IsWriteLockHeld; }
    }

    private bool Owns => _state.IsHeldByCurrentThread;

    private static bool HasAll => System.Threading.Monitor.IsEntered(s_all);

    private bool HasOther => Monitor.IsEntered(_idle.Count);

    private bool Unsure => Monitor.IsEntered(Sync) || _idle.Count == 0;

    protected virtual bool Overridable => Monitor.IsEntered(Sync);

    public void Asserted()
    {
        Debug.Assert(HasLock);
        _open++;
    }

    public void AssertedByMethod()
    {
        Debug.Assert(HoldsLock(), "the pool's lock");
        _open++;
    }

    public void OfAnother(ConnectionPool other)
    {
        Debug.Assert(other.HasLock);
        other._open++;
        _open++; // MML104
    }

    public void Modes()
    {
        Debug.Assert(MayRead);
        _ = _limit;
        _limit = 1; // MML105
    }

    public void Written()
    {
        if (MayWrite) _limit = 2;
        else _limit = 3; // MML104
    }

    public void OfLock()
    {
        if (!Owns) return;
        _used++;
    }

    public static void OfStatic()
    {
        Debug.Assert(HasAll);
        s_pools++;
    }

    public void TellsNothing()
    {
        Debug.Assert(HasOther);
        Debug.Assert(Unsure);
        Debug.Assert(Overridable);
        _open++; // MML104
    }
}
