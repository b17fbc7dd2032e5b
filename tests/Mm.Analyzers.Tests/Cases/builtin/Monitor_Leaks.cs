// Seeded 1-6: a Monitor that is not given back on some path, beside its twin.
using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Mm.Locks;

namespace Cases.Builtin;

public class MonitorLeaks
{
    private readonly object _gate = new();
    [GuardedBy("_gate")] private readonly Dictionary<int, string> _names = new();

    public string? EarlyReturn_Bad(int id)
    {
        Monitor.Enter(_gate); // MML201
        if (!_names.TryGetValue(id, out string? name)) return null;
        Monitor.Exit(_gate);
        return name;
    }

    public string? EarlyReturn_Good(int id)
    {
        Monitor.Enter(_gate);
        try { return _names.TryGetValue(id, out string? name) ? name : null; }
        finally { Monitor.Exit(_gate); }
    }

    public void Continue_Bad(int[] ids)
    {
        foreach (int id in ids)
        {
            Monitor.Enter(_gate); // MML201?
            if (!_names.ContainsKey(id)) continue;
            _names.Remove(id);
            Monitor.Exit(_gate); // MML205?
        }
    } // MML201?

    public void Continue_Good(int[] ids)
    {
        foreach (int id in ids)
        {
            Monitor.Enter(_gate);
            try
            {
                if (!_names.ContainsKey(id)) continue;
                _names.Remove(id);
            }
            finally { Monitor.Exit(_gate); }
        }
    }

    public int SwitchArm_Bad(int kind)
    {
        Monitor.Enter(_gate); // MML201
        switch (kind)
        {
            case 0: Monitor.Exit(_gate); return 0;
            case 1: return _names.Count;
            default: Monitor.Exit(_gate); return -1;
        }
    }

    public int SwitchArm_Good(int kind)
    {
        Monitor.Enter(_gate);
        switch (kind)
        {
            case 0: Monitor.Exit(_gate); return 0;
            case 1: int n = _names.Count; Monitor.Exit(_gate); return n;
            default: Monitor.Exit(_gate); return -1;
        }
    }

    public void SwallowedException_Bad(string text)
    {
        try
        {
            Monitor.Enter(_gate); // MML201
            _names.Add(int.Parse(text), text);
            Monitor.Exit(_gate);
        }
        catch (FormatException) { }
    }

    public void SwallowedException_Good(string text)
    {
        int id;
        try { id = int.Parse(text); }
        catch (FormatException) { return; }
        Monitor.Enter(_gate);
        try { _names.Add(id, text); }
        finally { Monitor.Exit(_gate); }
    }

    public void ExitInCatchOnly_Bad(int id)
    {
        Monitor.Enter(_gate); // MML201
        try { _names.Add(id, ""); }
        catch (ArgumentException) { Monitor.Exit(_gate); throw; }
    }

    public void ExitInCatchAndAfter_Good(int id)
    {
        Monitor.Enter(_gate);
        try { _names.Add(id, ""); }
        catch (ArgumentException) { Monitor.Exit(_gate); throw; }
        Monitor.Exit(_gate);
    }

    public void LockTaken_Bad()
    {
        bool taken = false;
        try
        {
            Monitor.Enter(_gate, ref taken); // MML201
            _names.Clear();
        }
        finally { if (!taken) Monitor.Exit(_gate); } // MML202
    }

    public void LockTaken_Good()
    {
        bool taken = false;
        try
        {
            Monitor.Enter(_gate, ref taken);
            _names.Clear();
        }
        finally { if (taken) Monitor.Exit(_gate); }
    }
}
