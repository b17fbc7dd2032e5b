// Guards, generic types, properties and inherited members of another library.
using System;
using System.Threading.Tasks;
using Mm.Locks;

[assembly: ExternalLock(typeof(Vendor.AsyncLock), ThreadBound = false)]
[assembly: ExternalContract(typeof(Vendor.AsyncLock), "EnterAsync", "AcquiresWrite")]
[assembly: ExternalContract(typeof(Vendor.AsyncLock), "Leave", "Releases")]
[assembly: ExternalLock(typeof(Vendor.Latch<>), Reentrant = true)]
[assembly: ExternalContract(typeof(Vendor.Latch<>), "Take(T, System.Int32)", "AcquiresWrite", When = true)]
[assembly: ExternalContract(typeof(Vendor.Latch<>), "Take(T)", "AcquiresWrite")]
[assembly: ExternalContract(typeof(Vendor.Latch<>), "Give", "ReleasesWrite")]
[assembly: ExternalContract(typeof(Vendor.Table), "Rows", "RequiresRead")]
[assembly: ExternalLock(typeof(Vendor.Table))]
[assembly: ExternalContract(typeof(Vendor.Table), "Lock", "AcquiresWrite")]
[assembly: ExternalContract(typeof(Vendor.Table), "Unlock", "ReleasesWrite")]

namespace Cases.Builtin
{
    public class UsesVendor
    {
        private readonly Vendor.AsyncLock _async = new();
        private readonly Vendor.Latch<string> _latch = new();
        [GuardedBy("_async")] private int _n;
        [GuardedBy("_latch")] private int _m;

        public async Task Async_Good() { await _async.EnterAsync(); try { await Task.Yield(); _n++; } finally { _async.Leave(); } }
        public async Task Async_Bad(bool b) { await _async.EnterAsync(); if (b) return; _n++; _async.Leave(); } // MML201
        public void Unheld_Bad() => _n++; // MML104
        public void Generic_Good() { _latch.Take("a"); _m++; _latch.Give(); }
        public void Generic_Bad() { _latch.Take("a"); _m++; } // MML201
        public void Reentrant_Good() { _latch.Take("a"); _latch.Take("b"); _m++; _latch.Give(); _latch.Give(); }
        public void Overload_Bad() { _latch.Take("a", 5); } // MML208
        public void Overload_Good() { if (_latch.Take("a", 5)) { _m++; _latch.Give(); } }
        public int Property_Bad(Vendor.Table table) => table.Rows; // MML103
        public int Property_Good(Vendor.Table table) { table.Lock(); int rows = table.Rows; table.Unlock(); return rows; }
        public int Inherited_Bad(Vendor.BigTable table) => table.Rows; // MML103
        public int Inherited_Good(Vendor.BigTable table) { table.Lock(); int rows = table.Rows; table.Unlock(); return rows; }
    }
}

namespace Vendor
{
    public class AsyncLock { public extern Task EnterAsync(); public extern void Leave(); }
    public class Latch<T> { public extern void Take(T name); public extern bool Take(T name, int timeout); public extern void Give(); }
    public class Table { public extern int Rows { get; } public extern void Lock(); public extern void Unlock(); }
    public class BigTable : Table { }
}
