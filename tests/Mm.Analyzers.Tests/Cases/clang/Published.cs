// Constructors, ways out by exceptions, orders through calls, new objects until they are published.
using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Mm.Locks;

namespace Cases.Clang;

sealed class Published
{
    readonly Lock _lock = new();
    readonly SemaphoreSlim _sem = new(1, 1);
    readonly object _a = new(), _b = new();
    [GuardedBy("_lock")] int _n;
    static Published? s_last;
    Published _next = null!;
    public Published() { _n = 1; _lock.Enter(); try { _n = 2; } finally { _lock.Exit(); } }
    public Published(int x) { s_last = this; _n = x; } // MML104
    public Published(Published other) { other._n = 1; _next = other; } // MML104
    public Published(string s) { Task.Run(() => _n = 1); _n = 2; } // MML104 x2
    public Published(Func<int> f) { _n = f(); Use(this); _n = 3; } // MML104
    static void Use(Published w) { }
    static void Look([NoEscape] Published w) { }
    public Published(long l) { Look(this); _n = 4; }
    public void Exceptions()
    {
        _lock.Enter();
        try { _n = 1; Use(this); }
        catch (InvalidOperationException) { _n = 2; throw; }
        catch (Exception e) when (_n > 0) { Use(this); }
        finally { _lock.Exit(); }
    }
    public void ExceptionsReleasedInCatchToo()
    {
        _lock.Enter();
        try { _n = 1; Use(this); _lock.Exit(); }
        catch { _lock.Exit(); throw; }
    }
    public async Task ExceptionsAsync()
    {
        await _sem.WaitAsync();
        try { await Task.Yield(); } finally { _sem.Release(); }
        await _sem.WaitAsync(); // MML201
        try { await Task.Yield(); } catch { }
    }
    public void OrderA() { lock (_a) { Inner(); } }
    void Inner() { lock (_b) { } }
    public void OrderB() { lock (_b) { lock (_a) { } } } // MML304
    public void OutOfATry()
    {
        try { _lock.Enter(); _n = 1; return; }
        finally { if (_lock.IsHeldByCurrentThread) _lock.Exit(); }
    }
    public void Filter()
    {
        try { Use(this); }
        catch (Exception) when (Monitor.TryEnter(_a)) { Monitor.Exit(_a); }
    }
    public static Published Made() { var w = new Published(1L) { _n = 5 }; w._n = 6; Look(w); w._n = 7; Use(w); w._n = 8; return w; } // MML104
}
