// strict-info
using System; using System.Threading; using System.Collections.Generic; using System.Diagnostics.CodeAnalysis; using Mm.Locks;
namespace Cases.Throws_Holding;
static class T { [DoesNotReturn] public static void Fail() => throw new Exception(); public static void If([DoesNotReturnIf(true)] bool b) { if (b) throw new Exception(); } public static void Unless([DoesNotReturnIf(false)] bool b) { if (!b) throw new Exception(); } [DoesNotReturn] public static T1 FailWith<T1>() => throw new Exception(); }
sealed class C
{
    private readonly RwSem _s = new(); [GuardedBy("_s")] private int _n; private object? _o;
    void A(bool b) { _s.WriteLock(); if (b) throw new Exception(); _s.WriteUnlock(); } // MML209
    void B(bool b) { _s.WriteLock(); if (b) T.Fail(); _s.WriteUnlock(); } // MML209
    void D() { _s.WriteLock(); _n = (_o ?? throw new Exception()).GetHashCode(); _s.WriteUnlock(); } // MML209
    void E() { _s.WriteLock(); try { _n = 1; } catch (InvalidOperationException) { throw; } _s.WriteUnlock(); } // MML209?
    void E2() { _s.WriteLock(); try { Console.WriteLine(); } catch (InvalidOperationException) { throw; } _s.WriteUnlock(); } // MML209
    void F(bool b) { _s.WriteLock(); T.If(b); _s.WriteUnlock(); } // MML209?
    void G(object? o) { _s.WriteLock(); ArgumentNullException.ThrowIfNull(o); _s.WriteUnlock(); }
    void H(bool b) { _s.WriteLock(); try { if (b) throw new Exception(); } finally { _s.WriteUnlock(); } }
    void I(bool b) { using (_s.Write()) { if (b) throw new Exception(); } }
    void J(bool b) { _s.WriteLock(); try { if (b) throw new Exception(); _n = 1; } catch { _n = 2; } _s.WriteUnlock(); }
    int K(int k) { _s.WriteLock(); int r = k switch { 1 => 2, 2 => throw new Exception(), _ => T.FailWith<int>() }; _s.WriteUnlock(); return r; } // MML209
    void L() { _s.WriteLock(); throw new Exception(); } // MML209
    [RequiresWrite("_s")] void M(bool b) { if (b) throw new Exception(); _n = 1; }
    [ReleasesWrite("_s")] void N(bool b) { if (b) throw new Exception(); _s.WriteUnlock(); }
    [AcquiresWrite("_s")] void O(bool b) { _s.WriteLock(); if (b) throw new Exception(); } // MML209
    void P(bool b) { _s.WriteLock(); try { if (b) throw new InvalidOperationException(); } catch (ArgumentException) { } _s.WriteUnlock(); } // MML209
    void Q(bool b) { _s.WriteLock(); if (b) { _s.WriteUnlock(); throw new Exception(); } _s.WriteUnlock(); }
    void R(int k) { _s.WriteLock(); ArgumentOutOfRangeException.ThrowIfNegative(k); System.Diagnostics.Debug.Assert(k > 0); _s.WriteUnlock(); }
    void S() { _s.WriteLock(); try { Console.WriteLine(); } catch (Exception e) when (e.Message == "") { throw new Exception("", e); } finally { _s.WriteUnlock(); } }
}
