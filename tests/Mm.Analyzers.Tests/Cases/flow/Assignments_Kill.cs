// Assignments rename held paths; calls of members that assign kill them; equality is evidence.
#nullable enable
using System;
using System.Diagnostics;
using Mm.Locks;

namespace Cases.Flow.Kill;

public sealed class Holder
{
    public RwSem Sem = new(); // MML003?
    public Holder? Next;
    [GuardedBy("Sem")] public int N; // MML003?

    void Renew() => Sem = new();
    void Harmless() { }

    public void Reassigned() { Sem.WriteLock(); N = 1; Sem = new(); N = 2; } // MML104, MML201?
    public void SavedBefore() { var s = Sem; s.WriteLock(); Sem = new(); s.WriteUnlock(); }
    public void Renewed() { Sem.WriteLock(); Renew(); N = 1; throw new InvalidOperationException(); } // MML104
    public void CallKeeps() { Sem.WriteLock(); Harmless(); N = 1; Sem.WriteUnlock(); }
    public void OtherObject(Holder other) { Sem.WriteLock(); other.Sem = new(); N = 1; Sem.WriteUnlock(); }
    public void LockStatement(object gate) { lock (gate) { gate = new object(); } }

    public void Walk(Holder first)
    {
        var h = first;
        h.Sem.WriteLock();
        h = h.Next!;
        h.N = 1; // MML104
        first.N = 2;
        first.Sem.WriteUnlock();
    }

    public static void HandOverHand(Holder first)
    {
        var h = first;
        h.Sem.WriteLock();
        while (h.Next is { } next)
        {
            next.Sem.WriteLockNested();
            h.Sem.WriteUnlock();
            h = next;
            h.N++;
        }
        h.Sem.WriteUnlock();
    }

    public static void EitherArm(Holder a, Holder b, bool c)
    {
        var h = c ? a : b;
        h.Sem.WriteLock();
        h.N = 1;
        h.Sem.WriteUnlock();
    }

    public static void EitherHeld(Holder a, Holder b, bool c)
    {
        Holder h;
        if (c) { a.Sem.WriteLock(); h = a; }
        else { b.Sem.WriteLock(); h = b; }
        h.N = 1;
        h.Sem.WriteUnlock();
    }

    public static void Evidence(Holder a, Holder b)
    {
        a.Sem.WriteLock();
        if (a.Next == b) a.Next.N = 1; // MML104
        Debug.Assert(ReferenceEquals(a, b));
        b.N = 2;
        b.Sem.WriteUnlock();
    }
}
