// strict-info
// Calls that never return are throws: finally blocks run for them, lock statements and guards let go.
#nullable enable
using System;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Threading;
using Mm.Locks;

namespace Cases.Flow.ThrowingCalls;

public sealed class Throwing
{
    private readonly object _gate = new();
    private readonly object _inner = new();
    private readonly ReaderWriterLockSlim _rw = new();
    private readonly RwSem _sem = new();

    public void InLockStatement(bool bad) { lock (_gate) { if (bad) Debug.Fail(""); Use(); } }
    public void InLoop(bool bad) { lock (_gate) { for (int i = 0; i < 3; i++) { if (bad) { Throw(); continue; } Use(); } } }
    public void InTry(bool bad) { _rw.EnterReadLock(); try { if (bad) { Throw(); return; } Use(); } finally { _rw.ExitReadLock(); } }
    public void Nested(bool bad) { lock (_gate) { if (bad) { _rw.EnterReadLock(); try { Throw(); } finally { _rw.ExitReadLock(); } } } }
    public void InGuard(bool bad) { using var hold = _sem.Read(); if (bad) Throw(); Use(); }
    public void Caught(bool bad) { _rw.EnterReadLock(); try { if (bad) Throw(); } catch { } _rw.ExitReadLock(); }
    public void CaughtAndReleased(bool bad) { _rw.EnterReadLock(); try { if (bad) Throw(); } catch { _rw.ExitReadLock(); throw; } _rw.ExitReadLock(); }
    public void FinallyReleasesAnother(bool bad) { _rw.EnterReadLock(); lock (_inner) { if (bad) Throw(); } _rw.ExitReadLock(); } // MML209
    public void Bare(bool bad) { _rw.EnterReadLock(); if (bad) Throw(); _rw.ExitReadLock(); } // MML209
    public void AfterRelease(bool bad) { _rw.EnterReadLock(); _rw.ExitReadLock(); if (bad) Throw(); }

    [DoesNotReturn] private static void Throw() => throw new InvalidOperationException();
    private static void Use() { }
}

public sealed class Handlers
{
    private readonly object _gate = new();
    [GuardedBy("_gate")] private int _n;
    private int _free;

    public void NothingIsSeenToThrow() { try { lock (_gate) { _n++; } } catch { _n = 0; } } // MML104
    public void NothingAtAll() { try { _free = 1; } catch (Exception) { _n = 0; } } // MML104
    public void Filtered() { try { _free = 1; } catch (Exception) when (_n == 0) { } } // MML106
    public void UnderTheLock() { lock (_gate) { try { _free = 1; } catch { _n = 0; } } }
    public void EnteredInside() { try { Monitor.Enter(_gate); _n = 1; } catch { _free = 1; } finally { Monitor.Exit(_gate); } }
    public void Flag() { bool taken = false; try { Monitor.Enter(_gate, ref taken); _n = 1; } catch { if (taken) _n = 0; } finally { if (taken) Monitor.Exit(_gate); } }
}
