// A lock that is held was reached through what is not null.
using System;
using System.Threading;
using Mm.Locks;

namespace Cases.Clang;

sealed class HeldThrough
{
    readonly RwSem _mu = new();
    static HeldThrough? Find() => null;
    public static void A(HeldThrough? s)
    {
        try { s!._mu.WriteLock(); }
        finally { if (s != null) s._mu.WriteUnlock(); }
    }
    public static void B()
    {
        var s = Find();
        if (s == null) return;
        s._mu.WriteLock();
        s?._mu.WriteUnlock();
    }
    public static void C(HeldThrough? s)
    {
        s?._mu.WriteLock();
        if (s == null) return;
        s._mu.WriteUnlock();
    }
    public static void D(object? gate)
    {
        Monitor.Enter(gate!);
        if (gate is not null) Monitor.Exit(gate);
    }
}
