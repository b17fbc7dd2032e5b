// Guards that are made by one way or another, and conditional ones.
using Mm.Locks;

namespace Cases.Clang;

[ScopedLock]
sealed class ClassGuard : System.IDisposable
{
    [AcquiresWrite("mu")] public extern ClassGuard(RwSem mu);
    [Releases] public extern void Dispose();
}

sealed class GuardsJoined
{
    readonly RwSem _mu = new();
    readonly RwSem _other = new();
    [GuardedBy("_mu")] int _n;

    static bool Flip() => true;

    public void MadeByEitherArm()
    {
        using var hold = Flip() ? _mu.Write() : _mu.Write();
        _n = 1;
    }

    public void AssignedInEitherArm()
    {
        ClassGuard hold;
        if (Flip()) hold = new ClassGuard(_mu);
        else hold = new ClassGuard(_mu);
        _n = 1;
        hold.Dispose();
        _n = 2; // MML104
    }

    public void AssignedInEitherArmAndForgotten()
    {
        ClassGuard hold;
        if (Flip()) hold = new ClassGuard(_mu); // MML206|MML201
        else hold = new ClassGuard(_mu);
        _n = 1;
    }

    public void OnlyIfAsked(bool write)
    {
        using var hold = write ? new ClassGuard(_mu) : null;
        if (write) _n = 1;
    }

    public void OnlyIfAskedAndMore(bool write)
    {
        using var hold = write ? new ClassGuard(_mu) : null;
        _n = 1; // MML104|MML205
    }

    public void DefaultIfNotAsked(bool write)
    {
        using var hold = write ? _mu.Write() : default;
        if (write) _n = 1;
    }

    public void InASwitchExpression(int kind)
    {
        using var hold = kind switch
        {
            0 => new ClassGuard(_mu),
            1 => new ClassGuard(_mu),
            _ => new ClassGuard(_mu),
        };
        _n = kind;
    }

    public void EveryRoundAnother()
    {
        for (int i = 0; i < 3; i++)
        {
            var hold = i == 0 ? new ClassGuard(_mu) : new ClassGuard(_mu);
            _n = i;
            hold.Dispose();
        }
    }

    public void InTryAndFinally(bool asked)
    {
        ClassGuard? hold = null;
        try
        {
            if (asked) hold = new ClassGuard(_mu);
            if (asked) _n = 1;
        }
        finally
        {
            hold?.Dispose();
        }
    }
}
