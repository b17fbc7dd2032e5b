using System; using System.Threading; using System.Threading.Tasks; using System.Collections.Generic; using Mm.Locks;
namespace Cases.Order_By_Calls;
static class Locks { public static readonly object A = new(); public static readonly object B = new(); public static readonly object E = new(); public static readonly object F = new(); public static readonly object G = new(); public static readonly object H = new(); }
// no lock member here: reached by calls only
sealed class Plain
{
    public void TakesB() => Middle();
    private void Middle() { Helper.Last(); }
    public int Prop { get { lock (Locks.F) return 1; } }
}
static class Helper { public static void Last() { Console.WriteLine(); Deep(3); } static void Deep(int n) { if (n > 0) Deep(n - 1); else Takes(); } static void Takes() { lock (Locks.B) { } } }
sealed class First
{
    public void One(Plain p) { lock (Locks.A) { p.TakesB(); } } // MML304?
    public void Two() { lock (Locks.B) { lock (Locks.A) { } } } // MML304
    public int Three(Plain p) { lock (Locks.E) return p.Prop; }
    public void Four() { lock (Locks.F) lock (Locks.E) { } } // MML304
}
sealed class Lambdas
{
    void Later() => Task.Run(() => { lock (Locks.G) lock (Locks.H) { } });
    void Under() { lock (Locks.H) Later(); }
    void Listed(List<int> l) => l.ForEach(x => { lock (Locks.G) { } });
    void Under2(List<int> l) { lock (Locks.H) Listed(l); } // MML304
}
sealed class Declared
{
    private readonly object _a = new(); [AcquiredAfter("_a")] private readonly object _b = new(); private readonly object _c = new();
    void V() { lock (_b) Helper(); } // MML304
    [Excludes("_a")] void Helper() { lock (_a) { } }
    void W() { lock (_a) Helper2(); }
    void Helper2() { lock (_b) { } }
}
sealed class Locals
{
    private readonly object _a = new(), _b = new();
    void V() { lock (_a) { Inner(); } void Inner() { lock (_b) { } } }
    void W() { lock (_b) { lock (_a) { } } } // MML304
}
