// Monitor.TryEnter in the forms that people write.
using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Mm.Locks;

namespace Cases.Builtin;

public class TryAllForms
{
    private readonly object _gate = new();
    [GuardedBy("_gate")] private int _n;

    public void If_Good() { if (Monitor.TryEnter(_gate)) { try { _n++; } finally { Monitor.Exit(_gate); } } }
    public void Not_Good() { if (!Monitor.TryEnter(_gate)) { return; } _n++; Monitor.Exit(_gate); }
    public void EqualsFalse_Good() { if (Monitor.TryEnter(_gate) == false) return; _n++; Monitor.Exit(_gate); }
    public void IsTrue_Good() { if (Monitor.TryEnter(_gate) is true) { _n++; Monitor.Exit(_gate); } }
    public void And_Good(bool b) { if (b && Monitor.TryEnter(_gate)) { _n++; Monitor.Exit(_gate); } }
    public void Or_Good(bool b) { if (b || !Monitor.TryEnter(_gate)) return; _n++; Monitor.Exit(_gate); }
    public void Local_Good() { bool taken = Monitor.TryEnter(_gate, 5); if (taken) { _n++; Monitor.Exit(_gate); } }
    public void LocalFinally_Good()
    {
        bool taken = Monitor.TryEnter(_gate, TimeSpan.FromMilliseconds(5));
        try { if (taken) _n++; }
        finally { if (taken) Monitor.Exit(_gate); }
    }
    public void Throw_Good() { if (!Monitor.TryEnter(_gate, 5)) throw new TimeoutException(); try { _n++; } finally { Monitor.Exit(_gate); } }
    public void While_Good() { while (!Monitor.TryEnter(_gate)) Thread.Yield(); _n++; Monitor.Exit(_gate); }
    public void Do_Good() { bool taken; do { taken = Monitor.TryEnter(_gate, 1); } while (!taken); _n++; Monitor.Exit(_gate); }
    public int Ternary_Good() { bool taken = Monitor.TryEnter(_gate); int r = taken ? _n : 0; if (taken) Monitor.Exit(_gate); return r; }
    public void Switch_Good() { switch (Monitor.TryEnter(_gate)) { case true: _n++; Monitor.Exit(_gate); break; default: break; } }
    public void For_Good() { for (int i = 0; i < 3; i++) { if (!Monitor.TryEnter(_gate)) continue; _n++; Monitor.Exit(_gate); break; } }
    public void RefTaken_Good() { bool taken = false; try { Monitor.TryEnter(_gate, ref taken); if (!taken) return; _n++; } finally { if (taken) Monitor.Exit(_gate); } }
    [AcquiresWrite("_gate", When = true)] public bool Returned_Good() => Monitor.TryEnter(_gate);
    [AcquiresWrite("_gate", When = true)] public bool ReturnedAndDone_Good() { if (!Monitor.TryEnter(_gate)) return false; _n++; return true; }

    public void IfElse_Bad() { if (Monitor.TryEnter(_gate)) { Monitor.Exit(_gate); } else { _n++; } } // MML104
    public void AfterIf_Bad() { if (Monitor.TryEnter(_gate)) { Monitor.Exit(_gate); } _n++; } // MML104
    public void NotExited_Bad() { if (Monitor.TryEnter(_gate)) { _n++; } } // MML201
    public void Or_Bad(bool b) { if (b || Monitor.TryEnter(_gate)) { _n++; Monitor.Exit(_gate); } } // MML104|MML205, MML202?, MML205?
    public void Discard_Bad() { _ = Monitor.TryEnter(_gate); } // MML208
    public void Overwritten_Bad() { bool taken = Monitor.TryEnter(_gate); taken = false; Console.WriteLine(taken); } // MML208
    public void UsedFirst_Bad() { bool taken = Monitor.TryEnter(_gate); _n++; if (taken) Monitor.Exit(_gate); } // MML208
    public void Timeout_Bad() { bool taken = Monitor.TryEnter(_gate, 5); if (!taken) _n++; else Monitor.Exit(_gate); } // MML104
    [AcquiresWrite("_gate", When = true)] public bool Inverted_Bad() => !Monitor.TryEnter(_gate); // MML212
    [AcquiresWrite("_gate", When = true)] public bool Promised_Bad() { if (!Monitor.TryEnter(_gate)) return true; return true; } // MML212
}
