namespace Mm.Locks;

/// <summary>Waits of one thread, and the part that the marked thread was to blame for.</summary>
public readonly struct AttributedWait
{
    internal AttributedWait(long waits, long waitNanoseconds, long blockedNanoseconds)
    {
        Waits = waits;
        WaitNanoseconds = waitNanoseconds;
        BlockedNanoseconds = blockedNanoseconds;
    }

    /// <summary>How many waits.</summary>
    public long Waits { get; }

    /// <summary>Their wall-clock time.</summary>
    public long WaitNanoseconds { get; }

    /// <summary>Processor time that the marked thread spent holding the lock, or standing before the waiter in its queue, during the waits.</summary>
    public long BlockedNanoseconds { get; }
}
