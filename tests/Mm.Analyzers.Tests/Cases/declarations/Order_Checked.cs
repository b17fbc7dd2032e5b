// Orders by type, by member, by both, in several declarations, directly and through others.
using System.Threading;
using Mm.Locks;

[assembly: LockOrder(typeof(Cases.Outer1), "Space.Map", typeof(Cases.Leaf))]
[assembly: LockOrder("File.Tree", "Space.Map")]
[assembly: LockOrder(typeof(Cases.Alone))]

namespace Cases;

[Lock] public class Outer1 { [AcquiresWrite] public extern void Lock(); [ReleasesWrite] public extern void Unlock(); [AcquiresWrite(When = true)] public extern bool TryLock(); }
[Lock] public class Leaf { [AcquiresWrite] public extern void Lock(); [ReleasesWrite] public extern void Unlock(); [AcquiresWrite, Nested("by address")] public extern void LockNested(); }
[Lock] public class Alone { [AcquiresWrite] public extern void Lock(); [ReleasesWrite] public extern void Unlock(); }
public class Space { public readonly RwSem Map = new(); public readonly RwSem Unordered = new(); }
public class File { public readonly RwSem Tree = new(); }

public class Chain
{
    [AcquiredBefore("_b")] private readonly object _a = new();
    [AcquiredBefore("_c")] private readonly object _b = new();
    private readonly object _c = new();
    [AcquiredAfter("_c")] private readonly object _d = new();

    public void Right() { lock (_a) { lock (_b) { lock (_c) { lock (_d) { } } } } }
    public void Direct() { lock (_b) { lock (_a) { } } } // MML303
    public void Transitive() { lock (_c) { lock (_a) { } } } // MML303
    public void After() { lock (_d) { lock (_c) { } } } // MML303
    public void ThroughAll() { lock (_d) { lock (_a) { } } } // MML303
}

public static class ByType
{
    public static void Right(Outer1 o, Space s, Leaf l) { o.Lock(); s.Map.WriteLock(); l.Lock(); l.Unlock(); s.Map.WriteUnlock(); o.Unlock(); }
    public static void Skipping(Outer1 o, Leaf l) { o.Lock(); l.Lock(); l.Unlock(); o.Unlock(); }
    public static void Inverted(Outer1 o, Leaf l) { l.Lock(); o.Lock(); o.Unlock(); l.Unlock(); } // MML303
    public static void MemberInverted(Outer1 o, Space s) { s.Map.ReadLock(); o.Lock(); o.Unlock(); s.Map.ReadUnlock(); } // MML303
    public static void OtherMember(Outer1 o, Space s) { s.Unordered.ReadLock(); o.Lock(); o.Unlock(); s.Unordered.ReadUnlock(); }
    public static void SecondDeclaration(File f, Space s) { s.Map.ReadLock(); f.Tree.ReadLock(); f.Tree.ReadUnlock(); s.Map.ReadUnlock(); } // MML303
    public static void AcrossDeclarations(File f, Leaf l) { l.Lock(); f.Tree.ReadLock(); f.Tree.ReadUnlock(); l.Unlock(); } // MML303
    public static void NotOrdered(File f, Outer1 o) { o.Lock(); f.Tree.ReadLock(); f.Tree.ReadUnlock(); o.Unlock(); f.Tree.ReadLock(); o.Lock(); o.Unlock(); f.Tree.ReadUnlock(); }
    public static void TryInverted(Outer1 o, Leaf l) { l.Lock(); if (o.TryLock()) o.Unlock(); l.Unlock(); }
    public static void TwoOfAType(Leaf a, Leaf b) { a.Lock(); b.Lock(); b.Unlock(); a.Unlock(); } // MML303
    public static void TwoNested(Leaf a, Leaf b) { a.Lock(); b.LockNested(); b.Unlock(); a.Unlock(); }
    public static void TwoAlone(Alone a, Alone b) { a.Lock(); b.Lock(); b.Unlock(); a.Unlock(); } // MML303
    public static void TwoUnordered(Space a, Space b) { a.Unordered.ReadLock(); b.Unordered.ReadLock(); b.Unordered.ReadUnlock(); a.Unordered.ReadUnlock(); }
    public static void TwoOfAMember(Space a, Space b) { a.Map.ReadLock(); b.Map.ReadLock(); b.Map.ReadUnlock(); a.Map.ReadUnlock(); }
    public static void DowngradeIsFree(Space s, Leaf l) { s.Map.WriteLock(); l.Lock(); s.Map.Downgrade(); l.Unlock(); s.Map.ReadUnlock(); }
}
