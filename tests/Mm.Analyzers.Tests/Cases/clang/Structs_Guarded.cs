// Guarded values that are structs: operators, members, fields of fields, elements.
using Mm.Locks;

namespace Cases.Clang;

struct Money
{
    public int Cents;
    readonly int _other;
    public readonly int Get() => Cents;
    public void Set(int v) => Cents = v;
    public readonly int this[int i] => Cents + i + _other;
    public static Money operator +(Money a, int b) => new() { Cents = a.Cents + b };
    public static Money operator ++(Money a) => a + 1;
    public static bool operator ==(Money a, Money b) => a.Cents == b.Cents;
    public static bool operator !=(Money a, Money b) => a.Cents != b.Cents;
    public override readonly bool Equals(object? o) => false;
    public override readonly int GetHashCode() => 0;
    public static implicit operator int(Money m) => m.Cents;
}

struct Account
{
    public Money Balance;
    public int Number;
}

sealed class Inner
{
    public readonly RwSem CellMu = new();
    [GuardedBy("CellMu")] public Money C;
    public int A;
    public void Method() { }
}

sealed class StructsGuarded
{
    readonly RwSem _mu = new();
    [GuardedBy("_mu")] Money _m;
    [GuardedBy("_mu")] Account _account;
    [GuardedBy("_mu")] Inner _inner = new();
    [GuardedBy("_mu")] Money[] _all = new Money[3];

    static void Take(Money m) { }
    static void Refer(ref Money m) => m.Cents = 1;
    static void Look(in Money m) { }

    public void Calls()
    {
        _m.Set(0); // MML104
        int a = _m.Get(); // MML106
        a = _m[0]; // MML106
        a = _m.Cents; // MML106
        _m.Cents = a; // MML104
        _m += 1; // MML104
        _m++; // MML104
        --a;
        bool same = _m == new Money(); // MML106
        int n = _m; // MML106
        Take(_m); // MML106
        Refer(ref _m); // MML104
        Look(in _m); // MML106
        Look(_m); // MML106
    }

    public void UnderRead()
    {
        _mu.ReadLock();
        int a = _m.Get() + _m[0] + _m.Cents + _m;
        _m.Set(1); // MML105
        _m.Cents++; // MML105
        Refer(ref _m); // MML105
        Refer(ref _account.Balance); // MML105
        _account.Balance.Set(1); // MML105
        a = _account.Balance.Get();
        _mu.ReadUnlock();
    }

    public void Nested()
    {
        _account.Number = 1; // MML104
        _account.Balance.Cents = 1; // MML104
        _account.Balance.Set(2); // MML104
        int a = _account.Balance.Get(); // MML106
        var copy = _account; // MML106
        copy.Balance.Set(3);
        copy.Number = 4;
    }

    public void InAnObject()
    {
        _inner.Method(); // MML106
        int a = _inner.A; // MML106
        _inner.A = a; // MML104
        _inner.C = new Money(); // MML104, MML104|MML106
        _inner.C.Get(); // MML106 x2
    }

    public void InAnObjectHeld()
    {
        _mu.WriteLock();
        _inner.A = 1;
        _inner.C.Set(1); // MML104
        _inner.CellMu.WriteLock();
        _inner.C.Set(2);
        _inner.CellMu.WriteUnlock();
        _mu.WriteUnlock();
    }

    public void Elements()
    {
        _all[0].Set(1); // MML104
        _all[0].Cents = 1; // MML104
        int a = _all[0].Get(); // MML106
        _mu.ReadLock();
        a = _all[1].Get() + _all.Length;
        _all[1].Set(a); // MML105
        _all[1] = default; // MML105
        _mu.ReadUnlock();
    }

    public void Deconstructed()
    {
        (_m.Cents, _account.Number) = (1, 2); // MML104 x2
        var (x, y) = (_m.Cents, 3); // MML106
    }
}
