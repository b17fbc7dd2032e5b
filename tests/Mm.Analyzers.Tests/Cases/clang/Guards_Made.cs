// Guards made by constructors: of one lock, of two, taken again in other modes.
using Mm.Locks;

namespace Cases.Clang;

[ScopedLock]
ref struct Hold
{
    [AcquiresWrite("mu")] public extern Hold(RwSem mu);
    [Releases] public extern void Dispose();
}

[ScopedLock]
ref struct SharedHold
{
    [AcquiresRead("mu")] public extern SharedHold(RwSem mu);
    [Releases] public extern void Dispose();
}

[ScopedLock]
ref struct HoldBoth
{
    [AcquiresWrite("a", "b")] public extern HoldBoth(RwSem a, RwSem b);
    [Releases] public extern void Dispose();
}

[ScopedLock]
ref struct HoldOf<T>
    where T : class
{
    [AcquiresWrite("mu")] public extern HoldOf(RwSem mu, T about);
    [Releases] public extern void Dispose();
}

sealed class GuardsMade
{
    readonly RwSem _one = new();
    readonly RwSem _two = new();
    [GuardedBy("_one")] int _a;
    [GuardedBy("_two")] int _b;

    static bool Flip() => true;
    static bool Takes(Hold hold) => true;

    public void Plain() { using var hold = new Hold(_one); _a = 5; }
    public void InParentheses() { using (new Hold(_one)) _a = 5; _a = 6; } // MML104
    public void TargetTyped() { using Hold hold = new(_one); _a = 5; }
    public void Generic() { using var hold = new HoldOf<string>(_one, "x"); _a = 5; }
    public void Both() { using var hold = new HoldBoth(_one, _two); _a = _b + 1; _b = _a + 1; }
    public void BothAtOnce() { using Hold one = new(_one), two = new(_two); _a = _b + 1; _b = _a + 1; }
    public void AfterBoth() { using (new HoldBoth(_one, _two)) { } _a = 1; _b = 1; } // MML104 x2
    public void OnlyTheFirst() { using var hold = new Hold(_one); _b = 1; } // MML104
    public void SharedOnly() { using var hold = new SharedHold(_one); _a++; } // MML105
    public void ReadUnderShared() { using var hold = new SharedHold(_one); int seen = _a; }
    public void Twice() { using var hold = new Hold(_one); using var again = new Hold(_one); } // MML204
    public void TwiceOfBoth() { using var hold = new HoldBoth(_one, _two); using var again = new Hold(_two); } // MML204
    public void Dropped() { new Hold(_one); } // MML206
    public void DroppedDiscard() { _ = new Hold(_one); } // MML206
    public void NotDisposed() { var hold = new Hold(_one); _a = 1; } // MML206
    public void SharedThenWrite() { using var hold = new SharedHold(_one); using var again = new Hold(_one); } // MML302

    public void OtherInEachArm()
    {
        using var shared = new SharedHold(_one);
        if (Flip())
        {
            using var hold = new Hold(_two);
            _b = _a + 1;
        }
        else
        {
            using var hold = new Hold(_two);
            _b = _a + 2;
        }
        _b = 1; // MML104
    }

    public void InAForeach()
    {
        using (new Hold(_one))
            foreach (int i in new[] { 1, 2, 3 }) _a += i;
    }

    public void InTryFinally()
    {
        var hold = new Hold(_one);
        try
        {
            _a = 1;
        }
        finally
        {
            hold.Dispose();
        }
    }

    public void EndsByCall()
    {
        var hold = new Hold(_one);
        _a = 1;
        if (Flip())
        {
            hold.Dispose();
            return;
        }
        _a = 2;
        hold.Dispose();
    }

    public void OneWayForgotten()
    {
        var hold = new Hold(_one); // MML201
        if (Flip()) return;
        hold.Dispose();
    }
}

[Lock("base")]
sealed class Base
{
    [AcquiresWrite] public extern Full Hold();
    [AcquiresRead] public extern Full HoldShared();
    [AcquiresUpgradeable] public extern Full HoldUpgradeable();
    [AcquiresWrite] public extern void Enter();
    [ReleasesWrite] public extern void Exit();
    [AssertsWrite] public extern void AssertHeld();
    [AssertsRead] public extern void AssertReadHeld();
}

[ScopedLock]
ref struct Full
{
    [AcquiresWrite] public extern void Lock();
    [AcquiresRead] public extern void LockShared();
    [Releases] public extern void Unlock();
    [Downgrades] public extern void Demote();
    [Upgrades] public extern void Promote();
    [Releases] public extern void Dispose();
}

sealed class GuardsTakenAgain
{
    readonly Base _mu = new();
    [GuardedBy("_mu")] int _x;

    static bool Flip() => true;
    static void Print(int v) { }

    public void LetGoAndTaken()
    {
        using var scope = _mu.Hold();
        _x = 2;
        scope.Unlock();
        _x = 3; // MML104
        scope.Lock();
        _x = 4;
    }

    public void SharedThenExclusive()
    {
        using var scope = _mu.HoldShared();
        Print(_x);
        _x = 2; // MML105
        scope.Unlock();
        Print(_x); // MML106
        scope.Lock();
        Print(_x);
        _x = 4;
        scope.Demote();
        Print(_x);
        _x = 5; // MML105
    }

    public void UpgradeableThenExclusive()
    {
        using var scope = _mu.HoldUpgradeable();
        Print(_x);
        _x = 2; // MML105
        scope.Promote();
        _x = 3;
    }

    public void PromotedFromRead()
    {
        using var scope = _mu.HoldShared();
        scope.Promote(); // MML210
        _x = 3; // MML105
    }

    public void UnlockedTwice()
    {
        using var scope = _mu.Hold();
        scope.Unlock();
        scope.Unlock(); // MML207
    }

    public void LockedTwice()
    {
        using var scope = _mu.Hold();
        scope.Lock(); // MML204
        _x = 1;
    }

    public void LockedTwiceAfterUnlock()
    {
        using var scope = _mu.Hold();
        scope.Unlock();
        scope.Lock();
        scope.Lock(); // MML204
    }

    public void UnlockedOnOneWay()
    {
        using var scope = _mu.Hold();
        if (Flip()) scope.Unlock();
        _x = 2; // MML104|MML205
    }

    public void UnlockedOnOneWayThenBreak()
    {
        using var scope = _mu.Hold();
        do
        {
            if (Flip())
            {
                scope.Unlock();
                break;
            }
        }
        while (Flip());
        _x = 1; // MML104|MML205
    }

    public void UnlockedInALoop() // anywhere: MML104|MML205
    {
        using var scope = _mu.Hold();
        for (int i = 1; i < 10; i++)
        {
            _x = 1;
            if (i == 5) scope.Unlock();
        }
    }

    public void DemotedInALoop() // anywhere: MML105|MML205
    {
        using var scope = _mu.Hold();
        for (int i = 1; i < 10; i++)
        {
            _x = 1;
            if (i == 5) scope.Demote(); // MML210: rounds may come here demoted
        }
    }

    public void DemotedInALoopContinue() // anywhere: MML105|MML205
    {
        using var scope = _mu.Hold();
        for (int i = 1; i < 10; i++)
        {
            _x = 1;
            if (i == 5)
            {
                scope.Demote(); // MML210
                continue;
            }
        }
    }

    public void ModesJoinToTheWeaker()
    {
        using var scope = _mu.Hold();
        scope.Unlock();
        if (Flip()) scope.Lock();
        else scope.LockShared();
        Print(_x);
        _x = 2; // MML105
    }

    public void ModesJoinTheOtherWay()
    {
        using var scope = _mu.Hold();
        scope.Unlock();
        if (Flip()) scope.LockShared();
        else scope.Lock();
        Print(_x);
        _x = 2; // MML105
    }

    public void JoinedWithAnAssertion()
    {
        using var scope = _mu.Hold();
        scope.Unlock();
        if (Flip()) scope.Lock();
        else _mu.AssertHeld();
        _x = 2;
    }

    public void JoinedWithASharedAssertion()
    {
        using var scope = _mu.Hold();
        scope.Unlock();
        if (Flip()) scope.LockShared();
        else _mu.AssertReadHeld();
        Print(_x);
        _x = 2; // MML105
    }

    public void JoinedWithAStrongerAssertion()
    {
        using var scope = _mu.Hold();
        scope.Unlock();
        if (Flip()) scope.LockShared();
        else _mu.AssertHeld();
        Print(_x);
        _x = 2; // MML105
    }

    public void TakenAgainInTheFinally()
    {
        using var scope = _mu.Hold();
        scope.Unlock();
        try
        {
            Print(1);
        }
        finally
        {
            scope.Lock();
        }
        _x = 1;
    }
}
