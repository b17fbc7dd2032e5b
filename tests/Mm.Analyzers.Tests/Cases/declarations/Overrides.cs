// Overrides and implementations that ask for more, or promise less, than what callers are checked against.
using System;
using Mm.Locks;

namespace Cases;

public abstract class Store
{
    protected readonly RwSem _sem = new();
    protected readonly RwSem _other = new();
    [RequiresRead("_sem")] public abstract int Count();
    [RequiresWrite("_sem")] public abstract void Add();
    [AcquiresWrite("_sem")] public abstract void Begin();
    [AcquiresWrite("_sem", When = true)] public abstract bool TryBegin();
    [ReleasesWrite("_sem")] public abstract void End();
    [RequiresWrite("_sem")] public abstract void Plain();
    [MayRelease("_sem")] public abstract void Wait();
    [Excludes("_sem")] public abstract void Reload();
    public abstract void Free();
    public abstract int Size { [RequiresRead("_sem")] get; [RequiresWrite("_sem")] set; }
    public abstract void Keep([NoEscape] object o, object p);
    [return: Isolated] public abstract object Make();
    [RequiresReadAny("_sem", "_other")] public abstract void Either();
}

public sealed class Stricter : Store
{
    [RequiresWrite("_sem")] public override int Count() => 0; // MML401
    [RequiresWrite("_sem", "_other")] public override void Add() { } // MML401
    [AcquiresRead("_sem")] public override void Begin() => _sem.ReadLock(); // MML401
    [AcquiresWrite("_sem")] public override bool TryBegin() { _sem.WriteLock(); return true; } // MML401
    [RequiresWrite("_sem")] public override void End() { } // MML401
    [RequiresWrite("_sem")] [MayRelease("_sem")] public override void Plain() { } // MML401
    [RequiresWrite("_sem")] public override void Wait() { } // MML401
    [Excludes("_sem", "_other")] public override void Reload() { } // MML401
    [Excludes("_sem")] public override void Free() { } // MML401
    public override int Size { [RequiresWrite("_sem")] get => 0; [RequiresWrite("_sem")] set { } } // MML401
    public override void Keep(object o, [Isolated] object p) { } // MML401
    public override object Make() => new();
    [RequiresRead("_sem")] public override void Either() { } // MML401
}

public sealed class Same : Store
{
    [RequiresRead("_sem")] public override int Count() => 0;
    public override void Add() { }
    [AcquiresWrite("this._sem")] public override void Begin() => _sem.WriteLock();
    public override bool TryBegin() => _sem.TryWriteLock();
    [ReleasesWrite("_sem")] public override void End() => _sem.WriteUnlock();
    [RequiresRead("_sem")] public override void Plain() { }
    public override void Wait() { }
    public override void Reload() { }
    public override void Free() { }
    public override int Size { [RequiresRead("_sem")] get => 0; [RequiresRead("_sem")] set { } }
    public override void Keep(object o, [NoEscape] object p) { }
    [return: Isolated] public override object Make() => new();
    [RequiresReadAny("_other", "_sem")] public override void Either() { }
}

public interface ITable
{
    RwSem Sem { get; }
    [RequiresRead("Sem")] int Rows();
    void Clear();
    [RequiresWrite("t.Sem")] static abstract void Reset(ITable t);
}

public sealed class GoodTable : ITable
{
    private readonly RwSem _sem = new();
    public RwSem Sem => _sem;
    [RequiresRead("_sem")] public int Rows() => 0;
    public void Clear() { }
    public static void Reset(ITable table) { }
}

public sealed class BadTable : ITable
{
    public RwSem Sem { get; } = new();
    [RequiresWrite("Sem")] public int Rows() => 0; // MML401
    [RequiresWrite("Sem")] void ITable.Clear() { } // MML401
    [RequiresWrite("t.Sem")] public static void Reset(ITable t) { }
}

public class Base { protected readonly RwSem _sem = new(); [RequiresWrite("_sem")] public void Clear() { } }
public interface IClear { void Clear(); }
public sealed class InheritsImplementation : Base, IClear { } // MML401

public class Printed
{
    private readonly RwSem _sem = new();
    [RequiresRead("_sem")] public override string ToString() => ""; // MML401
}

[ScopedLock] public sealed class ClassGuard : IDisposable { [Releases] public void Dispose() { } }
