// A finally block on the way of an exception has conditions of its own: they decide nothing for the condition that may throw.
using System;
using Mm.Locks;

namespace Cases.Flow;

sealed class FinallyConditions
{
    readonly RwSem _l = new();
    static extern bool Test();

    public void Mirrored()
    {
        int state = 0;
        try
        {
            if (Test()) { _l.ReadLock(); state = 1; }
            else { _l.WriteLock(); state = 2; }
        }
        finally
        {
            if (state == 1) _l.ReadUnlock();
            else if (state == 2) _l.WriteUnlock();
        }
    }

    public void Crossed()
    {
        int state = 0;
        try
        {
            if (Test()) { _l.ReadLock(); state = 1; }
            else { _l.WriteLock(); state = 2; }
        }
        finally
        {
            if (state == 1) _l.WriteUnlock(); // MML203
            else if (state == 2) _l.ReadUnlock(); // MML203
        }
    }
}
