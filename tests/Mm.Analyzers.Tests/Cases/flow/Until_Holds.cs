// Holds that end with the write hold of another lock.
#nullable enable
using System;
using Mm.Locks;

namespace Cases.Flow.UntilHolds;

[Lock("part lock", Reentrant = true)] public sealed class PartLock { }

public sealed class Whole
{
    public readonly RwSem Sem = new();
}

public sealed class Part
{
    [LockOwner] public Whole Whole { get; } = new();
    [DefaultLock] public readonly PartLock Lock = new();
    [GuardedBy("Lock")] public int N;
    public Part? Next;

    [RequiresWrite("Whole.Sem")] [AcquiresWrite("Lock", Until = "Whole.Sem")] public extern void Start();
}

public static class Users
{
    public static void Ends(Part p) { p.Whole.Sem.WriteLock(); p.Start(); p.N = 1; p.Whole.Sem.WriteUnlock(); p.N = 2; } // MML104
    public static void EndsByDowngrade(Part p) { p.Whole.Sem.WriteLock(); p.Start(); p.Whole.Sem.Downgrade(); p.N = 2; p.Whole.Sem.ReadUnlock(); } // MML104
    public static void Again(Part p) { p.Whole.Sem.WriteLock(); p.Start(); p.Start(); p.N = 1; p.Whole.Sem.WriteUnlock(); }
    public static void NoOuter(Part p) { p.Start(); p.N = 1; } // MML101, MML104

    public static void OnSomeSides(Part p, bool b)
    {
        p.Whole.Sem.WriteLock();
        if (b) p.Start();
        p.Whole.Sem.WriteUnlock();
    }

    public static void OnSomeSidesUsed(Part p, bool b)
    {
        p.Whole.Sem.WriteLock();
        if (b) p.Start();
        p.N = 1; // MML104
        p.Whole.Sem.WriteUnlock();
    }

    [RequiresWrite("p.Whole.Sem")] public static void LeftHeld(Part p) { p.Start(); p.N = 1; }
    [RequiresWrite("p.Whole.Sem")] public static void CallerSees(Part p) { LeftHeld(p); p.N = 2; } // MML104

    public static void Loop(Whole whole, Part first)
    {
        whole.Sem.WriteLock();
        for (Part? p = first; p != null; p = p.Next)
        {
            if (p.Whole != whole) break;
            p.Start();
            p.N++;
        }
        whole.Sem.WriteUnlock();
    }

    public static void LoopWrong(Whole whole, Part first)
    {
        whole.Sem.WriteLock();
        first.Start();
        for (Part? p = first; p != null; p = p.Next)
        {
            p.N++; // MML104
        }
        whole.Sem.WriteUnlock();
    }
}
