// Guards in the forms that have no case elsewhere: copies, hand-over, reacquisition, class guards, nullable guards, fields, returns.
#nullable enable
using System;
using Mm.Locks;

namespace Cases.Flow.Guards;

[ScopedLock]
public sealed class Token : IDisposable
{
    [Releases] public extern void Dispose();
    [Upgrades] public extern void Upgrade();
    [AcquiresWrite] public extern void Again();
    [Releases] public extern void LetGo();
    public extern bool Alive { get; }
}

[Lock("gate")]
public sealed class Gate
{
    [AcquiresWrite] public extern Token Take();
    [AcquiresUpgradeable] public extern Token Intend();
    [AcquiresWrite(WhenNotNull = true)] public extern Token? TryTake();
}

public sealed class Uses
{
    readonly Gate _gate = new();
    readonly RwSem _sem = new();
    [GuardedBy("_gate")] int _n;
    [GuardedBy("_sem")] int _m;
    Token? _kept;

    public void Class() { using Token t = _gate.Take(); _n = 1; }
    public void NeverDisposed() { Token t = _gate.Take(); _n = 1; } // MML206
    public void OnSomePaths(bool b) { Token t = _gate.Take(); if (b) t.Dispose(); } // MML201
    public void Discarded() { _ = _gate.Take(); } // MML206
    public void UpgradedByGuard() { using var t = _gate.Intend(); t.Upgrade(); _n = 1; }
    public void NotUpgraded() { using var t = _gate.Intend(); _n = 1; } // MML105
    public void UpgradeTwice() { using var t = _gate.Intend(); t.Upgrade(); t.Upgrade(); } // MML210
    public void LetGoAndAgain() { using var t = _gate.Take(); t.LetGo(); t.Again(); _n = 1; }
    public void LetGoOnly() { using var t = _gate.Take(); t.LetGo(); _n = 1; } // MML104
    public void UsedAfter() { var t = _gate.Take(); t.Dispose(); Console.WriteLine(t.Alive); } // MML207
    public void DisposedTwice() { var t = _gate.Take(); t.Dispose(); t.Dispose(); } // MML207

    public void Nullable()
    {
        using Token? t = _gate.TryTake();
        if (t != null) _n = 1;
    }

    public void NullableUntested()
    {
        using Token? t = _gate.TryTake();
        _n = 1; // MML208
    }

    public void NullableReturn()
    {
        using var t = _gate.TryTake();
        if (t is null) return;
        _n = 1;
    }

    public void NullableWrongArm()
    {
        using var t = _gate.TryTake();
        if (t is null) _n = 1; // MML104
    }

    public void Downgraded()
    {
        using var w = _sem.Write();
        _m = 1;
        using var r = w.Downgrade();
        Console.WriteLine(_m);
        _m = 2; // MML105
    }

    public void DowngradeDropped()
    {
        using var w = _sem.Write();
        w.Downgrade(); // MML206
    }

    public void UseOldAfterHandOver()
    {
        var w = _sem.Write();
        using var r = w.Downgrade();
        w.Dispose(); // MML207
    }

    public void CopyDisposed()
    {
        var w = _sem.Write(); // MML206?
        var copy = w;
        copy.Dispose(); // MML207
    }

    [AcquiresWrite("_gate")] public Token Lend() => _gate.Take();
    [AcquiresWrite("_gate")] public Token LendLocal() { var t = _gate.Take(); _n = 1; return t; }
    public void Kept() { _kept = _gate.Take(); }
    public void Borrower() { using var t = Lend(); _n = 1; }

    public void InLoop()
    {
        for (int i = 0; i < 3; i++)
        {
            using var t = _gate.Take();
            _n++;
        }
        _n = 0; // MML104
    }

    public void Statement()
    {
        using (_gate.Take()) _n = 1;
        using (var t = _gate.Take()) { _n = 2; t.LetGo(); _n = 3; } // MML104
    }

    public void ThrowInside(bool b)
    {
        using var t = _gate.Take();
        if (b) throw new InvalidOperationException();
        _n = 1;
    }

    public void ManualFinally()
    {
        var t = _gate.Take();
        try { _n = 1; }
        finally { t.Dispose(); }
    }
}
