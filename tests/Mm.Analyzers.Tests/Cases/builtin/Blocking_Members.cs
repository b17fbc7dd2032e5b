// [Blocks] and its kin under a lock that spins; a try and a lock that spins do not block.
using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Mm.Locks;

namespace Cases.Builtin;

[Lock("spin", Spins = true)]
public class Spinner
{
    [AcquiresWrite] public extern void Enter();
    [AcquiresWrite(When = true)] public extern bool TryEnter();
    [ReleasesWrite] public extern void Exit();
}

public class BlockingMembers
{
    private readonly Spinner _spin = new();
    private readonly Spinner _inner = new();
    private readonly RwSem _sleeps = new();
    private readonly Mutex _mutex = new();
    private readonly ReaderWriterLockSlim _rw = new();
    private readonly System.Collections.Concurrent.BlockingCollection<int> _queue = new();
    [GuardedBy("_spin")] private int _n;

    [Blocks] private void Flush() { }
    [Blocks] private int Slow => 1;
    [AcquiresWrite("_sleeps", CanBlock = false)] private void Grab() => _sleeps.WriteLock();

    public void Method_Bad() { _spin.Enter(); Flush(); _n++; _spin.Exit(); } // MML301
    public void Property_Bad() { _spin.Enter(); _n = Slow; _spin.Exit(); } // MML301
    public void Sleeping_Bad() { _spin.Enter(); _sleeps.WriteLock(); _n++; _sleeps.WriteUnlock(); _spin.Exit(); } // MML301
    public void Killable_Bad() { _spin.Enter(); if (_sleeps.ReadLockKillable() == 0) { _n++; _sleeps.ReadUnlock(); } _spin.Exit(); } // MML301
    public void Guard_Bad() { _spin.Enter(); using (_sleeps.Read()) { _n++; } _spin.Exit(); } // MML301
    public void Mutex_Bad() { _spin.Enter(); _mutex.WaitOne(); _n++; _mutex.ReleaseMutex(); _spin.Exit(); } // MML301
    public void Rwls_Bad() { _spin.Enter(); _rw.EnterReadLock(); _n++; _rw.ExitReadLock(); _spin.Exit(); } // MML301
    public void Take_Bad() { _spin.Enter(); _n = _queue.Take(); _spin.Exit(); } // MML301
    public void Join_Bad(Thread t) { _spin.Enter(); t.Join(); _n++; _spin.Exit(); } // MML301
    public void GetResult_Bad(Task<int> t) { _spin.Enter(); _n = t.GetAwaiter().GetResult(); _spin.Exit(); } // MML301
    public void WaitAll_Bad(Task t) { _spin.Enter(); Task.WaitAll(t); _n++; _spin.Exit(); } // MML301
    public void ReadLine_Bad() { _spin.Enter(); _n = Console.ReadLine()!.Length; _spin.Exit(); } // MML301

    public void Spinning_Good() { _spin.Enter(); _inner.Enter(); _n++; _inner.Exit(); _spin.Exit(); }
    public void Try_Good() { _spin.Enter(); if (_sleeps.TryWriteLock()) { _n++; _sleeps.WriteUnlock(); } _spin.Exit(); }
    public void After_Good() { _spin.Enter(); _n++; _spin.Exit(); Flush(); }
    public void TriedSpin_Good() { if (_spin.TryEnter()) { _n++; _spin.Exit(); } Flush(); }
    public void UnderSleeping_Good() { _sleeps.WriteLock(); Flush(); _sleeps.WriteUnlock(); }
    public void Lambda_Good() { _spin.Enter(); Action later = () => Flush(); _n++; _spin.Exit(); later(); }
    public void WriteLine_Good() { _spin.Enter(); _n++; Console.WriteLine(); _spin.Exit(); }
}
