// Roslyn's graph loses the end of a lock statement over System.Threading.Lock where nullable contexts are on: the hold has to end by itself on every way out.
using System;
using System.Collections.Generic;
using System.Threading;
using Mm.Locks;

namespace Cases.Builtin;

public class LockStatementFlow
{
    private readonly Lock _lock = new();
    private readonly Lock _other = new();
    [GuardedBy("_lock")] private int _n;
    [GuardedBy("_other")] private int _m;

    public void After_Bad() { lock (_lock) { _n++; } _n--; } // MML104
    public int Return_Good(bool b) { lock (_lock) { if (b) return _n; _n++; return 0; } }
    public int Condition_Bad(bool b) { lock (_lock) { if (b) return _n; } return _n > 0 ? 1 : 0; } // MML106
    public void Loop_Good() { for (int i = 0; i < 3; i++) { lock (_lock) { if (_n > i) continue; _n++; } } }
    public void LoopCondition_Bad() { while (_n > 0) { lock (_lock) { _n--; } } } // MML106
    public void Break_Bad() { while (true) { lock (_lock) { if (_n > 0) break; } } _n = 0; } // MML104
    public void Goto_Bad() { lock (_lock) { if (_n > 0) goto done; _n++; } return; done: _n = 1; } // MML104
    public void Nested_Good() { lock (_lock) { lock (_other) { _m = _n; } _n = 1; } }
    public void NestedInner_Bad() { lock (_lock) { lock (_other) { _m = _n; } _m = 1; } } // MML104
    public void Reentrant_Good() { lock (_lock) { lock (_lock) { _n++; } _n++; } }
    public void ReentrantAfter_Bad() { lock (_lock) { lock (_lock) { _n++; } } _n++; } // MML104
    public void Catch_Bad() { try { lock (_lock) { _n = int.Parse("1"); } } catch (FormatException) { _n = 0; } } // MML104
    public void CatchInside_Good() { lock (_lock) { try { _n = int.Parse("1"); } catch (FormatException) { _n = 0; } } }
    public void Finally_Bad() { try { lock (_lock) { _n = 1; return; } } finally { _n = 2; } } // MML104
    public void FinallyInside_Good() { lock (_lock) { try { _n = 1; return; } finally { _n = 2; } } }
    public void OneArm_Bad(bool b) { if (b) { lock (_lock) { _n++; } } _n--; } // MML104
    public void OneArm_Good(bool b) { if (b) { lock (_lock) { _n++; } } Console.WriteLine(); }
    public void Using_Good() { lock (_lock) { using var stream = new System.IO.MemoryStream(); _n = (int)stream.Length; } }
    public void Foreach_Good(List<int> items) { lock (_lock) { foreach (int i in items) _n += i; } }
    public void Single_Good() { lock (_lock) _n++; }
    public void Empty_Bad() { lock (_lock) { } _n++; } // MML104
    public void Throw_Good() { lock (_lock) { if (_n > 0) throw new InvalidOperationException(); _n++; } }
    public void Local_Good() { lock (_lock) { Bump(); } void Bump() { _n++; _n--; } }
    public void Local_Bad() { lock (_lock) { Bump(); } Bump(); void Bump() { _n++; } } // MML104
    public void Lambda_Bad() { lock (_lock) { Action a = () => _n++; a(); } } // MML104
    public void Inline_Good(List<int> items) { lock (_lock) { items.ForEach(i => { _n += i; _n++; }); } }
    public void Other_Good(LockStatementFlow o) { lock (o._lock) { o._n++; } }
    public void Other_Bad(LockStatementFlow o) { lock (o._lock) { _n++; } } // MML104
    public void LocalLock_Good() { var l = _lock; lock (l) { _n++; } }
    [RequiresWrite("_lock")] private void Step() { _n++; lock (_lock) { _n++; } _n++; }
    public void Steps_Good() { lock (_lock) { Step(); } }
    public void Steps_Bad() { lock (_other) { Step(); } } // MML101
    public void Switch_Good(int k) { lock (_lock) { switch (k) { case 0: _n = 0; break; case 1: return; default: _n = k; break; } _n++; } }
    [AcquiresWrite("_lock")] public void Keeps_Bad() { lock (_lock) { _n++; } } // MML212
}
