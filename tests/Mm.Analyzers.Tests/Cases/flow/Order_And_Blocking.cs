// Declared order, nesting, blocking under a spinning lock, exclusion.
#nullable enable
using System;
using System.Threading;
using Mm.Locks;

[assembly: LockOrder(typeof(Cases.Flow.Order.Outer), typeof(Cases.Flow.Order.Inner))]

namespace Cases.Flow.Order;

[Lock("outer")] public sealed class Outer { [AcquiresWrite] public extern void Lock(); [AcquiresWrite(When = true)] public extern bool Try(); [AcquiresWrite(When = 0)] public extern int Wait(); [ReleasesWrite] public extern void Unlock(); [AcquiresWrite, Nested("by address")] public extern void LockNested(); [Downgrades] public extern void Down(); [ReleasesRead] public extern void UnlockRead(); }
[Lock("inner")] public sealed class Inner { [AcquiresWrite] public extern void Lock(); [ReleasesWrite] public extern void Unlock(); }
[Lock("spin", Spins = true)] public sealed class Spin { [AcquiresWrite] public extern void Lock(); [ReleasesWrite] public extern void Unlock(); }

public sealed class Uses
{
    readonly Outer _o = new();
    readonly Outer _o2 = new();
    readonly Inner _i = new();
    readonly Spin _s = new();
    readonly Spin _t = new();
    [Blocks] void Io() { }
    [Excludes("_o")] void Without() { }

    public void Right() { _o.Lock(); _i.Lock(); _i.Unlock(); _o.Unlock(); }
    public void Wrong() { _i.Lock(); _o.Lock(); _o.Unlock(); _i.Unlock(); } // MML303
    public void WrongKillable() { _i.Lock(); if (_o.Wait() == 0) _o.Unlock(); _i.Unlock(); } // MML303
    public void TryIsNot() { _i.Lock(); if (_o.Try()) _o.Unlock(); _i.Unlock(); }
    public void TwoOfOneType() { _o.Lock(); _o2.Lock(); _o2.Unlock(); _o.Unlock(); } // MML303
    public void Nested() { _o.Lock(); _o2.LockNested(); _o2.Unlock(); _o.Unlock(); }
    public void DowngradeIsNot() { _o.Lock(); _i.Lock(); _o.Down(); _i.Unlock(); _o.UnlockRead(); }
    public void Excluded() { _o.Lock(); Without(); _o.Unlock(); } // MML301
    public void NotExcluded() { Without(); _o.Lock(); _o.Unlock(); Without(); }
    public void BlocksUnderSpin() { _s.Lock(); Io(); _s.Unlock(); } // MML301
    public void SleepsUnderSpin() { _s.Lock(); Thread.Sleep(1); _s.Unlock(); } // MML301
    public void SleepingLockUnderSpin() { _s.Lock(); _i.Lock(); _i.Unlock(); _s.Unlock(); } // MML301
    public void SpinUnderSpin() { _s.Lock(); _t.Lock(); _t.Unlock(); _s.Unlock(); }
    public void BlocksUnderSleeping() { _i.Lock(); Io(); _i.Unlock(); }
    public void AfterSpin() { _s.Lock(); _s.Unlock(); Io(); }
}
