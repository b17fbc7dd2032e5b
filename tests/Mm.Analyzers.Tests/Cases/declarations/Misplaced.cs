// Annotations where they mean nothing, beside the places where they do.
using System;
using System.Collections.Generic;
using System.Threading;
using Mm.Locks;

namespace Cases;

public abstract class MisplacedMembers
{
    protected readonly RwSem _sem = new();

    [Nested("child after parent")] public abstract void NestedNothing(); // MML002
    [Nested("child after parent")] [AcquiresWrite("_sem")] public abstract void NestedAcquisition();

    [Mutates] public abstract void Changes();
    [Mutates] public static void ChangesNothing() { } // MML002
    [Isolates] public abstract void Unlinks();
    [Isolates] public static void UnlinksNothing() { } // MML002

    public abstract void Runs([InvokedInline] Action action);
    public abstract void RunsAny<T>([InvokedInline] T action) where T : Delegate;
    public abstract void RunsNumber([InvokedInline] int action); // MML002
    public abstract void RunsText([InvokedInline] string action); // MML002

    public abstract void Frees([Consumes] object o);
    public abstract void FreesOut([Consumes] out object o); // MML002
    public abstract void KeepsOut([NoEscape] out object o); // MML002
    public abstract void FreesAndLeaves([Consumes] [NoEscape] object o); // MML002

    [return: Isolated] public abstract object Made();
    [return: Isolated] public abstract void MadeNothing(); // MML002
    [return: ValidUnder("_sem")] public abstract object Found();
    [return: ValidUnder("_sem")] public abstract void FoundNothing(); // MML002
    [ReturnsLock("_sem")] public abstract RwSem Lock();
    [ReturnsLock("_sem")] public abstract int LockNumber(); // MML002
    [NoLockAnalysis("by hand")] public abstract void NoBody(); // MML002
    [NoLockAnalysis("by hand")] public void Body() { }
}

public class MisplacedState
{
    private readonly RwSem _sem = new();
    [GuardedBy("_sem")] private const int Limit = 3; // MML002
    [GuardedBy("_sem")] private int _count;
    [GuardedBy("_list")] private readonly List<int> _list = new();
    [GuardedBy("_loose")] private List<int> _loose = new(); // MML002, MML003
    [LockOwner] private readonly Owner _owner = new();
    [LockOwner] private readonly int _number; // MML002
    [LockOwner] private static readonly Owner s_owner = new(); // MML002
    [AcquiredBefore("_sem")] private readonly int _notALock; // MML002
    [AcquiredBefore] private readonly RwSem _before = new(); // MML002
    public void Loose() { lock (_loose) { _loose.Add(1); } }
    public int Use() { lock (_list) { _list.Add(1); } return Limit + _number + _notALock; }
    [RequiresWrite("_sem")] public void Count() => _count++;
    [RequiresWrite("_sem")] static MisplacedState() { } // MML002
    [RequiresWrite("Registry.Gate")] ~MisplacedState() { } // MML002
}

public static class Registry { public static readonly object Gate = new(); }

public class Owner
{
    [DefaultLock] public readonly RwSem First = new();
    [DefaultLock] public readonly RwSem Second = new(); // MML002
    [GuardedBy] public int N;
}

public class NoLockAtAll
{
    [DefaultLock] public readonly int Number; // MML002
    [DefaultLock] public readonly object Gate = new(); // MML002
}

[ScopedLock] public ref struct Disposed { public void Dispose() { } }
[ScopedLock] public ref struct Released { [Releases] public extern void End(); }
[ScopedLock] public ref struct Endless { public void Use() { } } // MML002
[ScopedLock] [Lock] public class Both { public void Dispose() { } } // MML002
[Lock] public static class NoValues { } // MML002
