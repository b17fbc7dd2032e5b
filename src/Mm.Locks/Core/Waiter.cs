namespace Mm.Locks;

/// <summary>One thread that waits for a lock: a node of the lock's queue, and what the thread sleeps on. Rented from the thread, so that a wait allocates
/// nothing.</summary>
internal sealed class Waiter
{
    private static readonly bool s_severalProcessors = Environment.ProcessorCount > 1;

    internal const int SignalWord = 0;

    private const int Waiting = 0;
    private const int Parked = 1;
    private const int Granted = 2;
    private const int Poked = 3;

    [ThreadStatic]
    private static Waiter? t_spare;

    private readonly object _monitor = new();
    private int _signal;
    private volatile bool _cancelled;

    private Waiter()
    {
    }

    /// <summary>Whether spinning can help at all: on one processor the holder cannot run beside the waiter, and an explorer runs one thread at a
    /// time.</summary>
    internal static bool MaySpin => s_severalProcessors && (!SchedulePoints.Enabled || SchedulePoints.Installed is null);

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
        waiter.Bypassed = 0;
        waiter.Span = default;

        // Plain: the node is published to grantors by the release of the queue lock, under which it is enqueued.
        waiter._signal = Waiting;
        return waiter;
    }

    /// <summary>Gives the waiter back to its thread after the wait.</summary>
    internal void Return() => t_spare = this;

    /// <summary>How often the waiter was poked in this wait and found the lock taken; owned by the queue's lock.</summary>
    internal int Bypassed { get; set; }

    /// <summary>Lets the waiter's thread go on: the lock is its own now. The node may be reused by its thread from here on.</summary>
    internal void Grant()
    {
        // What the grantor did before is seen by the woken thread: pairs with the acquire load in Signal and the compare-and-swap in Await. As one step
        // with learning that the thread has parked: in two, the thread could park between, and sleep for ever.
        if (Atomic.Exchange(this, SignalWord, ref _signal, Granted) == Parked)
        {
            Wake();
        }
    }

    /// <summary>Under the queue lock, of a waiter in the queue: tells its thread that the lock may be free.</summary>
    /// <returns>Whether the thread has parked, so that <see cref="Wake"/> must follow once the queue lock is let go.</returns>
    internal bool Poke() =>

        // As in Grant.
        Atomic.Exchange(this, SignalWord, ref _signal, Poked) == Parked;

    /// <summary>Under the queue lock, by the waiter's own thread: the poke has been followed, and the next one counts again.</summary>
    internal void Unpoke() =>

        // Pokes come under the queue lock too, and a waiter in the queue is not granted: nobody else writes now.
        Atomic.StoreRelaxed(this, SignalWord, ref _signal, Waiting);

    /// <summary>Asks the waiter's thread to give up, if it has not been granted yet.</summary>
    internal void Cancel()
    {
        _cancelled = true;
        Wake();
    }

    /// <summary>Polls for a signal for a short while.</summary>
    /// <param name="rounds">How many times.</param>
    /// <returns>Whether there was one.</returns>
    internal bool Spin(int rounds)
    {
        for (int i = 0; i < rounds; i++)
        {
            if (Signal is Granted or Poked)
            {
                return true;
            }

            Thread.SpinWait(20);
        }

        return false;
    }

    /// <summary>Sleeps until the waiter is granted, poked, or asked to give up.</summary>
    internal WaitOutcome Await()
    {
        // Pairs with Grant and Poke: if one came first there is nothing to sleep for; if this comes first they will wake us. A waiter that was asked to give up
        // and could not comes back here parked.
        int before = Atomic.CompareExchange(this, SignalWord, ref _signal, Parked, Waiting);
        int signal = before is Granted or Poked
            ? before
            : SchedulePoints.Enabled && SchedulePoints.Installed is { } scheduler ? ParkInSchedule(scheduler) : ParkOnMonitor();
        return signal switch { Granted => WaitOutcome.Granted, Poked => WaitOutcome.Poked, _ => WaitOutcome.Cancelled };
    }

    /// <summary>Sleeps until the waiter is granted, whatever else is asked of it: the grant is under way.</summary>
    internal void AwaitGrant()
    {
        do
        {
            _cancelled = false;
        }
        while (Await() != WaitOutcome.Granted);
    }

    // Acquire: pairs with the updates in Grant and Poke; without it the new holder could read data from before the last holder's writes.
    private int Signal => Atomic.LoadAcquire(this, SignalWord, ref _signal);

    private int ParkInSchedule(ISchedulePoints scheduler)
    {
        int signal;
        while ((signal = Signal) == Parked && !_cancelled)
        {
            scheduler.Park(this);
        }

        return signal;
    }

    private int ParkOnMonitor()
    {
        bool interrupted = false;
        int signal;
        lock (_monitor)
        {
            while ((signal = Signal) == Parked && !_cancelled)
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

        return signal;
    }

    /// <summary>Wakes the thread if it sleeps. A late call meets the node's next use as a spurious wake-up, which the loops tolerate.</summary>
    internal void Wake()
    {
        if (SchedulePoints.Enabled && SchedulePoints.Installed is { } scheduler)
        {
            scheduler.Wake(this);
            return;
        }

        // The sleeper tests its condition under this monitor, so the pulse cannot fall between its test and its sleep.
        lock (_monitor)
        {
            Monitor.PulseAll(_monitor);
        }
    }
}
