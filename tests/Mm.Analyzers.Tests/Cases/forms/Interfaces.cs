// Default members, explicit implementations, static abstract members, covariant returns.
using Mm.Locks;

namespace Cases.Forms;

interface ISource
{
    RwSem Sem { get; }
    [RequiresRead("Sem")] int Read();
    [RequiresRead("Sem")] int Twice() => Read() * 2;
    int Unheld() => Read(); // MML103
    int Held() { using var hold = Sem.Read(); return Twice(); }
    [AcquiresWrite("Sem")] void Open() => Sem.WriteLock();
    [AcquiresWrite("Sem")] void Forgotten() { } // MML212
}

sealed class Source : ISource
{
    public RwSem Sem { get; } = new();
    [GuardedBy("Sem")] int _n;
    int ISource.Read() => _n;
    public int Own() { using var hold = Sem.Read(); return ((ISource)this).Read(); }
    public int OwnUnheld() => ((ISource)this).Read(); // MML103
    public void Wrong() => _n = 1; // MML104
}

sealed class Loud : ISource
{
    public RwSem Sem { get; } = new();
    [GuardedBy("Sem")] int _n;
    public int Read() => _n;
    public int Twice() { _n = 1; return _n; } // MML105
}

static class SourceUsers
{
    public static int Right(ISource s) { using var hold = s.Sem.Read(); return s.Read() + s.Twice(); }
    public static int Wrong(ISource s) => s.Twice(); // MML103
    public static int WrongOfTheClass(Loud s) => s.Read(); // MML103
    public static void Opened(ISource s) { s.Open(); s.Sem.WriteUnlock(); }
    public static void Leaks(ISource s) { s.Open(); } // MML201
}
