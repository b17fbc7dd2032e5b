namespace Mm.Locks;

/// <summary>One thread that waits for a lock: a node of the lock's queue, and what the thread sleeps on. Rented from the thread, so that a wait allocates nothing.</summary>
internal sealed class Waiter
{
    /// <summary>Whether spinning can help at all: on one processor the holder cannot run beside the waiter.</summary>
    internal static readonly bool MaySpin = Environment.ProcessorCount > 1;

    internal const int SignalWord = 0;

    private const int Waiting = 0;
    private const int Parked = 1;
    private const int Granted = 2;

    [ThreadStatic]
    private static Waiter? t_spare;

    private readonly object _monitor = new();
    private int _signal;
    private volatile bool _cancelled;

    private Waiter()
    {
    }

    /// <summary>Neighbours in the queue; owned by the queue's lock while <see cref="Queued"/>, then by whoever took the waiter out to grant it.</summary>
    internal Waiter? Next { get; set; }

    internal Waiter? Previous { get; set; }

    /// <summary>Whether the waiter stands in the queue; owned by the queue's lock.</summary>
    internal bool Queued { get; set; }

    /// <summary>Whether the waiter wants the lock for write.</summary>
    internal bool Write { get; private set; }

    /// <summary>What the waiter noted when it began to wait, under attribution; when the lock was granted, the grantor completes it.</summary>
    internal AttributedSpan Span;

    /// <summary>The calling thread's waiter, made ready for a wait. A second one is made only for a wait inside a wait (a pumping thread).</summary>
    /// <param name="write">Whether it waits to write.</param>
    internal static Waiter Rent(bool write)
    {
        Waiter waiter = t_spare ?? new Waiter();
        t_spare = null;
        waiter.Write = write;
        waiter._cancelled = false;
        waiter.Span = default;

        // Plain: the node is published to grantors by the release of the queue lock, under which it is enqueued.
        waiter._signal = Waiting;
        return waiter;
    }

    /// <summary>Gives the waiter back to its thread after the wait.</summary>
    internal void Return() => t_spare = this;

    /// <summary>Lets the waiter's thread go on: the lock is its own now. The node may be reused by its thread from here on.</summary>
    internal void Grant()
    {
        // Exchange by compare-and-swap loop would do as well; the update is sequentially consistent and pairs with the waiter's Waiting -> Parked: exactly one of
        // them comes first. Without it the grantor could miss a thread that is about to park, which would then sleep for ever.
        int before = Atomic.CompareExchange(this, SignalWord, ref _signal, Granted, Waiting);
        if (before == Parked)
        {
            // Only the grantor leaves Parked, so a release store is enough: it pairs with the acquire load in Await (what the grantor did before is seen by the
            // woken thread).
            Atomic.StoreRelease(this, SignalWord, ref _signal, Granted);
            Wake();
        }
    }

    /// <summary>Asks the waiter's thread to give up, if it has not been granted yet.</summary>
    internal void Cancel()
    {
        _cancelled = true;
        Wake();
    }

    /// <summary>Polls for the grant for a short while.</summary>
    /// <param name="rounds">How many times.</param>
    internal bool Spin(int rounds)
    {
        for (int i = 0; i < rounds; i++)
        {
            // Acquire: pairs with the grantor's update in Grant; without it the new holder could read data from before the last holder's writes.
            if (Atomic.LoadAcquire(this, SignalWord, ref _signal) == Granted)
            {
                return true;
            }

            Thread.SpinWait(20);
        }

        return false;
    }

    /// <summary>Sleeps until the waiter is granted, or asked to give up.</summary>
    /// <returns>Whether it was granted.</returns>
    internal bool Await()
    {
        // Pairs with Grant's compare-and-swap: if it came first there is nothing to sleep for; if this comes first the grantor will wake us.
        if (Atomic.CompareExchange(this, SignalWord, ref _signal, Parked, Waiting) == Granted)
        {
            return true;
        }

        // A waiter asked to give up that finds itself granted meanwhile comes back here in state Parked, which is why the result above is not looked at closer.
        return SchedulePoints.Enabled && SchedulePoints.Installed is { } scheduler ? ParkInSchedule(scheduler) : ParkOnMonitor();
    }

    /// <summary>Sleeps until the waiter is granted, whatever else is asked of it: the grant is under way.</summary>
    internal void AwaitGrant()
    {
        _cancelled = false;
        while (!Await())
        {
            _cancelled = false;
        }
    }

    // Acquire: pairs with the release store and the update in Grant, as in Spin.
    private bool IsGranted => Atomic.LoadAcquire(this, SignalWord, ref _signal) == Granted;

    private bool ParkInSchedule(ISchedulePoints scheduler)
    {
        while (!IsGranted)
        {
            if (_cancelled)
            {
                return false;
            }

            scheduler.Park(this);
        }

        return true;
    }

    private bool ParkOnMonitor()
    {
        bool interrupted = false;
        bool granted;
        lock (_monitor)
        {
            while (!(granted = IsGranted) && !_cancelled)
            {
                try
                {
                    Monitor.Wait(_monitor);
                }
                catch (ThreadInterruptedException)
                {
                    // The wait is not abandoned in the middle: the interruption is delivered again once the lock is settled.
                    interrupted = true;
                }
            }
        }

        if (interrupted)
        {
            Thread.CurrentThread.Interrupt();
        }

        return granted;
    }

    private void Wake()
    {
        if (SchedulePoints.Enabled && SchedulePoints.Installed is { } scheduler)
        {
            scheduler.Wake(this);
            return;
        }

        // The sleeper tests its condition under this monitor, so the pulse cannot fall between its test and its sleep. A late pulse meets the node's next use
        // as a spurious wake-up, which the loop tolerates.
        lock (_monitor)
        {
            Monitor.PulseAll(_monitor);
        }
    }
}
