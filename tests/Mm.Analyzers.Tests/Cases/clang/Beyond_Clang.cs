// What goes beyond Clang's analysis, with .NET's own locks, properties, statics, async and iterators.
using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Mm.Locks;

namespace Cases.Clang;

sealed class Store
{
    public Lock Gate { get; } = new();
    public ReaderWriterLockSlim Rw { get; } = new();
    public SemaphoreSlim Sem { get; } = new(1, 1);
    [GuardedBy("Gate")] public int N;
    [GuardedBy("Rw")] public int W;
    [GuardedBy("Sem")] public int S;
    [GuardedBy("Gate")] public List<int> Items { get; } = new();
    public Store? Parent { get; init; }
    [LockOwner] public Store? Owner { get; init; }
}

static class Correlated2
{
    static readonly Lock s_lock = new();
    static readonly bool s_wanted = true;
    [GuardedBy("s_lock")] static int s_n;

    public static void ByStaticReadonly() { if (s_wanted) s_lock.Enter(); if (s_wanted) { s_n = 1; s_lock.Exit(); } }
    public static void ByPatternOfParameter(int? kind) { if (kind is { }) s_lock.Enter(); if (kind is not null) { s_n = 1; s_lock.Exit(); } }
    public static void ByEnumParameter(LockRecursionPolicy p)
    {
        if (p == LockRecursionPolicy.NoRecursion) s_lock.Enter();
        try
        {
            if (p == LockRecursionPolicy.NoRecursion) s_n = 1;
        }
        finally
        {
            if (p == LockRecursionPolicy.NoRecursion) s_lock.Exit();
        }
    }

    public static void ByEnumChanged(LockRecursionPolicy p)
    {
        if (p == LockRecursionPolicy.NoRecursion) s_lock.Enter();
        p = LockRecursionPolicy.NoRecursion;
        if (p == LockRecursionPolicy.NoRecursion) s_lock.Exit(); // MML205
    }

    public static async Task ByFlagAcrossAwait(Store s, bool wanted)
    {
        if (wanted) await s.Sem.WaitAsync();
        await Task.Yield();
        if (wanted)
        {
            s.S = 1;
            s.Sem.Release();
        }
    }

    public static async Task ByNullAcrossAwait(Store? s)
    {
        if (s is not null) await s.Sem.WaitAsync();
        try
        {
            await Task.Yield();
            if (s is not null) s.S = 2;
        }
        finally
        {
            if (s is not null) s.Sem.Release();
        }
    }

    public static void InALoop(Store s, bool write, int n)
    {
        for (int i = 0; i < n; i++)
        {
            if (write) s.Rw.EnterWriteLock();
            else s.Rw.EnterReadLock();
            int seen = s.W;
            if (write) s.W = seen + 1;
            else s.W = seen; // MML105
            if (write) s.Rw.ExitWriteLock();
            else s.Rw.ExitReadLock();
        }
    }

    public static void NegatedAndMore(Store s, bool read)
    {
        if (!read) s.Gate.Enter();
        if (read == false) s.N = 1;
        if (read is false) s.Gate.Exit();
    }
}

sealed class TryVerified
{
    readonly Lock _lock = new();
    readonly SemaphoreSlim _sem = new(1, 1);
    readonly ReaderWriterLockSlim _rw = new();
    [GuardedBy("_lock")] int _n;
    [GuardedBy("_sem")] int _s;

    [AcquiresWrite("_lock", When = true)] public bool Try() => _lock.TryEnter();
    [AcquiresWrite("_lock", When = true)] public bool TryTimed(TimeSpan t) { return _lock.TryEnter(t); }
    [AcquiresWrite("_lock", When = false)] public bool Fails() { if (!_lock.TryEnter()) return true; return false; }
    [AcquiresWrite("_lock", When = true)] public bool Inverted() => !_lock.TryEnter(); // MML212
    [AcquiresWrite("_sem", When = true)] public Task<bool> TryAsync() => _sem.WaitAsync(1);
    [AcquiresWrite("_sem", When = true)] public async Task<bool> TryLongAsync() { if (await _sem.WaitAsync(1)) return true; await Task.Yield(); return false; }
    [AcquiresWrite("_sem", When = true)] public async Task<bool> TryWronglyAsync() { if (await _sem.WaitAsync(1)) return false; return false; } // MML212
    [AcquiresRead("_rw", When = 1)] public int TryNumber() { if (_rw.TryEnterReadLock(0)) return 1; return 0; }
    [AcquiresRead("_rw", When = 1)] public int TryNumberWrong() { if (_rw.TryEnterReadLock(0)) return 2; return 0; } // MML212

    public void Uses() { if (Try()) { _n = 1; _lock.Exit(); } if (!Fails()) { _n = 2; _lock.Exit(); } }
    public async Task UsesAsync() { if (await TryAsync()) { _s = 1; _sem.Release(); } if (await TryLongAsync()) { _s = 2; _sem.Release(); } }
    public async Task LeaksAsync() { if (await TryLongAsync()) _s = 1; } // MML201
}

sealed class Aliased
{
    static Store Pick() => new();

    public static void ByAssert(Store part, Store owner) { Debug.Assert(part.Parent == owner); lock (owner.Gate) part.Parent!.N = 1; }
    public static void ByTest(Store part, Store owner) { if (part.Parent != owner) return; lock (owner.Gate) part.Parent!.N = 1; }
    public static void ByTestOtherWay(Store part, Store owner) { if (part.Parent == owner) return; lock (owner.Gate) part.Parent!.N = 1; } // MML104
    public static void ByReference(Store a, object b) { if (ReferenceEquals(a, b)) { lock (((Store)b).Gate) a.N = 1; } }
    public static void ByEquals(Store a, Store b) { if (object.ReferenceEquals(a, b) && a.Sem.Wait(1)) { b.S = 1; b.Sem.Release(); } }
    public static void ByPattern(object o) { if (o is Store { Parent: { } p }) { lock (p.Gate) ((Store)o).Parent!.N = 1; } }
    public static void AfterTheTest(Store a, Store b) { if (a == b) { } lock (a.Gate) b.N = 1; } // MML104
    public static void InALoop(IEnumerable<Store> all, Store owner) { foreach (var s in all) { if (s.Parent != owner) continue; lock (owner.Gate) s.Parent!.N++; } }
    public static void Where(IEnumerable<Store> all, Store owner) { foreach (var s in all) { lock (owner.Gate) s.Parent!.N++; } } // MML104

    public static void Reassigned(Store s)
    {
        s.Gate.Enter(); // MML201
        s = Pick();
        s.N = 1; // MML104
        s.Gate.Exit(); // MML202
    }

    public static void ReassignedAndKept(Store s)
    {
        var first = s;
        s.Rw.EnterWriteLock();
        s = Pick();
        first.W = 1;
        first.Rw.ExitWriteLock();
    }
}

sealed class InlineRun
{
    readonly Lock _lock = new();
    [GuardedBy("_lock")] readonly List<int> _items = new();
    [GuardedBy("_lock")] int _sum;

    public int Any() { lock (_lock) return _items.Count(i => i > _sum) + _items.Where(i => i > _sum).Sum(); }
    public IEnumerable<int> Lazy() { lock (_lock) return _items.Where(i => i > _sum); } // MML106, MML107
    public List<int> Copied() { lock (_lock) return _items.Where(i => i > _sum).ToList(); }
    public void Each() { lock (_lock) _items.ForEach(i => _sum += i); }
    public void EachUnlocked(List<int> own) { own.ForEach(i => _sum += i); } // MML104
    public void InForeach() { lock (_lock) foreach (int i in _items.Where(i => i > _sum)) _sum += i; }
    public void Sorted() { lock (_lock) _items.Sort((a, b) => a - b + _sum); }
    public Task Later() { lock (_lock) return Task.Run(() => _sum = 1); } // MML104
    public void OnTimer() { lock (_lock) { _ = new Timer(_ => _sum = 1); } } // MML104
    public void ByEvent() { lock (_lock) AppDomain.CurrentDomain.ProcessExit += (_, _) => _sum = 1; } // MML104
}

sealed class Ends
{
    readonly RwSem _mu = new();
    readonly Lock _lock = new();
    [GuardedBy("_mu")] int _n;
    [return: ValidUnder("_mu")] [RequiresRead("_mu")] Ends? Find() => this;
    [return: ValidUnder("_lock")] [RequiresWrite("_lock")] Ends? FindLocked() => this;
    void Touch() { }
    static void Take(Ends? e) { }

    public void ByBlock() { Ends? e; lock (_lock) { e = FindLocked(); e?.Touch(); } e?.Touch(); } // MML109
    public void ByGuard() { Ends? e; using (_mu.Read()) { e = Find(); } Take(e); } // MML109
    public void ByDowngrade() { var g = _mu.Write(); var e = Find(); using var r = g.Downgrade(); e?.Touch(); }
    public async Task ByAwait(SemaphoreSlim other) { Ends? e; lock (_lock) e = FindLocked(); await other.WaitAsync(); Take(e); other.Release(); } // MML109
    public Ends? ByReturn() { lock (_lock) { return FindLocked(); } } // MML109|MML107
    public bool NullTest() { Ends? e; lock (_lock) e = FindLocked(); return e is not null; }
    public void InALoop() { for (int i = 0; i < 3; i++) { lock (_lock) { var e = FindLocked(); e?.Touch(); } } }
    public void CarriedRound() { Ends? e = null; for (int i = 0; i < 3; i++) { e?.Touch(); lock (_lock) e = FindLocked(); } } // MML109
}
