// Switches, gotos and early exits.
using System;
using Mm.Locks;

namespace Cases.Clang;

sealed class Jumps
{
    readonly RwSem _mu = new();
    [GuardedBy("_mu")] int _n;

    static bool Flip() => true;

    public void ForwardPastTheRelease()
    {
        _mu.WriteLock(); // MML201
        if (Flip()) goto end;
        _mu.WriteUnlock();
    end:
        return;
    }

    public void ForwardToTheRelease()
    {
        _mu.WriteLock();
        if (Flip()) goto end;
        _n = 1;
    end:
        _mu.WriteUnlock();
    }

    public void ErrorLabels()
    {
        _mu.WriteLock();
        if (Flip()) goto unlock;
        if (Flip()) goto undo;
        _mu.WriteUnlock();
        return;
    undo:
        _n--;
    unlock:
        _mu.WriteUnlock();
    }

    public void BackwardHeldOnce()
    {
        _mu.WriteLock();
    again:
        _n++;
        if (Flip()) goto again;
        _mu.WriteUnlock();
    }

    public int SwitchExpression(int kind)
    {
        _mu.ReadLock();
        int seen = kind switch
        {
            0 => _n,
            1 => -_n,
            _ => 0,
        };
        _mu.ReadUnlock();
        return seen + kind switch { 0 => _n, _ => 1 }; // MML106
    }

    public void GotoCase(int kind)
    {
        _mu.WriteLock();
        switch (kind)
        {
            case 0:
                _n = 0;
                goto case 1;
            case 1:
                _mu.WriteUnlock();
                break;
            default:
                goto case 0;
        }
    }

    public void ThrowsWithNothingHeld(int kind)
    {
        if (kind < 0) throw new ArgumentOutOfRangeException(nameof(kind));
        _mu.WriteLock();
        _n = kind;
        _mu.WriteUnlock();
    }

    public void EndlessLoop()
    {
        _mu.WriteLock();
        while (true)
        {
            _n++;
        }
    }
}
