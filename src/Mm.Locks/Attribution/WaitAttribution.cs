namespace Mm.Locks;

/// <summary>Attributes waits to one marked thread (the one that unmaps): how much of a wait it was to blame for.</summary>
/// <remarks>
/// <para>Wall-clock waits on a shared machine measure its scheduler. An attributed wait counts only as long as the marked thread held the lock, in whatever
/// mode, or stood before the waiter in the lock's queue; and it counts in the marked thread's own processor time (<see cref="ThreadCpuClock"/>). So a
/// reader that is queued behind a mapper that is queued behind the marked thread's downgraded hold is charged to the marked thread, and the time that the
/// marked thread is preempted, or that a waiter needs to wake up, is charged to nobody.</para>
/// <para>Use: <c>lock.AttributeWaits(attribution)</c> once; the unmapper runs under <c>using (attribution.Mark())</c>; a waiter calls <see cref="Collect"/>
/// after each of its operations. One thread is marked at a time. A hold that begins while its thread is marked counts to its end.</para>
/// </remarks>
public sealed class WaitAttribution
{
    private MarkedThread? _marked;

    /// <summary>Whether a thread is marked now.</summary>
    public bool IsMarked => Volatile.Read(ref _marked) is not null;

    /// <summary>What the marked threads have held, by mode.</summary>
    public MarkedHolds Holds { get; } = new();

    internal MarkedThread? Marked => Volatile.Read(ref _marked);

    /// <summary>Marks the calling thread until the result is disposed. To be called before the thread acquires the locks.</summary>
    /// <exception cref="InvalidOperationException">A thread is marked already.</exception>
    public Marking Mark()
    {
        MarkedThread self = MarkedThread.Current;

        // Pairs with the release in Unmark: of two threads that mark themselves one is told, instead of silently losing its interval.
        if (Interlocked.CompareExchange(ref _marked, self, null) is not null)
        {
            throw new InvalidOperationException("Waits are attributed to one marked thread at a time, and one is marked already.");
        }

        return new Marking(this, self);
    }

    /// <summary>What the calling thread has waited at the locks of this attribution since it last asked.</summary>
    public AttributedWait Collect() => AttributionAccount.Collect(this);

    internal void Unmark(MarkedThread thread) =>

        // Only the thread that set it takes it back, and only once: disposing a marking twice must not end the next one.
        Interlocked.CompareExchange(ref _marked, null, thread);

    /// <summary>A thread's interval as the marked thread.</summary>
    public struct Marking : IDisposable
    {
        private WaitAttribution? _attribution;
        private MarkedThread? _thread;

        internal Marking(WaitAttribution attribution, MarkedThread thread)
        {
            _attribution = attribution;
            _thread = thread;
        }

        /// <summary>Ends the interval.</summary>
        public void Dispose()
        {
            if (_thread is { } thread)
            {
                _attribution!.Unmark(thread);
                _attribution = null;
                _thread = null;
            }
        }
    }
}
