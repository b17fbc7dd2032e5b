// A write covers the reads of the same member in one statement, of the same object.
using System;
using System.Collections.Generic;
using System.Threading;
using Mm.Locks;

namespace Cases.Forms;

sealed class SameMember
{
    readonly object _gate = new();
    [GuardedBy("_gate")] int _n;
    [GuardedBy("_gate")] readonly List<int> _list = new();

    public void Own(SameMember o) { lock (_gate) _n = o._n; } // MML106
    public void Other(SameMember o) { lock (_gate) o._n = _n; } // MML104
    public void Both(SameMember o) { o._n = _n; } // MML104, MML106
    public void Copy(SameMember o) { _n = o._n; } // MML104, MML106
    public void OneCause() { _n = _n + _n; } // MML104
    public void Same(SameMember o) { o._n = o._n + 1; } // MML104
    public void Compound(SameMember o) { o._n += _n; } // MML104, MML106
    public void Third(SameMember a, SameMember b, SameMember c) { a._n = b._n + c._n; } // MML104, MML106 x2
    public void Swap(SameMember o) { (_n, o._n) = (o._n, _n); } // MML104 x2
    public void ThroughHeld(SameMember o) { lock (o._gate) o._n = _n; } // MML106
    public void Right(SameMember o) { lock (_gate) lock (o._gate) o._n = _n; }
    public void List(SameMember o) { _list.AddRange(o._list); } // MML104, MML106
    public void ThisAndBase() { this._n = _n; } // MML104
    public void Alias() { var o = this; o._n = _n; } // MML104
}

sealed class WithProperty
{
    readonly RwSem _sem = new();
    int _v;
    int P { [RequiresRead("_sem")] get => _v; [RequiresWrite("_sem")] set => _v = value; }
    public void Both(WithProperty o) { o.P = P; } // MML101, MML103
    public void Own() { P = P + 1; } // MML101
    public void Compound() { P += 1; } // MML101
    public void Right(WithProperty o) { using (o._sem.Write()) using (_sem.Read()) o.P = P; }
}
