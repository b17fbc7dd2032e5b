// Operators, conversions, events, delegates, deconstructors with contracts.
using System;
using Mm.Locks;

namespace Cases.Forms;

sealed class Money
{
    public static readonly RwSem Rates = new();
    [GuardedBy("Rates")] static int s_rate;
    [RequiresRead("Rates")] public static Money operator +(Money a, Money b) { int r = s_rate; return a; }
    [RequiresRead("Rates")] public static bool operator ==(Money a, Money b) => s_rate == 0;
    [RequiresRead("Rates")] public static bool operator !=(Money a, Money b) => s_rate != 0;
    [RequiresRead("Rates")] public static explicit operator int(Money m) => s_rate;
    [RequiresRead("Rates")] public void Deconstruct(out int a, out int b) => a = b = s_rate;
    public override bool Equals(object? o) => ReferenceEquals(this, o);
    public override int GetHashCode() => 0;
    public static Money operator -(Money a) { s_rate++; return a; } // MML104
}

static class MoneyUsers
{
    public static Money Sum(Money a, Money b) => a + b; // MML103
    public static Money SumCompound(Money a, Money b) { a += b; return a; } // MML103
    public static bool Same(Money a, Money b) => a == b; // MML103
    public static int Converted(Money a) => (int)a; // MML103
    public static void Parts(Money a) { var (x, y) = a; } // MML103?
    public static int Right(Money a, Money b) { using var hold = Money.Rates.Read(); var (x, y) = a + b; return a != b ? (int)a : x + y; }
}

sealed class Events
{
    readonly object _gate = new();
    [GuardedBy("_gate")] event Action? Changed;
    public void Right(Action a) { lock (_gate) { Changed += a; Changed -= a; } }
    public void Wrong(Action a) => Changed += a; // MML104
    public void WrongRaise() => Changed?.Invoke(); // MML106
    public void Raise() { Action? copy; lock (_gate) copy = Changed; copy?.Invoke(); }
}
