using Mm.Locks;

namespace OrdinaryLocks;

/// <summary>A bank account: one lock, state guarded by it, and helpers that say what they need.</summary>
public sealed class Account(int id, decimal opening)
{
    private readonly Lock _gate = new();

    [GuardedBy(nameof(_gate))]
    private decimal _balance = opening;

    [GuardedBy(nameof(_gate))]
    private readonly List<string> _journal = [];

    /// <summary>The number that orders accounts where two of them are locked.</summary>
    public int Id { get; } = id;

    /// <summary>The balance, in the account's currency.</summary>
    public decimal Balance
    {
        get
        {
            lock (_gate)
                return _balance;
        }
    }

    /// <summary>A copy of the journal: the list itself never leaves its lock.</summary>
    public string[] Journal()
    {
        lock (_gate)
            return [.. _journal];
    }

    /// <summary>Adds an amount.</summary>
    public void Deposit(decimal amount)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(amount);
        lock (_gate)
            Post(amount, "deposit");
    }

    /// <summary>Takes an amount out if the balance covers it.</summary>
    public bool TryWithdraw(decimal amount)
    {
        lock (_gate)
        {
            if (_balance < amount)
                return false;
            Post(-amount, "withdrawal");
            return true;
        }
    }

    /// <summary>Moves an amount; both accounts are locked, the one with the smaller number first.</summary>
    public static bool TryTransfer(Account from, Account to, decimal amount)
    {
        if (ReferenceEquals(from, to))
            return true;
        return from.Id < to.Id ? from.TrySend(to, amount) : to.TryFetch(from, amount);
    }

    private bool TrySend(Account to, decimal amount)
    {
        lock (_gate)
        {
            if (_balance < amount)
                return false;
            lock (to._gate)
                to.Post(amount, "transfer in");
            Post(-amount, "transfer out");
            return true;
        }
    }

    private bool TryFetch(Account from, decimal amount)
    {
        lock (_gate)
        {
            if (!from.TryWithdraw(amount))
                return false;
            Post(amount, "transfer in");
            return true;
        }
    }

    [RequiresWrite(nameof(_gate))]
    private void Post(decimal amount, string what)
    {
        _balance += amount;
        _journal.Add($"{what} {amount}");
    }
}
