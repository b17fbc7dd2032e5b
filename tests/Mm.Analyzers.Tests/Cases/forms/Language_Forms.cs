using System; using System.Collections.Generic; using System.Diagnostics; using System.Linq; using System.Threading; using System.Threading.Tasks; using Mm.Locks;
[assembly: LockOrder("Cases.Language_Forms.Ord.A", "Cases.Language_Forms.Ord.B")]
namespace Cases.Language_Forms;
class Ord { public readonly object A = new(), B = new(); void Ok() { lock (A) lock (B) { } } void Bad() { lock (B) lock (A) { } } void Try() { lock (B) { if (Monitor.TryEnter(A)) Monitor.Exit(A); } } } // MML303
class Sem { private readonly SemaphoreSlim _s = new(1); [GuardedBy("_s")] int _n; private readonly Mutex _m = new(); [GuardedBy("_m")] int _k; private SpinLock _sp = new(); [GuardedBy("_sp")] int _q;
  async Task A() { await _s.WaitAsync(); try { _n++; await Task.Delay(1); } finally { _s.Release(); } _n = 2; } // MML104
  void M() { _m.WaitOne(); try { _k++; _m.WaitOne(); _m.ReleaseMutex(); } finally { _m.ReleaseMutex(); } _k = 2; } // MML104
  async Task M2() { _m.WaitOne(); await Task.Yield(); _m.ReleaseMutex(); } // MML501
  void S() { bool t = false; try { _sp.Enter(ref t); _q++; } finally { if (t) _sp.Exit(); } _q = 1; } // MML104
  void S2() { bool t = false; _sp.TryEnter(ref t); if (t) { _q++; _sp.Exit(); } }
  void S3() { bool t = false; _sp.Enter(ref t); Thread.Sleep(1); _s.Wait(); _sp.Exit(); } } // MML301 x2, MML201
class Lk { private readonly Lock _l = new(); [GuardedBy("_l")] int _n;
  void A() { lock (_l) _n = 1; using (_l.EnterScope()) _n = 2; _l.Enter(); try { _n = 3; } finally { _l.Exit(); } if (_l.TryEnter()) { try { _n = 4; } finally { _l.Exit(); } } else _n = 5; } // MML104
  async Task B() { using (_l.EnterScope()) { _n = 1; } await Task.Yield(); _l.Enter(); _n = 2; _l.Exit(); }
  void C() { Debug.Assert(_l.IsHeldByCurrentThread); _n = 1; }
  void D() { if (_l.TryEnter(TimeSpan.FromSeconds(1))) { _n = 1; } } // MML201
  void E() { lock (_l) { lock (_l) { _n = 1; } _n = 2; } _n = 3; } } // MML104
class Mon { private readonly object _g = new(); [GuardedBy("_g")] readonly Queue<int> _q = new();
  int Take() { lock (_g) { while (_q.Count == 0) Monitor.Wait(_g); return _q.Dequeue(); } }
  void Put(int i) { lock (_g) { _q.Enqueue(i); Monitor.PulseAll(_g); } Monitor.Pulse(_g); } // MML101
  void T() { bool taken = false; try { Monitor.Enter(_g, ref taken); _q.Clear(); } finally { if (taken) Monitor.Exit(_g); } }
  bool T2() { if (!Monitor.TryEnter(_g, 100)) return false; try { _q.Clear(); return true; } finally { Monitor.Exit(_g); } } }
class Rw { private readonly ReaderWriterLockSlim _l = new(); [GuardedBy("_l")] int _n;
  int A() { _l.EnterUpgradeableReadLock(); try { if (_n == 0) { _l.EnterWriteLock(); try { _n = 1; } finally { _l.ExitWriteLock(); } } return _n; } finally { _l.ExitUpgradeableReadLock(); } }
  void Down() { _l.EnterUpgradeableReadLock(); _l.EnterWriteLock(); _n = 1; _l.ExitWriteLock(); _l.EnterReadLock(); _l.ExitUpgradeableReadLock(); _ = _n; _n = 2; _l.ExitReadLock(); } // MML105
  void Up() { _l.EnterUpgradeableReadLock(); _n = 1; _l.ExitUpgradeableReadLock(); } // MML105
  void Wrong() { _l.EnterReadLock(); _l.ExitWriteLock(); } // MML203
  void Twice() { _l.EnterReadLock(); _l.EnterReadLock(); _l.ExitReadLock(); _l.ExitReadLock(); } // MML204
  bool Try() { if (!_l.TryEnterWriteLock(5)) return false; _n = 1; _l.ExitWriteLock(); return true; } }
abstract class B0 { protected readonly RwSem _s = new(); [RequiresWrite("_s")] public abstract void M(); [RequiresRead("_s")] public virtual void R() { } public virtual void N() { } }
class B1 : B0 { [GuardedBy("_s")] int _n; public override void M() { _n = 1; } [RequiresWrite("_s")] public override void R() { _n = 2; } public override void N() { M(); } } // MML401, MML101
interface IFoo { RwSem L { get; } [RequiresWrite("L")] void Do(); [RequiresRead("L")] int P { get; } void Def() => Do(); } // MML101
class Foo : IFoo { public RwSem L { get; } = new(); [GuardedBy("L")] int _n; public void Do() => _n = 1; int IFoo.P => _n; void U(IFoo f) { f.Do(); _ = f.P; f.L.WriteLock(); f.Do(); _ = f.P; f.L.WriteUnlock(); Do(); } } // MML101 x2, MML103
[RequiresWrite("k")] delegate void Del(RwSem k);
class De { void A(Del d, RwSem s) { d(s); s.WriteLock(); d(s); s.WriteUnlock(); Del e = x => { x.AssertHeldForWrite(); }; Action<RwSem> a = Req; e(s); } [RequiresWrite("k")] static void Req(RwSem k) { } } // MML101 x2, MML402
record Rec { private readonly RwSem _s = new(); [GuardedBy("_s")] public int X { get; init; } [GuardedBy("_s")] public int Y { get; set; } Rec With() { var r = this with { X = 1 }; r.Y = 2; return r; } void Bad() { Y = 1; } } // MML104
static class Ext { extension(Mm2 m) { [RequiresWrite("m.L")] public void Grow() => m.N++; public void Bad() => m.N++; } } // MML104
class Mm2 { public readonly RwSem L = new(); [GuardedBy("L")] public int N; void U() { this.Grow(); L.WriteLock(); this.Grow(); L.WriteUnlock(); } } // MML101
class Gen<T> where T : Mm2 { void A(T t) { t.L.WriteLock(); t.N = 1; t.L.WriteUnlock(); t.N = 2; } } // MML104
class Ops { public readonly RwSem L = new(); [RequiresWrite("a.L")] public static Ops operator +(Ops a, int b) => a; [RequiresRead("L")] public void Deconstruct(out int x, out int y) { x = y = 1; } void U(Ops o) { _ = o + 1; var (x, y) = o; o += 2; } } // MML101 x2, MML103
class Spans { private readonly object _g = new(); [GuardedBy("_g")] readonly int[] _a = new int[4]; Span<int> S() { lock (_g) return _a.AsSpan(); } void U() { Span<int> s; lock (_g) { s = _a; s[0] = 1; } s[1] = 2; } ref int R() { lock (_g) return ref _a[0]; } } // MML107 x3
