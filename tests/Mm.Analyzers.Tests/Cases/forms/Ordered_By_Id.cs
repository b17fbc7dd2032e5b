// Two locks in the order of their owners' numbers: the comparison that chooses the first chooses the second.
using Mm.Locks;

namespace Cases.Forms.OrderedById;

sealed class Account(int id)
{
    public readonly object Gate = new();
    [GuardedBy("Gate")] public int Balance;
    [GuardedBy("Gate")] public int Moves;
    public int Changing;

    public int Id { get; } = id;
}

static class Transfers
{
    public static void Chosen(Account a, Account b, int amount)
    {
        var first = a.Id < b.Id ? a : b;
        var second = a.Id < b.Id ? b : a;
        lock (first.Gate)
        {
            lock (second.Gate)
            {
                a.Balance -= amount;
                b.Balance += amount;
            }
        }
    }

    public static void ChosenTheOtherWayRound(Account a, Account b)
    {
        var first = b.Id > a.Id ? a : b;
        var second = a.Id < b.Id ? b : a;
        lock (first.Gate) lock (second.Gate) a.Balance = b.Balance;
    }

    public static void AroundTheBody(Account a, Account b)
    {
        if (a.Id < b.Id) System.Threading.Monitor.Enter(a.Gate);
        if (a.Id < b.Id)
        {
            a.Balance = 1;
            System.Threading.Monitor.Exit(a.Gate);
        }
    }

    public static void OfNumbers(object gate, int m, int n)
    {
        if (m <= n) System.Threading.Monitor.Enter(gate);
        if (n >= m) System.Threading.Monitor.Exit(gate);
    }

    public static void TheFirstOnly(Account a, Account b)
    {
        var first = a.Id < b.Id ? a : b;
        lock (first.Gate)
        {
            a.Balance = 1; // MML104
            first.Moves++;
        }
    }

    public static void TheSameTwice(Account a, Account b)
    {
        var first = a.Id < b.Id ? a : b;
        var second = a.Id < b.Id ? a : b;
        lock (first.Gate) lock (second.Gate) b.Balance = 1; // MML205
    }

    public static void OfAnotherNumber(object gate, int m, int n)
    {
        if (m < n) System.Threading.Monitor.Enter(gate);
        n++;
        if (m < n) System.Threading.Monitor.Exit(gate); // MML205
    }

    public static void OfWhatOthersChange(Account a, Account b, object gate)
    {
        if (a.Changing < b.Changing) System.Threading.Monitor.Enter(gate);
        if (a.Changing < b.Changing) System.Threading.Monitor.Exit(gate); // MML205
    }
}
