// An order that is declared between locks is kept, directly and through calls.
using Mm.Locks;

namespace Cases.Clang;

sealed class Ordered
{
    [AcquiredBefore("_inner")] readonly RwSem _outer = new();
    readonly RwSem _inner = new();
    [AcquiredAfter("_inner")] readonly SpinLockLike _leaf = new();

    public void AsDeclared()
    {
        _outer.WriteLock();
        _inner.WriteLock();
        _leaf.Lock();
        _leaf.Unlock();
        _inner.WriteUnlock();
        _outer.WriteUnlock();
    }

    public void OneLeftOut()
    {
        _outer.WriteLock();
        _leaf.Lock();
        _leaf.Unlock();
        _outer.WriteUnlock();
    }

    public void Against()
    {
        _inner.WriteLock();
        _outer.WriteLock(); // MML303
        _outer.WriteUnlock();
        _inner.WriteUnlock();
    }

    public void AgainstOverTwo()
    {
        _leaf.Lock();
        _outer.ReadLock(); // MML303
        _outer.ReadUnlock();
        _leaf.Unlock();
    }

    public void AfterTheOther()
    {
        _inner.WriteLock();
        _inner.WriteUnlock();
        _outer.WriteLock();
        _outer.WriteUnlock();
    }

    public void TriedAgainst()
    {
        _inner.WriteLock();
        if (_outer.TryWriteLock()) _outer.WriteUnlock();
        _inner.WriteUnlock();
    }

    [RequiresWrite("_inner")]
    public void AgainstTheContract()
    {
        _outer.WriteLock(); // MML303
        _outer.WriteUnlock();
    }
}
