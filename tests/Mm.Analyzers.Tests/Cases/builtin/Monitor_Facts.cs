// Assertions and tests of what is held are facts.
using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Mm.Locks;

namespace Cases.Builtin;

public class MonitorFacts
{
    private readonly object _gate = new();
    private readonly ReaderWriterLockSlim _rw = new();
    private readonly Lock _lock = new();
    [GuardedBy("_gate")] private int _a;
    [GuardedBy("_rw")] private int _b;
    [GuardedBy("_lock")] private int _c;

    public void Asserted_Good()
    {
        System.Diagnostics.Debug.Assert(Monitor.IsEntered(_gate));
        _a++;
    }

    public void AssertedModes_Good()
    {
        System.Diagnostics.Debug.Assert(_rw.IsWriteLockHeld);
        _b++;
    }

    public void AssertedRead_Bad()
    {
        System.Diagnostics.Debug.Assert(_rw.IsReadLockHeld);
        Console.WriteLine(_b);
        _b++; // MML105
    }

    public void Tested_Good()
    {
        if (_lock.IsHeldByCurrentThread) _c++;
        if (!Monitor.IsEntered(_gate)) return;
        _a++;
    }

    public void TestedWrongSense_Bad()
    {
        if (!_lock.IsHeldByCurrentThread) _c++; // MML104
    }

    public void OtherAsserted_Bad(MonitorFacts other)
    {
        System.Diagnostics.Debug.Assert(Monitor.IsEntered(other._gate));
        _a++; // MML104
    }
}
