namespace Mm.Locks;

/// <summary>What is measured at one lock: its statistics, the attribution of its waits, or both. A lock without a probe pays nothing.</summary>
internal sealed class LockProbe
{
    internal LockProbe(LockStatistics? statistics, AttributionLedger? ledger)
    {
        Statistics = statistics;
        Ledger = ledger;
    }

    internal static long Now => MonotonicClock.Ticks;

    internal LockStatistics? Statistics { get; }

    internal AttributionLedger? Ledger { get; }

    /// <summary>The calling thread begins to wait: it spins first.</summary>
    internal void BeginWait(Waiter waiter) => Ledger?.BeginWait(waiter);

    /// <summary>Under the queue lock: the calling thread has just been enqueued.</summary>
    internal void Enqueued(Waiter waiter) => Ledger?.Enqueued(waiter);

    /// <summary>Under the queue lock: the lock has been acquired on the waiter's behalf, and it is about to be told.</summary>
    internal void Granting(Waiter waiter) => Ledger?.Granting(waiter);

    /// <summary>The calling thread's wait is over.</summary>
    internal void EndWait(Waiter waiter) => Ledger?.EndWait(waiter);

    internal void Acquired(bool write, long waitedTicks)
    {
        Ledger?.BeginHold(write);
        Statistics?.Acquired(write, waitedTicks);
    }

    internal void Releasing(bool write)
    {
        Statistics?.Releasing(write);
        Ledger?.EndHold();
    }

    internal void Downgrading()
    {
        Statistics?.Downgrading();
        Ledger?.Downgrading();
    }
}
