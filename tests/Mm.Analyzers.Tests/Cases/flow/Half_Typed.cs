// broken
using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Mm.Locks;

namespace Cases.Half_Typed;

public class C
{
    private readonly RwSem _sem = new();
    private readonly object _gate = new();
    private readonly Lock _lock = new();
    [GuardedBy("_sem")] private int _n;
    [GuardedBy("_gate")] private int _g;
    [GuardedBy("_lock")] private int _l;

    [RequiresWrite("_sem")] private void Need() { }

    public void BeforeIsReported() { _n = 1; Undefined(); } // MML104
    public void AfterIsNot() { Undefined(); _n = 1; Need(); _sem.WriteUnlock(); }
    public void ItselfIsNot() { _n = Undefined(); Undefined(_n); Need(Undefined()); }

    public void OtherBranch(bool b)
    {
        if (b)
        {
            Undefined();
            _n = 1;
        }
        else
        {
            _n = 2; // MML104
        }
        _n = 3; // MML104
    }

    public void LeakOnTheOtherPath(bool b)
    {
        _sem.WriteLock(); // MML201
        if (b) return;
        _sem.WriteUnlok();
    }

    public void HalfAMember() { _sem.WriteLock(); _n = 1; _sem. }
    public void HalfACall() { _sem.WriteLock(); _n = 1; _sem.WriteUnlock( }
    public void HalfAUsing() { using (_sem.Wri) { _n = 1; } _n = 2; }
    public void MethodGroup() { using (_sem.Write) { _n = 1; } if (_sem.TryWriteLock) _n = 2; }
    public void NoGuard() { using (_sem) { _n = 1; } _n = 2; }
    public void HalfALock() { lock (undefinedGate) { _g = 1; } _g = 2; }
    public void NoLock() { lock () { _g = 1; } }
    public void BadLockArgument() { lock (Find(_gate)) { _g = 1; } _g = 1; }
    public void LockOnLock() { lock (_lock) { _l = 1; Undefined(); _l = 2; } _l = 3; }
    public void InLockOnLock() { lock (_lock) { _l = 1; } _l = 3; Undefined(); } // MML104
    public void WrongArguments() { _sem.WriteLock(1, 2); _n = 1; }
    public async Task Awaits() { await Undefined(); _n = 1; }
    public async Task AwaitsBefore() { _n = 1; await Undefined(); } // MML104

    public void Loop(bool b)
    {
        _n = 0; // MML104
        while (b)
        {
            _n = 1; // MML104
            Undefined();
            _n = 2;
        }
    }

    public void Caught()
    {
        try { Undefined(); } catch { _n = 1; } finally { _n = 2; }
    }

    public void CaughtBefore()
    {
        try { _n = 1; Undefined(); } catch (InvalidOperationException) { throw; } // MML104
    }

    public void InLambda()
    {
        Action a = () => { Undefined(); _n = 1; };
        Action b = () => { _n = 1; Undefined(); }; // MML104
        _n = 2; // MML104
        Undefined(() => { _n = 3; });
        a();
    }

    public void InlineLambda(List<int> list)
    {
        _sem.WriteLock();
        list.ForEach(i => { Undefined(); });
        _sem.WriteUnlock();
        _n = 1;
    }

    public void InlineLambdaFine(List<int> list)
    {
        _sem.WriteLock();
        list.ForEach(i => { _n = i; });
        _sem.WriteUnlock();
        _n = 1; // MML104
        Undefined();
    }

    public void Local()
    {
        _sem.WriteLock();
        Inner();
        _sem.WriteUnlock();
        _n = 1;
        void Inner() { Undefined(); }
    }

    public void LocalFine()
    {
        _sem.WriteLock();
        Inner();
        _sem.WriteUnlock();
        _n = 1; // MML104
        Undefined();
        void Inner() { _n = 2; }
    }

    public void LocalWronglyCalled()
    {
        _sem.WriteLock();
        Inner(1, 2);
        _sem.WriteUnlock();
        void Inner() { _n = 2; }
    }

    public bool NoValueYet()
    {
        if (!_sem.TryWriteLock()) return false;
        _n = 1;
    }

    [AcquiresWrite("_sem", When = true)]
    public bool Try()
    {
        if (!_sem.TryWriteLock()) return false;
        return ;
    }

    [AcquiresWrite("_sem", When = true)]
    public bool Try2()
    {
        if (!_sem.TryWriteLock()) return false;
        _n = 1;
    }

    public void GuardMade()
    {
        var g = _sem.Write();
        Undefined(g);
    }

    public void GuardOnOnePath(bool b)
    {
        var g = _sem.Write();
        if (b) return;
        Undefined(g);
    }

    public void Tried()
    {
        bool t = _sem.TryWriteLock();
        if (t & undefined) _n = 1;
    }

    public void Ordinary()
    {
        int x = "text";
        _n = x; // MML104
    }

    public void Jump() { goto nowhere; _n = 1; }
    public void Break() { break; _n = 1; }
    public int Arrow() => Undefined(_n);
    public int Arrow2() => _n + ; // MML106?
    public Undefined Typed(Undefined u) { _n = 1; return u; } // MML104
    public void Foreach() { foreach (var x in undefined) { _n = x; } _n = 1; }
    public void Cond() { if (undefined) _n = 1; else _n = 2; _n = 3; }
}

public class D
{
    private readonly RwSem _sem = new();
    [GuardedBy("_sem")] private int _n;

    [RequiresWrit("_sem")] private void Misspelt() { _n = 1; }
    [RequiresWrite(nameof(_sme))] private void BadName() { _n = 1; } // MML001
    [RequiresWrite("_sem" + ] private void Half() { _n = 1; }
    [RequiresWrite(_sem)] private void NoConstant() { _n = 1; }
    [Acquires("_sem")] private void BadAcquire() { _sem.WriteLock(); }
    private void Calls() { BadAcquire(); _n = 1; _sem.WriteUnlock(); }
    private void CallsMisspelt() { Misspelt(); BadName(); NoConstant(); }
}
