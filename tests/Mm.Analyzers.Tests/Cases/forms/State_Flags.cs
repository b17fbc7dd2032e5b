// A flag of any constant type set beside an acquisition.
using System;
using System.Threading;
using Mm.Locks;

namespace Cases.Forms;

sealed class StateFlags
{
    enum State { None, Held, Read, Write }

    readonly RwSem _l = new();
    readonly object _m = new();
    readonly ReaderWriterLockSlim _rw = new();
    [GuardedBy("_l")] int _n;
    [GuardedBy("_rw")] int _k;

    static void Work() { }
    static extern bool Test();

    public void IntFlag()
    {
        int held = 0;
        try
        {
            _l.WriteLock();
            held = 1;
            _n = 1;
            Work();
        }
        finally
        {
            if (held == 1) _l.WriteUnlock();
        }
    }

    public void IntFlagNotZero()
    {
        int held = 0;
        try
        {
            _l.WriteLock();
            held = 1;
            _n = 1;
            Work();
        }
        finally
        {
            if (held != 0) _l.WriteUnlock();
        }
    }

    public void IntFlagGreater()
    {
        int held = 0;
        try
        {
            if (Test()) { _l.WriteLock(); held = 1; _n = 1; }
            Work();
        }
        finally
        {
            if (held > 0) _l.WriteUnlock();
        }
    }

    public void IntFlagIncremented()
    {
        int held = 0;
        try
        {
            if (Test()) { _l.WriteLock(); held++; _n = 1; } // MML201?
            Work();
        }
        finally
        {
            if (held > 0) _l.WriteUnlock();
        }
    }

    public void IntFlagIncrementedWrong()
    {
        int held = 0;
        try
        {
            if (Test()) { _l.WriteLock(); held++; _n = 1; } // MML201?
            Work();
        }
        finally
        {
            if (held == 0) _l.WriteUnlock(); // MML202|MML205
        }
    }

    public void IntFlagDecremented()
    {
        int held = 0;
        try
        {
            _l.WriteLock();
            held = 1;
            if (Test()) { _l.WriteUnlock(); held = 0; }
            Work();
        }
        finally
        {
            if (held > 0) _l.WriteUnlock();
        }
    }

    public void EnumFlag()
    {
        var state = State.None;
        try
        {
            if (Test()) { _l.ReadLock(); state = State.Read; }
            else { _l.WriteLock(); state = State.Write; }
            Work();
            if (state == State.Write) _n = 1;
        }
        finally
        {
            if (state == State.Read) _l.ReadUnlock();
            else if (state == State.Write) _l.WriteUnlock();
        }
    }

    public void EnumSwitch()
    {
        var state = State.None;
        try
        {
            if (Test()) { _l.ReadLock(); state = State.Read; }
            else if (Test()) { _l.WriteLock(); state = State.Write; }
            Work();
        }
        finally
        {
            switch (state)
            {
                case State.Read: _l.ReadUnlock(); break;
                case State.Write: _l.WriteUnlock(); break;
            }
        }
    }

    public void EnumSwitchDefault()
    {
        var state = State.None;
        try
        {
            if (Test()) { _l.ReadLock(); state = State.Read; }
            else { _l.WriteLock(); state = State.Write; }
            Work();
        }
        finally
        {
            switch (state)
            {
                case State.None: break;
                case State.Read: _l.ReadUnlock(); break;
                default: _l.WriteUnlock(); break;
            }
        }
    }

    public void EnumWrong()
    {
        var state = State.None;
        try
        {
            if (Test()) { _l.ReadLock(); state = State.Read; }
            else { _l.WriteLock(); state = State.Write; }
            Work();
        }
        finally
        {
            if (state == State.Read) _l.WriteUnlock(); // MML203
            else if (state == State.Write) _l.ReadUnlock(); // MML203
        }
    }

    public void EnumForgetsRead()
    {
        var state = State.None;
        try
        {
            if (Test()) { _l.ReadLock(); state = State.Read; } // MML201
            else { _l.WriteLock(); state = State.Write; }
            Work();
        }
        finally
        {
            if (state == State.Write) _l.WriteUnlock();
        }
    }

    public void NullableBool()
    {
        bool? held = null;
        try
        {
            _l.WriteLock();
            held = true;
            _n = 1;
            Work();
        }
        finally
        {
            if (held == true) _l.WriteUnlock();
        }
    }

    public void NullableBoolHasValue()
    {
        bool? write = null;
        try
        {
            if (Test()) { _l.WriteLock(); write = true; }
            else if (Test()) { _l.ReadLock(); write = false; }
            Work();
        }
        finally
        {
            if (write.HasValue) { if (write.Value) _l.WriteUnlock(); else _l.ReadUnlock(); }
        }
    }

    public void NullableBoolIs()
    {
        bool? write = null;
        try
        {
            if (Test()) { _l.WriteLock(); write = true; }
            else if (Test()) { _l.ReadLock(); write = false; }
            Work();
        }
        finally
        {
            if (write is true) _l.WriteUnlock();
            else if (write is false) _l.ReadUnlock();
        }
    }

    public void NullableBoolIsV()
    {
        bool? write = null;
        try
        {
            if (Test()) { _l.WriteLock(); write = true; }
            else if (Test()) { _l.ReadLock(); write = false; }
            Work();
        }
        finally
        {
            if (write is bool w) { if (w) _l.WriteUnlock(); else _l.ReadUnlock(); }
        }
    }

    public void NullableBoolCoalesce()
    {
        bool? held = null;
        try
        {
            if (Test()) { _l.WriteLock(); held = true; }
            Work();
        }
        finally
        {
            if (held ?? false) _l.WriteUnlock();
        }
    }

    public void NullableBoolGetValue()
    {
        bool? held = null;
        try
        {
            if (Test()) { _l.WriteLock(); held = true; }
            Work();
        }
        finally
        {
            if (held.GetValueOrDefault()) _l.WriteUnlock();
        }
    }

    public void NullableBoolForgets()
    {
        bool? write = null;
        try
        {
            if (Test()) { _l.WriteLock(); write = true; }
            else if (Test()) { _l.ReadLock(); write = false; } // MML201
            Work();
        }
        finally
        {
            if (write == true) _l.WriteUnlock();
        }
    }

    public void NullableInt()
    {
        int? held = null;
        try
        {
            if (Test()) { _l.WriteLock(); held = 3; }
            Work();
        }
        finally
        {
            if (held != null) _l.WriteUnlock();
        }
    }

    public void StringFlag()
    {
        string mode = "";
        if (Test()) { _l.WriteLock(); mode = "w"; }
        Work();
        if (mode == "w") _l.WriteUnlock();
    }

    public void ObjectFlag()
    {
        RwSem? held = null;
        try
        {
            if (Test()) { _l.WriteLock(); held = _l; }
            Work();
        }
        finally
        {
            held?.WriteUnlock();
        }
    }

    public void TokenFlag()
    {
        int mode = 0;
        if (Test()) { _rw.EnterWriteLock(); mode = 2; }
        else if (Test()) { _rw.EnterReadLock(); mode = 1; }
        if (mode == 2) _k = 1;
        if (mode >= 1) _ = _k;
        if (mode == 2) _rw.ExitWriteLock();
        if (mode == 1) _rw.ExitReadLock();
    }

    public void TokenFlagWrong()
    {
        int mode = 0;
        if (Test()) { _rw.EnterWriteLock(); mode = 2; }
        else if (Test()) { _rw.EnterReadLock(); mode = 1; }
        if (mode >= 1) _k = 1; // MML105|MML205
        if (mode == 2) _rw.ExitWriteLock();
        if (mode == 1) _rw.ExitReadLock();
    }

    public void Flags2(bool b)
    {
        int flags = 0;
        try
        {
            _l.WriteLock();
            flags |= 1;
            Work();
        }
        finally
        {
            if ((flags & 1) != 0) _l.WriteUnlock();
        }
    }

    public void ByteFlag()
    {
        byte held = 0;
        try { Monitor.Enter(_m); held = 1; Work(); }
        finally { if (held == 1) Monitor.Exit(_m); }
    }

    public void ByteFlagWrong()
    {
        byte held = 0;
        Monitor.Enter(_m); // MML201
        Work();
        if (held == 1) Monitor.Exit(_m);
    }

    public void TernaryFlag(bool w)
    {
        int mode = w ? 2 : 1;
        if (mode == 2) _rw.EnterWriteLock(); else _rw.EnterReadLock();
        if (mode == 2) _k = 1;
        if (mode == 2) _rw.ExitWriteLock(); else _rw.ExitReadLock();
    }

    public void TimesLoop()
    {
        int held = 0;
        while (Test())
        {
            if (held == 0) { _l.WriteLock(); held = 1; }
            _n++;
        }
        if (held == 1) _l.WriteUnlock();
    }
}
