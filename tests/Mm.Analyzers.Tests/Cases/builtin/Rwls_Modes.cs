// Seeded 19-25: ReaderWriterLockSlim in the wrong mode, and the twins.
using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Mm.Locks;

namespace Cases.Builtin;

public class RwlsModes
{
    private readonly ReaderWriterLockSlim _rw = new();
    private readonly ReaderWriterLockSlim _recursive = new(LockRecursionPolicy.SupportsRecursion);
    [GuardedBy("_rw")] private readonly Dictionary<string, int> _map = new();
    [GuardedBy("_recursive")] private int _n;

    public void WriteUnderRead_Bad(string key)
    {
        _rw.EnterReadLock();
        try { _map[key] = 1; } // MML105
        finally { _rw.ExitReadLock(); }
    }

    public void WriteUnderRead_Good(string key)
    {
        _rw.EnterWriteLock();
        try { _map[key] = 1; }
        finally { _rw.ExitWriteLock(); }
    }

    public void WriteUnderUpgradeable_Bad(string key)
    {
        _rw.EnterUpgradeableReadLock();
        try { if (!_map.ContainsKey(key)) _map.Add(key, 1); } // MML105
        finally { _rw.ExitUpgradeableReadLock(); }
    }

    public void WriteUnderUpgradeable_Good(string key)
    {
        _rw.EnterUpgradeableReadLock();
        try
        {
            if (_map.ContainsKey(key)) return;
            _rw.EnterWriteLock();
            try { _map.Add(key, 1); }
            finally { _rw.ExitWriteLock(); }
        }
        finally { _rw.ExitUpgradeableReadLock(); }
    }

    public void UpgradeFromRead_Bad()
    {
        _rw.EnterReadLock();
        if (_map.Count == 0)
        {
            _rw.EnterWriteLock(); // MML302
            _map.Add("", 0); // MML105 - the lock is left held as it was, for read
            _rw.ExitWriteLock();
        }
        _rw.ExitReadLock();
    }

    public int WrongExit_Bad()
    {
        _rw.EnterReadLock();
        try { return _map.Count; }
        finally { _rw.ExitWriteLock(); } // MML203
    }

    public int WrongExitUpgradeable_Bad()
    {
        _rw.EnterUpgradeableReadLock();
        try { return _map.Count; }
        finally { _rw.ExitReadLock(); } // MML203
    }

    public int RightExit_Good()
    {
        _rw.EnterUpgradeableReadLock();
        try { return _map.Count; }
        finally { _rw.ExitUpgradeableReadLock(); }
    }

    public void ReadTwice_Bad()
    {
        _rw.EnterReadLock();
        _rw.EnterReadLock(); // MML204
        Console.WriteLine(_map.Count);
        _rw.ExitReadLock();
        _rw.ExitReadLock();
    }

    public void ReadTwiceRecursive_Good()
    {
        _recursive.EnterReadLock();
        _recursive.EnterReadLock();
        Console.WriteLine(_n);
        _recursive.ExitReadLock();
        _recursive.ExitReadLock();
    }

    public void WriteTwiceRecursive_Good()
    {
        _recursive.EnterWriteLock();
        _recursive.EnterWriteLock();
        _n++;
        _recursive.ExitWriteLock();
        _n++;
        _recursive.ExitWriteLock();
    }

    public void ReadThenWriteRecursive_Bad()
    {
        _recursive.EnterReadLock();
        _recursive.EnterWriteLock(); // MML302
        _recursive.ExitWriteLock();
        _recursive.ExitReadLock();
    }

    public void ForgottenDowngrade_Bad()
    {
        _rw.EnterUpgradeableReadLock();
        _rw.EnterWriteLock(); // MML201
        _map.Clear();
        _rw.ExitUpgradeableReadLock();
    }

    public int ModeByFlag_Good(bool write)
    {
        if (write) _rw.EnterWriteLock(); else _rw.EnterReadLock();
        try { return _map.Count; }
        finally { if (write) _rw.ExitWriteLock(); else _rw.ExitReadLock(); }
    }

    public void ModeByFlag_Bad(bool write)
    {
        if (write) _rw.EnterWriteLock(); else _rw.EnterReadLock();
        try { _map.Clear(); } // MML105|MML205
        finally { if (write) _rw.ExitWriteLock(); else _rw.ExitReadLock(); }
    }

    public void RemovedWhileRead_Bad(Func<int, bool> stale)
    {
        _rw.EnterReadLock();
        foreach (string key in _map.Keys.ToList())
        {
            if (stale(_map[key])) _map.Remove(key); // MML105
        }
        _rw.ExitReadLock();
    }
}
