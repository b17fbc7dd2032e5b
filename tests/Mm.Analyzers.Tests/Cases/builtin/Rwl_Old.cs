// The old ReaderWriterLock: reentrant, its upgrade lets go of it in between.
using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Mm.Locks;

namespace Cases.Builtin;

public class OldReaderWriter
{
    private readonly ReaderWriterLock _rw = new();
    [GuardedBy("_rw")] private int _n;

    public int Read_Good()
    {
        _rw.AcquireReaderLock(100);
        try { return _n; }
        finally { _rw.ReleaseReaderLock(); }
    }

    public int ReadLeak_Bad(bool b)
    {
        _rw.AcquireReaderLock(Timeout.Infinite); // MML201
        if (b) return 0;
        int n = _n;
        _rw.ReleaseReaderLock();
        return n;
    }

    public void WriteUnderRead_Bad()
    {
        _rw.AcquireReaderLock(100);
        _n = 1; // MML105
        _rw.ReleaseReaderLock();
    }

    public void Write_Good()
    {
        _rw.AcquireWriterLock(TimeSpan.FromSeconds(1));
        _n = 1;
        _rw.ReleaseWriterLock();
    }

    public void Upgrade_Good()
    {
        _rw.AcquireReaderLock(100);
        try
        {
            if (_n > 0) return;
            var cookie = _rw.UpgradeToWriterLock(100);
            try { _n = 1; }
            finally { _rw.DowngradeFromWriterLock(ref cookie); }
            Console.WriteLine(_n);
        }
        finally { _rw.ReleaseReaderLock(); }
    }

    public void WriteAfterDowngrade_Bad()
    {
        _rw.AcquireReaderLock(100);
        var cookie = _rw.UpgradeToWriterLock(100);
        _rw.DowngradeFromWriterLock(ref cookie);
        _n = 1; // MML105
        _rw.ReleaseReaderLock();
    }

    public void UpgradeFromNothing_Bad()
    {
        var cookie = _rw.UpgradeToWriterLock(100); // MML210
        _n = 1;
        _rw.ReleaseWriterLock();
        _ = cookie;
    }

    public void AcquireInside_Bad()
    {
        _rw.AcquireReaderLock(100);
        _rw.AcquireWriterLock(100); // MML302
        _rw.ReleaseWriterLock();
        _rw.ReleaseReaderLock();
    }

    public void Nested_Good()
    {
        _rw.AcquireWriterLock(100);
        _rw.AcquireWriterLock(100);
        _n++;
        _rw.ReleaseWriterLock();
        _n++;
        _rw.ReleaseWriterLock();
    }

    public void ReaderInsideWriter_Good()
    {
        _rw.AcquireWriterLock(100);
        _n++;
        _rw.ReleaseReaderLock();
    }
}
