// A lambda runs later and starts with nothing; a local function that is called directly starts with what its calls hold.
using System;
using System.Collections.Generic;
using Mm.Locks;

namespace Cases.Clang;

sealed class NestedFunctions
{
    readonly RwSem _mu = new();
    [GuardedBy("_mu")] int _n;
    [GuardedBy("_mu")] readonly List<int> _items = new();

    [RequiresWrite("_mu")] void Set(int v) => _n = v;
    static void RunNow([InvokedInline] Action action) => action();
    static void RunLater(Action action) { }

    public void LambdaUnderTheLock()
    {
        _mu.WriteLock();
        Action later = () => _n = 1; // MML104
        _mu.WriteUnlock();
        later();
    }

    public void LambdaThatLocks()
    {
        Action later = () =>
        {
            _mu.WriteLock();
            Set(1);
            _mu.WriteUnlock();
        };
        later();
    }

    public void LambdaThatLeaks()
    {
        Action later = () => _mu.WriteLock(); // MML201
        later();
    }

    public void Inline()
    {
        _mu.WriteLock();
        RunNow(() => _n = 1);
        RunNow(() => { Set(2); _n = 3; });
        RunLater(() => _n = 4); // MML104
        _mu.WriteUnlock();
        RunNow(() => _n = 5); // MML104
    }

    public void InlineOfTheLibrary()
    {
        _mu.WriteLock();
        _items.ForEach(i => _n += i);
        _items.RemoveAll(i => i == _n);
        _mu.WriteUnlock();
    }

    public void LocalFunctionAlwaysUnder()
    {
        _mu.WriteLock();
        Bump();
        Bump();
        _mu.WriteUnlock();

        void Bump() => _n++;
    }

    public void LocalFunctionSometimesUnder()
    {
        _mu.WriteLock();
        Bump();
        _mu.WriteUnlock();
        Bump();

        void Bump() => _n++; // MML104
    }

    public void LocalFunctionWithAContract()
    {
        _mu.WriteLock();
        Bump();
        _mu.WriteUnlock();
        Bump(); // MML101

        [RequiresWrite("_mu")]
        void Bump() => _n++;
    }
}
