namespace Mm.Locks;

/// <summary>An event that happens once and that one thread sleeps for (Linux's <c>struct completion</c>).</summary>
/// <remarks>What was done before <see cref="Complete"/> is seen after the wait. A wait goes through the scheduler seam, so that an explorer can drive it.</remarks>
public sealed class Completion
{
    internal const int DoneWord = 0;

    private readonly object _monitor = new();
    private int _done;

    /// <summary>Whether it has happened.</summary>
    /// <remarks>Acquire: pairs with the release in <see cref="Complete"/>; without it the waiter could read data from before what it waited for.</remarks>
    public bool IsComplete => Atomic.LoadAcquire(this, DoneWord, ref _done) != 0;

    /// <summary>It has happened: the waiter goes on, and whoever comes later does not wait.</summary>
    public void Complete()
    {
        // Pairs with the load in IsComplete.
        Atomic.StoreRelease(this, DoneWord, ref _done, 1);
        Wake();
    }

    /// <summary>Sleeps until it has happened, or until the token is cancelled.</summary>
    /// <param name="killed">Ends the wait.</param>
    /// <returns>0, or -4 (-EINTR) if the wait was ended and it has not happened.</returns>
    [Blocks]
    public int WaitKillable(CancellationToken killed = default)
    {
        if (IsComplete)
        {
            return 0;
        }

        if (SchedulePoints.Enabled && SchedulePoints.Installed is { } scheduler)
        {
            while (!IsComplete && !killed.IsCancellationRequested)
            {
                scheduler.Park(this);
            }
        }
        else
        {
            Sleep(killed);
        }

        return IsComplete ? 0 : -4;
    }

    private void Sleep(CancellationToken killed)
    {
        bool interrupted = false;
        using (killed.CanBeCanceled ? killed.Register(static c => ((Completion)c!).Wake(), this) : default)
        {
            lock (_monitor)
            {
                while (!IsComplete && !killed.IsCancellationRequested)
                {
                    try
                    {
                        Monitor.Wait(_monitor);
                    }
                    catch (ThreadInterruptedException)
                    {
                        // Delivered again when the wait is over: what is waited for decides, not the interruption.
                        interrupted = true;
                    }
                }
            }
        }

        if (interrupted)
        {
            Thread.CurrentThread.Interrupt();
        }
    }

    private void Wake()
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
