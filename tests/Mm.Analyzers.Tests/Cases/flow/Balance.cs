// What is reported of a broken balance, and how often.
using System;
using Mm.Locks;

namespace Cases.Flow.Balance;

[Lock("re", Reentrant = true)]
sealed class Re
{
    [AcquiresWrite] public extern void Lock();
    [AcquiresRead] public extern void Share();
    [ReleasesWrite] public extern void Unlock();
    [ReleasesRead] public extern void Unshare();
}

sealed class Balance
{
    readonly RwSem _sem = new();
    readonly Re _re = new();
    [GuardedBy("_sem")] int _n;
    [GuardedBy("_re")] int _r;

    public void Twice() { _sem.WriteLock(); _sem.WriteLock(); _n = 1; _sem.WriteUnlock(); _n = 2; _sem.WriteUnlock(); } // MML204
    public void ReadTwice() { _sem.ReadLock(); _sem.ReadLock(); _sem.ReadUnlock(); _sem.ReadUnlock(); } // MML204
    public void ReadThenWrite() { _sem.ReadLock(); _sem.WriteLock(); _sem.WriteUnlock(); _sem.ReadUnlock(); } // MML302
    public void DowngradedThenWrite() { _sem.WriteLock(); _sem.Downgrade(); _sem.WriteLock(); _sem.WriteUnlock(); _sem.ReadUnlock(); } // MML302
    public void TryHeld() { _sem.WriteLock(); if (_sem.TryWriteLock()) _sem.WriteUnlock(); _sem.WriteUnlock(); }
    public void Reentrant() { _re.Lock(); _re.Lock(); _r = 1; _re.Unlock(); _r = 2; _re.Unlock(); }
    public void ReentrantLeak() { _re.Lock(); _re.Lock(); _re.Unlock(); } // MML201
    public void ReentrantReadWrite() { _re.Share(); _re.Lock(); _re.Unlock(); _re.Unshare(); } // MML302
    public void ReentrantWriteRead() { _re.Lock(); _re.Share(); _re.Unshare(); _r = 1; _re.Unlock(); }
    public void DowngradeUnheld() { _sem.Downgrade(); int a = _n; _sem.ReadUnlock(); } // MML210
    public void DowngradeRead() { _sem.ReadLock(); _sem.Downgrade(); _sem.ReadUnlock(); } // MML210
    public void WrongReleaseOnce() { _sem.WriteLock(); _sem.ReadUnlock(); _n = 1; } // MML203, MML104
    public void ReleaseInLoop(int k) { _sem.WriteLock(); while (k-- > 0) _sem.WriteUnlock(); } // MML205|MML202
    public void AcquireInLoop(int k) { while (k-- > 0) _sem.WriteLock(); } // MML205|MML204|MML201

    public void EachIteration(int k)
    {
        while (k-- > 0)
        {
            _sem.WriteLock();
            if (k == 3) { _sem.WriteUnlock(); continue; }
            _n++;
            _sem.WriteUnlock();
        }
    }

    public int UseOnSomePaths(bool b)
    {
        if (b) _sem.ReadLock();
        int a = _n; // MML205
        int c = _n;
        return a + c;
    }

    public void Rename(Balance other)
    {
        var b = this;
        b._sem.WriteLock();
        b._n = 1;
        b = other;
        b._n = 1; // MML104
        _sem.WriteUnlock();
    }

    public void ThrowWhileHeld(bool b)
    {
        _sem.WriteLock(); // MML209
        if (b) throw new InvalidOperationException();
        _sem.WriteUnlock();
    }

    public void NestedFinally()
    {
        _sem.WriteLock();
        try
        {
            try { _n = 1; Console.WriteLine(); }
            finally { _n = 2; }
        }
        catch (Exception) { _n = 3; throw; }
        finally { _sem.WriteUnlock(); }
    }

    public void CatchReleases()
    {
        _sem.WriteLock();
        try { Console.WriteLine(); }
        catch (InvalidOperationException) { _sem.WriteUnlock(); return; }
        _sem.WriteUnlock();
    }

    public void SwitchExpression(int k)
    {
        _sem.WriteLock();
        _n = k switch { 0 => 1, 1 => 2, _ => throw new ArgumentException("k") };
        _sem.WriteUnlock();
    }

    public void FlagBeside(bool c)
    {
        bool taken = false;
        if (c) { _sem.WriteLock(); taken = true; }
        Console.WriteLine();
        if (taken) { _n = 1; _sem.WriteUnlock(); }
    }

    public void EightConditions(bool a, bool b)
    {
        if (a) _sem.WriteLock();
        if (b) _re.Lock();
        if (a) _n = 1;
        if (b) _r = 1;
        if (a) _sem.WriteUnlock();
        if (b) _re.Unlock();
    }
}
