// patterns, switch expressions, goto, using in switch sections, checked, query, expression trees, nested lambdas
using System; using System.Collections.Generic; using System.Linq; using System.Linq.Expressions; using System.Threading; using System.Threading.Tasks; using Mm.Locks;
namespace Cases.Forms.More.Flow2;
sealed class P
{
    readonly RwSem _s = new();
    readonly object _g = new();
    [GuardedBy("_g")] int _n;
    [GuardedBy("_g")] int[] _a = [1, 2, 3];
    [GuardedBy("_g")] readonly List<int> _l = new();
    [GuardedBy("_g")] P? _next;
    [GuardedBy("_s")] int _m;
    static bool Test() => s_t; static readonly bool s_t;
    static void Work(int x) { }

    public int ListPattern() => _a is [1, .. var rest, 3] ? rest.Length : 0; // MML106
    public int ListPatternRight() { lock (_g) return _a is [var first, ..] ? first : 0; }
    public int ListOfList() => _l is [] ? 0 : 1; // MML106
    public int Slice() { lock (_g) return _l is [_, .., var last] ? last : 0; }
    public int Prop(P p) => p is { _n: > 0 } ? 1 : 0; // MML106
    public int PropNested(P p) => p is { _next._n: > 0 } ? 1 : 0; // MML106 x2
    public int PropRight(P p) { lock (p._g) return p is { _n: > 0 and < 5 } ? 1 : 0; }
    public int SwitchExpr(int i) => i switch { 0 => _n, 1 when _n > 2 => 1, _ => 0 }; // MML106 x2
    public int SwitchExprRight(int i) { lock (_g) return i switch { 0 => _n, 1 when _n > 2 => 1, _ => 0 }; }
    public int SwitchOn() => _n switch { 0 => 1, _ => 2 }; // MML106
    public void SwitchWhen(int i)
    {
        switch (i)
        {
            case 1 when _s.TryWriteLock():
                _m = 1;
                _s.WriteUnlock();
                break;
            case 2:
                _m = 2; // MML104
                break;
        }
    }
    public void SwitchWhenAnd(int i)
    {
        switch (i)
        {
            case > 1 when Test() && _s.TryWriteLock(): _m = 1; _s.WriteUnlock(); break;
            default: break;
        }
    }
    public void SwitchWhenLeak(int i)
    {
        switch (i)
        {
            case 1 when _s.TryWriteLock(): _m = 1; break; // MML201
            default: break;
        }
    }
    public void SwitchTry()
    {
        switch (_s.TryWriteLock()) { case true: _m = 1; _s.WriteUnlock(); break; case false: break; }
    }
    public void SwitchTryWrong()
    {
        switch (_s.TryWriteLock()) { case false: _m = 1; break; case true: _s.WriteUnlock(); break; } // MML104
    }
    public int SwitchExprTry() { if (_s.TryWriteLock() switch { true => false, false => true }) return 0; _m = 1; _s.WriteUnlock(); return 1; }
    public void UsingInSection(int i)
    {
        switch (i)
        {
            case 1: { using var w = _s.Write(); _m = 1; break; }
            case 2: { using var r = _s.Read(); _m = 2; break; } // MML105
            case 3: _m = 3; break; // MML104
        }
    }
    public void Goto(bool b)
    {
        _s.WriteLock();
        if (b) goto done;
        _m = 1;
    done:
        _m = 2;
        _s.WriteUnlock();
    }
    public void GotoLeak(bool b)
    {
        _s.WriteLock(); // MML201
        if (b) goto done;
        _s.WriteUnlock();
    done:
        Work(1);
    }
    public void GotoBack()
    {
    again:
        _s.WriteLock();
        if (Test()) { _s.WriteUnlock(); goto again; }
        _m = 1;
        _s.WriteUnlock();
    }
    public void GotoCase(int i) // anywhere: MML205|MML104|MML201
    {
        switch (i)
        {
            case 0: _s.WriteLock(); goto case 1;
            case 1: _m = 1; break;
            case 2: _s.WriteLock(); goto case 3;
            case 3: Work(2); goto default;
            default: break;
        }
    }
    public void GotoOut() { while (true) { using (_s.Write()) { if (Test()) goto end; _m = 1; } } end: _m = 2; } // MML104
    public void Checked() { checked { _n++; } unchecked { _n += 2; } } // MML104 x2
    public void CheckedRight() { lock (_g) { checked { _n++; } } }
    public IEnumerable<int> Query() => from x in _l where x > _n select x; // MML106 x2
    public List<int> QueryRight() { lock (_g) return (from x in _l where x > _n orderby x select x + _n).ToList(); }
    public List<int> QueryJoin() { lock (_g) return (from x in _l join y in _a on x equals y into z let k = z.Count() select k + _n).ToList(); }
    public IEnumerable<int> QueryLeaves() { lock (_g) return from x in _l select x; } // MML107
    public int QuerySum() => (from x in _l select x).Sum(); // MML106
    public Expression<Func<int>> Tree() => () => _n; // MML106
    public Expression<Func<int>> TreeRight() { lock (_g) { int n = _n; return () => n; } }
    public Func<Func<int>> Nested() => () => () => _n; // MML106
    public Func<Func<int>> NestedRight() => () => () => { lock (_g) return _n; };
    public Func<int> NestedHeld() { lock (_g) { return () => { Func<int> f = () => _n; return f(); }; } } // MML106
    public void NestedInline() { lock (_g) { _l.ForEach(x => _l.FindAll(y => y > _n + x)); } }
    public void StaticLocal()
    {
        lock (_g) { _n = F(this); }
        static int F(P p) => p._n;
    }
    public void StaticLocalWrong()
    {
        _n = 0; // MML104
        Work(F(this));
        static int F(P p) => p._n; // MML106
    }
    public void LocalContract()
    {
        lock (_g) F();
        G(); // MML101
        void F() { _n = 1; }
        [RequiresWrite("_s")] void G() { _m = 1; }
    }
    public void LocalRecursive(int d) { lock (_g) F(d); void F(int k) { if (k > 0) { _n = k; F(k - 1); } } }
    public void LocalDelegate() { lock (_g) { Action a = F; a(); } void F() { _n = 1; } } // MML104
    public void LocalGeneric() { lock (_g) F<int>(); void F<T>() { _n = 1; } }
    public async Task AsyncLocal() { lock (_g) { _n = 1; } await F(); async Task F() { await Task.Yield(); _n = 1; } } // MML104
    ~P() { _n = 0; } // MML104?
}
sealed class Fin
{
    readonly object _g = new();
    [GuardedBy("_g")] int _n;
    static readonly object s_g = new();
    [GuardedBy("s_g")] static int s_n;
    ~Fin() { lock (s_g) s_n--; }
    static Fin() { s_n = 1; }
    public static void Wrong() { s_n = 2; } // MML104
    public Fin() { _n = 1; s_n++; } // MML104
}
sealed class FinWrong { static readonly object s_g = new(); [GuardedBy("s_g")] static int s_n; ~FinWrong() { s_n--; } } // MML104
sealed class LocalParameters
{
    readonly object _g = new();
    [GuardedBy("_g")] int _n;
    [GuardedBy("_g")] readonly List<int> _list = new();
    public void One(LocalParameters o) { lock (o._g) F(o); static void F(LocalParameters p) { p._n = 1; } }
    public void Two(LocalParameters o, LocalParameters q) { lock (o._g) F(o); lock (q._g) F(q); static void F(LocalParameters p) { p._n = 1; } }
    public void Wrong(LocalParameters o, LocalParameters q) { lock (o._g) F(q); static void F(LocalParameters p) { p._n = 1; } } // MML104
    public void OneWrong(LocalParameters o, LocalParameters q) { lock (o._g) { F(o); F(q); } static void F(LocalParameters p) { p._n = 1; } } // MML104|MML205
    public void Reassigned(LocalParameters o, LocalParameters q) { lock (o._g) F(o); void F(LocalParameters p) { p = q; p._n = 1; } } // MML104
    public void Recursive(LocalParameters o) { lock (o._g) F(o, 3); static void F(LocalParameters p, int d) { p._n = 1; if (d > 0) F(p, d - 1); } }
    public void RecursiveOther(LocalParameters o, LocalParameters q) { lock (o._g) F(o, 3); void F(LocalParameters p, int d) { p._n = 1; if (d > 0) F(q, d - 1); } } // MML104|MML205
    public void Null(LocalParameters o) { lock (o._g) F(o, null); static void F(LocalParameters p, object? x) { if (x is null) p._n = 1; } }
    public bool Count() => _list is { Count: > 0 }; // MML106
    public bool CountNot() => _list is not { Count: > 0 }; // MML106
    public bool CountRight() { lock (_g) return _list is { Count: > 0 }; }
    public bool NullTest() => _list is { };
    public bool NullTest2() => _list is not null;
    public int Switch() => _list switch { [] => 0, [var x] => x, _ => 2 }; // MML106
    public int SwitchRight() { lock (_g) return _list switch { [] => 0, [var x] => x, { Count: 3 } => 3, _ => 2 }; }
}
