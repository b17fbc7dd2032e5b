using System; using System.Collections.Generic; using System.Diagnostics; using System.Linq; using System.Threading; using System.Threading.Tasks; using Mm.Locks;
namespace Cases.Language_Flow;
class K { public readonly RwSem L = new(); [GuardedBy("L")] public int N; [GuardedBy("L")] public readonly List<int> Items = new(); [RequiresWrite("L")] public void W() { } [RequiresRead("L")] public IEnumerable<int> Each() { foreach (var i in Items) yield return i; }
  [RequiresRead("L"), MayRelease("L")] public void Lets() { L.ReadUnlock(); L.ReadLock(); }
  [RequiresWrite("L")] public void NotSaid() { L.WriteUnlock(); L.WriteLock(); } // MML211
  [RequiresWrite("L")] public void CallsLets() { Lets2(); } // MML211
  [RequiresWrite("L"), MayRelease("L")] public extern void Lets2();
  [RequiresWrite("L")] public void Lost() { L.WriteUnlock(); } // MML212
  [RequiresWrite("L")] public void Weak() { L.Downgrade(); } // MML212
  [Downgrades("L")] public void Down() { L.Downgrade(); }
  [Downgrades("L")] public void DownBad() { L.WriteUnlock(); L.ReadLock(); } // MML211
  [Downgrades("L")] public void DownNot() { N = 1; } // MML212
  [AcquiresWrite("L", When = true)] public bool T1() { return L.TryWriteLock(); }
  [AcquiresWrite("L", When = true)] public bool T2() { if (L.TryWriteLock()) { N = 1; return true; } return false; }
  [AcquiresWrite("L", When = true)] public bool T3() { if (L.TryWriteLock()) return false; return true; } // MML212 x2
  [AcquiresWrite("L", When = true)] public bool T4() { L.WriteLock(); if (N > 3) { L.WriteUnlock(); return false; } return true; }
  [AcquiresWrite("L", When = false)] public bool T5() => !L.TryWriteLock();
  [AcquiresWrite("L", When = 0)] public int T6() { return L.WriteLockKillable(); }
  [AcquiresRead("L", WhenNotNull = true)] public K? T7(bool b) { L.ReadLock(); if (b) return this; L.ReadUnlock(); return null; }
  [AcquiresRead("L", WhenNotNull = true)] public K? T8(bool b) { L.ReadLock(); if (b) return this; return null; } // MML212
  [ReleasesWrite("L", When = 0)] public int R1(bool b) { if (b) return 1; L.WriteUnlock(); return 0; }
  [ReleasesWrite("L", When = 0)] public int R2(bool b) { L.WriteUnlock(); return b ? 1 : 0; } // MML212
}
class Flow
{
    void Foreach(K k) { k.L.ReadLock(); foreach (var i in k.Each()) { } var e = k.Each(); k.L.ReadUnlock(); foreach (var i in e) { } } // MML107
    IEnumerable<int> Ret(K k) { k.L.ReadLock(); try { return k.Each(); } finally { k.L.ReadUnlock(); } } // MML107
    IEnumerable<int> Yields(K k) { k.L.ReadLock(); yield return k.N; k.L.ReadUnlock(); } // MML502
    void Switches(K k, int n) { switch (n) { case 1: k.L.WriteLock(); break; default: k.L.WriteLock(); break; } k.N = 1; k.L.WriteUnlock(); }
    int SwitchExpr(K k, object o) { k.L.ReadLock(); var r = o switch { int i when i > k.N => 1, string { Length: > 2 } => k.N, null => throw new Exception(), _ => 3 }; k.L.ReadUnlock(); return r; }
    void Goto(K k) { k.L.WriteLock(); retry: k.N++; if (k.N < 3) goto retry; k.L.WriteUnlock(); }
    void CatchRelease(K k) { k.L.WriteLock(); try { k.N = 1; Console.WriteLine(); } catch { k.L.WriteUnlock(); throw; } k.L.WriteUnlock(); }
    void FinallyUses(K k) { try { k.L.WriteLock(); } finally { k.L.WriteUnlock(); } }
    void Filter(K k) { k.L.WriteLock(); try { Console.WriteLine(); } catch (Exception) when (k.N == 1) { k.N = 2; } finally { k.L.WriteUnlock(); } }
    void UsingForms(K k) { using var a = k.L.Read(); using (var b = new System.IO.MemoryStream()) { _ = k.N; } k.N = 1; } // MML105
    void NullCond(K? k) { k?.L.WriteLock(); if (k is not null) k.N = 1; k?.L.WriteUnlock(); }
    void Coalesce(K? k, K d) { var x = k ?? d; x.L.WriteLock(); x.N = 1; x.L.WriteUnlock(); k ??= d; k.N = 1; } // MML104
    void TryLocal(K k) { bool t = k.L.TryWriteLock(); if (!t) return; k.N = 1; k.L.WriteUnlock(); }
    void TryAnd(K k, bool b) { if (b && k.L.TryWriteLock()) { k.N = 1; k.L.WriteUnlock(); } }
    void TryOr(K k, bool b) { if (b || !k.L.TryWriteLock()) return; k.N = 1; k.L.WriteUnlock(); }
    void TryIs(K k) { if (k.L.TryWriteLock() is true) { k.N = 1; k.L.WriteUnlock(); } }
    void TrySwitch(K k) { switch (k.L.WriteLockKillable()) { case 0: k.N = 1; k.L.WriteUnlock(); break; case -4: return; } }
    void TrySwitchE(K k) { int r = k.L.TryWriteLock() switch { true => 1, false => 0 }; if (r == 1) k.L.WriteUnlock(); } // MML205|MML208|MML201?
    void TryTernary(K k) { if (k.L.TryWriteLock() ? true : false) { k.N = 1; k.L.WriteUnlock(); } }
    void Overwritten(K k) { bool t = k.L.TryWriteLock(); t = false; if (t) k.L.WriteUnlock(); } // MML208
    void Correlated(K k, bool w, bool x) { if (w) k.L.WriteLock(); if (x) Console.WriteLine(); if (w) { k.N = 1; k.L.WriteUnlock(); } }
    void Inline(K k, List<K> l, int[] a) { k.L.WriteLock(); l.ForEach(e => k.N++); Array.Sort(a, (x, y) => x - k.N); var s = l.Where(e => e != k && k.N > 1).ToList(); k.L.WriteUnlock(); l.ForEach(e => k.N++); } // MML104
    void Later(K k) { k.L.WriteLock(); Task.Run(() => k.N++); Action a = () => k.N = 1; k.L.WriteUnlock(); a(); } // MML104 x2
    IEnumerable<int> Lazy(K k) { k.L.ReadLock(); var q = k.Items.Select(i => i + 1); k.L.ReadUnlock(); return q; } // MML107
    void LocalFn(K k) { k.L.WriteLock(); F(); k.L.WriteUnlock(); void F() { k.N = 1; } }
    void LocalFn2(K k) { F(); k.L.WriteLock(); F(); k.L.WriteUnlock(); void F() { k.N = 1; } } // MML104|MML205
    void LocalFn3(K k) { F(k); [RequiresWrite("q.L")] void F(K q) { q.N = 1; } } // MML101
    Action Escapes(K k) { void F() { k.N = 1; } k.L.WriteLock(); F(); k.L.WriteUnlock(); return F; } // MML104
    async Task Aw(K k) { k.L.WriteLock(); await Task.Yield(); k.L.WriteUnlock(); } // MML501
    [RequiresWrite("k.L")] async Task Aw2(K k) { await Task.Yield(); k.N = 1; } // MML501
    static int s_n; static readonly object s_g = new(); [GuardedBy("s_g")] static int s_v = 3; static Flow() { s_v = 1; }
    static void Stat() { s_v = 2; lock (s_g) s_v = 3; _ = s_n; } // MML104
    void Ended(K k) { k.L.WriteLock(); using (k.L.Write()) { } k.L.WriteUnlock(); } // MML204
    void RwUp() { var r = new ReaderWriterLockSlim(); r.EnterReadLock(); r.EnterWriteLock(); r.ExitReadLock(); } // MML302
    void Rec() { var r = new ReaderWriterLockSlim(LockRecursionPolicy.SupportsRecursion); r.EnterWriteLock(); r.EnterWriteLock(); r.ExitWriteLock(); r.ExitWriteLock(); }
}
