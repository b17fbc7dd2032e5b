// Depths of a reentrant lock on joining ways, in loops, in guards and beside contracts.
using Mm.Locks;

namespace Cases.Clang;

[Lock("recursive", Reentrant = true)]
sealed class Recursive
{
    [AcquiresWrite] public extern void Enter();
    [AcquiresRead] public extern void EnterShared();
    [AcquiresWrite(When = true)] public extern bool TryEnter();
    [ReleasesWrite] public extern void Exit();
    [ReleasesRead] public extern void ExitShared();
    [AssertsWrite] public extern void AssertHeld();
    [AssertsRead] public extern void AssertReadHeld();
    [AcquiresWrite] public extern RecursiveHold Hold();
}

[ScopedLock]
ref struct RecursiveHold
{
    [AcquiresWrite] public extern void Lock();
    [Releases] public extern void Unlock();
    [Releases] public extern void Dispose();
}

sealed class Depths
{
    readonly Recursive _mu = new();
    readonly Recursive _two = new();
    [GuardedBy("_mu")] int _n;
    [GuardedBy("_two")] int _m;

    static bool Flip() => true;

    public void EightTimes()
    {
        _mu.Enter(); _mu.Enter(); _mu.Enter(); _mu.Enter(); _mu.Enter(); _mu.Enter(); _mu.Enter(); _mu.Enter();
        _mu.Exit(); _mu.Exit(); _mu.Exit(); _mu.Exit(); _mu.Exit(); _mu.Exit(); _mu.Exit(); _mu.Exit();
    }

    public void EachDepth()
    {
        _mu.Enter();
        _n = 1;
        _mu.Enter();
        _n = 2;
        _mu.Exit();
        _n = 3;
        _mu.Exit();
        _n = 4; // MML104
    }

    public int EachDepthShared()
    {
        _mu.EnterShared();
        int x = _n;
        _mu.EnterShared();
        x += _n;
        _mu.ExitShared();
        x += _n;
        _mu.ExitShared();
        return x + _n; // MML106
    }

    public void TriedTwice()
    {
        if (_mu.TryEnter())
        {
            _n = 1;
            if (_mu.TryEnter())
            {
                _n = 2;
                _mu.Exit();
            }
            _n = 3;
            _mu.Exit();
        }
        _n = 4; // MML104
    }

    public void OneExitMissing()
    {
        _mu.Enter(); // MML201
        _mu.Enter();
        _mu.Exit();
    }

    public void SameDepthOnBothArms()
    {
        _mu.Enter();
        if (_n > 0)
        {
            _mu.Enter();
            _mu.Enter();
            _mu.Exit();
        }
        else
        {
            _mu.Enter();
            _n = 1;
        }
        _n = 1;
        _mu.Exit();
        _n = 2;
        _mu.Exit();
        _n = 3; // MML104
    }

    public void DifferentDepths() // anywhere: MML205|MML201
    {
        _mu.Enter();
        if (_n > 0)
        {
            _mu.Enter();
            _mu.Enter();
        }
        else
        {
            _mu.Enter();
        }
        _n = 1;
        _mu.Exit();
        _n = 2;
        _mu.Exit();
    }

    public void DeeperEveryRound() // anywhere: MML205|MML201
    {
        _mu.Enter();
        while (Flip()) _mu.Enter();
        _mu.Exit();
    }

    public void ShallowerEveryRound() // anywhere: MML205|MML202
    {
        _mu.Enter();
        _mu.Enter();
        while (Flip()) _mu.Exit();
    }

    [RequiresWrite("_mu")]
    public void UnderItsRequirement()
    {
        _n = 1;
        _mu.Enter();
        _mu.Enter();
        _n = 2;
        _mu.Exit();
        _mu.Exit();
        _n = 3;
    }

    [RequiresWrite("_mu")]
    public void OnceTooOften()
    {
        _mu.Enter();
        _mu.Exit();
        _mu.Exit();
    } // MML212

    public void UnderItsAssertion()
    {
        _mu.AssertHeld();
        _n = 1;
        _mu.Enter();
        _n = 2;
        _mu.Exit();
        _n = 3;
    }

    public int UnderItsSharedAssertion()
    {
        _mu.AssertReadHeld();
        int x = _n;
        _mu.EnterShared();
        x += _n;
        _mu.ExitShared();
        return x + _n;
    }

    public void TwoGuards()
    {
        using var one = _mu.Hold();
        _n = 1;
        using var two = _mu.Hold();
        _n = 2;
    }

    public void GuardThenByHand()
    {
        using var one = _mu.Hold();
        _mu.Enter();
        _n = 1;
        _mu.Exit();
        _n = 2;
    }

    public void GuardsOfTwoLocks()
    {
        using RecursiveHold one = _mu.Hold(), two = _two.Hold();
        {
            using RecursiveHold three = _mu.Hold(), four = _two.Hold();
            _n = _m + 1;
        }
        _m = _n + 1;
    }

    public void GuardInsideBlock()
    {
        using (_mu.Hold())
        {
            using (_mu.Hold()) _n = 1;
            _n = 2;
        }
        _n = 3; // MML104
    }

    public void GuardTakenTwice()
    {
        using var scope = _mu.Hold();
        scope.Unlock();
        scope.Unlock(); // MML207
    }

    public void InnerReleasedThenUsed()
    {
        using var outer = _mu.Hold();
        var inner = _mu.Hold();
        inner.Dispose();
        _n = 1;
    }

    public void FinallyExitsBoth()
    {
        _mu.Enter();
        try
        {
            _mu.Enter();
            try
            {
                _n = 1;
            }
            finally
            {
                _mu.Exit();
            }
            _n = 2;
        }
        finally
        {
            _mu.Exit();
        }
    }
}
