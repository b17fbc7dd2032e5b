// Locks of another library, declared from outside.
using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Mm.Locks;

[assembly: ExternalLock(typeof(Foreign.Latch), ThreadBound = false)]
[assembly: ExternalContract(typeof(Foreign.Latch), "Take()", "AcquiresWrite")]
[assembly: ExternalContract(typeof(Foreign.Latch), "Take(System.Int32)", "AcquiresWrite", When = true)]
[assembly: ExternalContract(typeof(Foreign.Latch), "Share", "AcquiresRead")]
[assembly: ExternalContract(typeof(Foreign.Latch), "Give", "Releases")]


namespace Cases.Builtin
{
public class UsesForeign
{
    private readonly Foreign.Latch _latch = new();
    [GuardedBy("_latch")] private int _n;

    public void Good() { _latch.Take(); try { _n++; } finally { _latch.Give(); } }
    public void Leak_Bad(bool b) { _latch.Take(); if (b) return; _n++; _latch.Give(); } // MML201
    public void Unlocked_Bad() => _n++; // MML104
    public void Try_Good() { if (_latch.Take(10)) { _n++; _latch.Give(); } }
    public void Try_Bad() { _latch.Take(10); _n++; _latch.Give(); } // MML208, MML208?
    public void Shared_Good() { _latch.Share(); Console.WriteLine(_n); _latch.Give(); }
    public void Shared_Bad() { _latch.Share(); _n++; _latch.Give(); } // MML105
    public async Task NotThreadBound_Good() { _latch.Take(); await Task.Yield(); _latch.Give(); }
    public void Required_Bad(Foreign.Table table) => table.Insert(1); // MML101
    public void Required_Good(Foreign.Table table) { lock (table.SyncRoot) { table.Insert(1); } }
}
}

namespace Foreign
{
    public class Latch
    {
        public extern void Take();
        public extern bool Take(int timeout);
        public extern void Share();
        public extern void Give();
    }

    public class Table
    {
        public readonly object SyncRoot = new();
        [RequiresWrite("SyncRoot")] public extern void Insert(int row);
    }
}
