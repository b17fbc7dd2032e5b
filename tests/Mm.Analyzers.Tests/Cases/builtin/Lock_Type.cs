// System.Threading.Lock in all its forms.
using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Mm.Locks;

namespace Cases.Builtin;

public class LockType
{
    private readonly Lock _lock = new();
    [GuardedBy("_lock")] private int _n;

    public void Statement_Good() { lock (_lock) { _n++; } }
    public void Scope_Good() { using (_lock.EnterScope()) { _n++; } }
    public void ScopeDeclaration_Good() { using var scope = _lock.EnterScope(); _n++; }
    public void Explicit_Good() { _lock.Enter(); try { _n++; } finally { _lock.Exit(); } }
    public void Try_Good() { if (_lock.TryEnter()) { try { _n++; } finally { _lock.Exit(); } } }
    public bool TryTimeout_Good() { if (!_lock.TryEnter(TimeSpan.FromSeconds(1))) return false; _n++; _lock.Exit(); return true; }
    public void Reentrant_Good() { lock (_lock) { lock (_lock) { _n++; } _n++; } }
    public void ManualDispose_Good() { var scope = _lock.EnterScope(); try { _n++; } finally { scope.Dispose(); } }

    public void ScopeDiscarded_Bad() { _lock.EnterScope(); _n++; } // MML206
    public void ScopeKept_Bad() { var scope = _lock.EnterScope(); _n++; } // MML206
    public void ScopeOnSomePaths_Bad(bool b) { var scope = _lock.EnterScope(); _n++; if (b) scope.Dispose(); } // MML201
    public void AfterScope_Bad() { using (_lock.EnterScope()) { } _n++; } // MML104
    public void Leak_Bad(bool b) { _lock.Enter(); if (b) return; _n++; _lock.Exit(); } // MML201
    public void TryIgnored_Bad() { _lock.TryEnter(); _n++; _lock.Exit(); } // MML208, MML208?
    public void TryElse_Bad() { if (_lock.TryEnter()) { _lock.Exit(); } else { _n++; } } // MML104
    public void ExitUnheld_Bad() => _lock.Exit(); // MML202
    public void EarlyDispose_Bad() { using var scope = _lock.EnterScope(); scope.Dispose(); _n++; } // MML104
    public void ManualLeak_Bad(int i) { var scope = _lock.EnterScope(); if (i > 0) { scope.Dispose(); return; } _n++; } // MML201
    public async Task HeldAcrossAwait_Bad() { _lock.Enter(); await Task.Yield(); _lock.Exit(); } // MML501
}
