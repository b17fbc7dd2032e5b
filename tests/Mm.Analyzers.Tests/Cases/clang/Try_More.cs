// Results of tries that are combined, negated, copied, looped on and joined.
using System.Diagnostics.CodeAnalysis;
using Mm.Locks;

namespace Cases.Clang;

sealed class TryMore
{
    readonly RwSem _mu = new();
    [GuardedBy("_mu")] int _n;
    bool _c;

    static bool Flip() => true;

    public void WhileItSucceeds()
    {
        while (_mu.TryWriteLock())
        {
            _n++;
            _mu.WriteUnlock();
        }
    }

    public void ItsOwnNegation()
    {
        bool b = _mu.TryWriteLock();
        b = !b;
        if (b) return;
        _n = 1;
        _mu.WriteUnlock();
    }

    public void NegatedTwice()
    {
        bool b1 = _mu.TryWriteLock();
        bool b2 = !b1;
        bool b3 = !b2;
        if (b3)
        {
            _n = 1;
            _mu.WriteUnlock();
        }
    }

    public void CopyBeforeAChange()
    {
        bool b = _mu.TryWriteLock();
        bool b2 = b;
        if (_c) b = true;
        if (b2)
        {
            _n = 1;
            _mu.WriteUnlock();
        }
    }

    public void ChangedOnOneWay()
    {
        bool b = _mu.TryWriteLock();
        bool b2 = b;
        if (_c) b = true;
        if (b)
        {
            _n = 1; // MML208|MML104|MML205
        }
        if (b2) _mu.WriteUnlock();
    }

    public void OverALoop()
    {
        bool b = _mu.TryWriteLock();
        for (int i = 0; i < 10; i++)
        {
        }
        if (b)
        {
            _n = 1;
            _mu.WriteUnlock();
        }
    }

    public void FlippedInALoop() // anywhere: MML208|MML104|MML205|MML201
    {
        bool b = _mu.TryWriteLock();
        while (_c)
        {
            if (b) _n = 1;
            b = !b;
        }
    }

    public void TriedOrTaken()
    {
        if (_c)
        {
            if (!_mu.TryWriteLock()) return;
        }
        else
        {
            _mu.WriteLock();
        }
        _n = 1;
        _mu.WriteUnlock();
    }

    public int TriedOrTakenShared()
    {
        if (_c)
        {
            if (!_mu.TryReadLock()) return 0;
        }
        else
        {
            _mu.ReadLock();
        }
        int seen = _n;
        _mu.ReadUnlock();
        return seen;
    }

    public void AsANumber()
    {
        if ((_mu.TryWriteLock() ? 1 : 0) != 0) _mu.WriteUnlock();
    }

    public void AsTheOtherNumber()
    {
        if ((_mu.TryWriteLock() ? 0 : 1) == 1) return;
        _mu.WriteUnlock();
    }

    public void AsTheOtherBool()
    {
        if (_mu.TryWriteLock() ? false : true) return;
        _mu.WriteUnlock();
    }

    public void AsTheWrongBool()
    {
        if (_mu.TryWriteLock() ? false : true) // MML201
            _mu.WriteUnlock(); // MML202
    }

    public void AfterAnotherInALocal()
    {
        bool b = _mu.TryWriteLock();
        if (Flip() & b)
        {
        }
        if (b) _mu.WriteUnlock();
    }

    public void WhileBoth()
    {
        while (_c && _mu.TryWriteLock())
        {
            _n = 1;
            _c = Flip();
            _mu.WriteUnlock();
        }
    }

    public void BreakUnless()
    {
        while (_c)
        {
            if (Flip() || !_mu.TryWriteLock()) break;
            _n = 1;
            _mu.WriteUnlock();
        }
    }

    public void DoWhileTaken()
    {
        _mu.WriteLock();
        do
        {
            _n = 1;
            _mu.WriteUnlock();
        }
        while (Flip() && _mu.TryWriteLock());
    }

    public void ThreeConditions()
    {
        if (_c && Flip() && _mu.TryWriteLock())
        {
            _n = 1;
            _mu.WriteUnlock();
        }
    }

    public void NotAllOf()
    {
        if (!(_c && Flip() && _mu.TryWriteLock())) return;
        _n = 1;
        _mu.WriteUnlock();
    }

    public void NotEither()
    {
        if (!(_c || !_mu.TryWriteLock()))
        {
            _n = 1;
            _mu.WriteUnlock();
        }
    }

    public void InAForHead()
    {
        for (bool b = _mu.TryWriteLock(); b; b = _mu.TryWriteLock())
        {
            _n = 1;
            _mu.WriteUnlock();
        }
    }

    public void ResultAndedInALocal()
    {
        bool both = Flip() && _mu.TryWriteLock();
        if (!both) return;
        _n = 1;
        _mu.WriteUnlock();
    }

    public void ResultOfEitherMode()
    {
        bool write = _mu.TryWriteLock();
        if (!write && !_mu.TryReadLock()) return;
        int seen = _n;
        if (write) { _n = seen + 1; _mu.WriteUnlock(); }
        else _mu.ReadUnlock();
    }

    [AcquiresWrite("_mu", When = 1)] public extern int TryNumber();
    [AcquiresWrite("_mu", WhenNotNull = true)] public extern TryMore? TryObject();

    public void NumberBackwards()
    {
        if (1 != TryNumber()) return;
        _n = 1;
        _mu.WriteUnlock();
    }

    public void NumberEqual()
    {
        if (TryNumber() == 1)
        {
            _n = 1;
            _mu.WriteUnlock();
        }
    }

    public void ObjectBackwards()
    {
        if (null == TryObject())
        {
            _n = 1; // MML104
            return;
        }
        _n = 1;
        _mu.WriteUnlock();
    }

    public void ObjectNotEqual()
    {
        if (!(TryObject() == null))
        {
            _n = 1;
            _mu.WriteUnlock();
        }
    }

    public void ObjectIsNot()
    {
        if (TryObject() is not { } o) return;
        o._c = true;
        _n = 1;
        _mu.WriteUnlock();
    }

    [DoesNotReturn] static void Fatal() => throw new System.InvalidOperationException();

    public void OrFatal()
    {
        if (!_mu.TryWriteLock()) Fatal();
        _n = 1;
        _mu.WriteUnlock();
    }
}
