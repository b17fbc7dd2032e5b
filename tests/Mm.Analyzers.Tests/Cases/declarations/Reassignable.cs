// A lock in a member that can be reassigned, named by an annotation or taken by a statement.
using System.Threading;
using Mm.Locks;

namespace Cases;

public class Reassignable
{
    private object _gate = new(); // MML003
    [GuardedBy("_gate")] private int _a;
    [GuardedBy("_gate")] private int _b;

    private RwSem _sem = new(); // MML003
    [RequiresWrite("_sem")] public void Write() { }

    public RwSem Settable { get; set; } = new(); // MML003
    [Excludes("Settable")] public void Free() { }

    private object _locked = new(); // MML003
    public void Locks() { lock (_locked) { } }
    private static object s_entered = new(); // MML003
    public static void Enters() { Monitor.Enter(s_entered); Monitor.Exit(s_entered); }
    private ReaderWriterLockSlim? _behind = new(); // MML003
    public ReaderWriterLockSlim Shown => _behind!;
    private object? _through; // MML003
    private object Through => _through;
    [GuardedBy("Through")] private int _n;

    public int Use() { lock (_gate) return _a + _b; }
    [RequiresRead("_behind")] public void Read() { }
    public void Count() { lock (Through) { _n++; } }
}

public class NotReassignable
{
    private readonly object _gate = new();
    [GuardedBy("_gate")] private int _a;
    public RwSem Get { get; } = new();
    public RwSem Init { get; init; } = new();
    [RequiresWrite("Get", "Init")] public void Write() { }
    private SpinLock _spin;
    [GuardedBy("_spin")] private int _b;
    private object _unused = new();
    private Owned _owned = new();
    [GuardedBy("_owned.Sem")] private int _c;
    public void Set(object o) { _unused = o; _owned = new(); }
    public int Use() { lock (_gate) return _a; }
    public void Local() { object local = new(); lock (local) { } }
    public void Parameter(object o) { lock (o) { } }
}

public class Owned { public readonly RwSem Sem = new(); }
