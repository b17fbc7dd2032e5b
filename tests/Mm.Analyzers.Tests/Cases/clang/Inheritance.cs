// An override that says nothing keeps the contract of what it overrides.
using Mm.Locks;

namespace Cases.Clang;

abstract class Device
{
    public readonly RwSem Mu = new();
    [GuardedBy("Mu")] protected int State;
    [RequiresWrite("Mu")] public abstract void Start();
    [RequiresRead("Mu")] public virtual int Status() => State;
    [AcquiresWrite("Mu")] public virtual void Claim() => Mu.WriteLock();
    [ReleasesWrite("Mu")] public virtual void Unclaim() => Mu.WriteUnlock();
}

interface IProbe
{
    RwSem Lock { get; }
    [RequiresRead("Lock")] int Probe();
}

sealed class Disk : Device, IProbe
{
    public RwSem Lock { [ReturnsLock("Mu")] get => Mu; }
    public override void Start() => State = 1;
    public override int Status() => State + 1;
    public override void Claim() { base.Claim(); State = 2; }
    public int Probe() => State;
    public void Reset() => State = 0; // MML104
}

sealed class Tape : Device
{
    public override void Start() { }
    public override int Status() { State = 1; return 0; } // MML105
    public override void Claim() { } // MML212
}

static class Users
{
    public static void Right(Disk d) { d.Claim(); d.Start(); int s = d.Status(); d.Unclaim(); }
    public static void Unheld(Disk d) => d.Start(); // MML101
    public static int UnheldRead(Device d) => d.Status(); // MML103
    public static void Leaks(Disk d) { d.Claim(); } // MML201
    public static int ByInterface(IProbe p) { p.Lock.ReadLock(); int v = p.Probe(); p.Lock.ReadUnlock(); return v; }
    public static int ByInterfaceUnheld(IProbe p) => p.Probe(); // MML103
    public static void ByTheClass(Disk d) { d.Mu.ReadLock(); int v = d.Probe(); d.Mu.ReadUnlock(); }
}
