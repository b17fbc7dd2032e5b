// Seeded 36: two locks in both orders.
using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Mm.Locks;

namespace Cases.Builtin;

public class OrderInverted
{
    private readonly object _from = new();
    private readonly object _to = new();
    [GuardedBy("_from")] private int _a;
    [GuardedBy("_to")] private int _b;

    public void Forward() { lock (_from) { lock (_to) { _b += _a; } } }
    public void Backward() { lock (_to) { lock (_from) { _a += _b; } } } // MML304
}

public class OrderKept
{
    private readonly object _from = new();
    private readonly object _to = new();
    [GuardedBy("_from")] private int _a;
    [GuardedBy("_to")] private int _b;

    public void Forward() { lock (_from) { lock (_to) { _b += _a; } } }
    public void AlsoForward() { lock (_from) { _a++; lock (_to) { _b--; } } }
    public void Apart() { int b; lock (_to) { b = _b; } lock (_from) { _a += b; } }
}

public class OrderDeclared
{
    [AcquiredBefore("_inner")] private readonly Lock _outer = new();
    private readonly Lock _inner = new();

    public void Right() { lock (_outer) { lock (_inner) { } } }
    public void Wrong() { lock (_inner) { lock (_outer) { } } } // MML303
}
