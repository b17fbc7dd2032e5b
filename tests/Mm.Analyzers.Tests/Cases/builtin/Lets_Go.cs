// Members of .NET that let go of the lock in between: what was valid is not any more.
using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Mm.Locks;

namespace Cases.Builtin;

public class LetsGo
{
    private readonly object _gate = new();
    private readonly ReaderWriterLock _rw = new();
    [GuardedBy("_gate")] private readonly Dictionary<int, Row> _rows = new();
    [GuardedBy("_rw")] private readonly List<Row> _list = new();

    public class Row { public int Id; }

    [RequiresRead("_gate")] [return: ValidUnder("_gate")] private Row? Find(int id) => _rows.GetValueOrDefault(id);
    [RequiresRead("_rw")] [return: ValidUnder("_rw")] private Row First() => _list[0];

    public int AfterWait_Bad(int id)
    {
        lock (_gate)
        {
            var row = Find(id);
            while (_rows.Count < 3) Monitor.Wait(_gate);
            return row?.Id ?? 0; // MML109
        }
    }

    public int AfterWait_Good(int id)
    {
        lock (_gate)
        {
            while (_rows.Count < 3) Monitor.Wait(_gate);
            return Find(id)?.Id ?? 0;
        }
    }

    public int AfterUpgrade_Bad()
    {
        _rw.AcquireReaderLock(100);
        var row = First();
        var cookie = _rw.UpgradeToWriterLock(100);
        int id = row.Id; // MML109
        _rw.DowngradeFromWriterLock(ref cookie);
        _rw.ReleaseReaderLock();
        return id;
    }

    public int AfterUpgrade_Good()
    {
        _rw.AcquireReaderLock(100);
        var cookie = _rw.UpgradeToWriterLock(100);
        int id = First().Id;
        _rw.DowngradeFromWriterLock(ref cookie);
        _rw.ReleaseReaderLock();
        return id;
    }

    [RequiresWrite("_gate")] private void WaitsWithout_Bad() => Monitor.Wait(_gate); // MML211
    [RequiresWrite("_gate")] [MayRelease("_gate")] private void WaitsWith_Good() => Monitor.Wait(_gate);
    public void Calls_Good() { lock (_gate) { WaitsWith_Good(); _rows.Clear(); } }
    public void Calls_Bad() => WaitsWith_Good(); // MML101

    public void TimedWait_Good() { lock (_gate) { if (!Monitor.Wait(_gate, 100)) return; _rows.Clear(); } }
}
