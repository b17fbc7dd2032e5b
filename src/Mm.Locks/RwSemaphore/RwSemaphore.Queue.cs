using System.Runtime.CompilerServices;

namespace Mm.Locks;

/// <content>The slow way in: a short spin, then the queue.</content>
/// <remarks>Waiters stand in the queue if and only if the state's Waiters bit is set, except inside the queue lock. While it is set nobody joins the
/// holders past the queue; only a free lock may be taken by a thread that happens to be running, until the writer at the head has been overtaken
/// <see cref="BypassLimit"/> times and sets Handoff.</remarks>
public sealed partial class RwSemaphore
{
    // A thread that must be woken needs long to come; to keep the lock idle for it meanwhile, each time, makes convoys. Twice it may come too late.
    private const int BypassLimit = 2;

    private int _queueLock;
    private Waiter? _head;
    private Waiter? _tail;
    private AdaptiveSpin _spin;

    /// <returns>0, or not 0 if the wait was given up.</returns>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private int AcquireSlow(bool write, CancellationToken killed)
    {
        LockProbe? probe = Instrument;
        if (TryTake(write))
        {
            probe?.Acquired(write, waitedTicks: -1);
            return 0;
        }

        long began = probe is null ? 0 : LockProbe.Now;
        Waiter waiter = Waiter.Rent(write);
        probe?.BeginWait(waiter);
        bool acquired = TrySpin(write) || !Enqueue(waiter, probe) || WaitInQueue(waiter, killed);
        probe?.EndWait(waiter);
        waiter.Return();
        if (acquired)
        {
            probe?.Acquired(write, LockProbe.Now - began);
        }

        return acquired ? 0 : InterruptedResult;
    }

    private bool TrySpin(bool write)
    {
        int rounds = _spin.Rounds;
        for (int i = 0; i < rounds; i++)
        {
            Thread.SpinWait(AdaptiveSpin.Pause);
            if (TryTake(write))
            {
                _spin.Learn(helped: true);
                return true;
            }
        }

        if (rounds > 0)
        {
            _spin.Learn(helped: false);
        }

        return false;
    }

    /// <returns>Whether the waiter stands in the queue; if not, the lock has been acquired.</returns>
    private bool Enqueue(Waiter waiter, LockProbe? probe)
    {
        QueueLock.Enter(this, QueueWord, ref _queueLock);
        while (true)
        {
            if (TryTake(waiter.Write))
            {
                QueueLock.Exit(this, QueueWord, ref _queueLock);
                return false;
            }

            // Setting the bit is one step with finding the lock held: its holder's release comes later and sees the bit. In two steps the holder could let go
            // between, and nobody would wake this waiter.
            int state = Atomic.LoadRelaxed(this, StateWord, ref _state);
            if ((state & Waiters) != 0
                || (IsHeldIn(state) && Atomic.CompareExchange(this, StateWord, ref _state, state | Waiters, state) == state))
            {
                break;
            }
        }

        Append(waiter);
        probe?.Enqueued(waiter);
        QueueLock.Exit(this, QueueWord, ref _queueLock);
        return true;
    }

    /// <returns>Whether the lock has been acquired; if not, the wait was given up, and the waiter is out of the queue.</returns>
    private bool WaitInQueue(Waiter waiter, CancellationToken killed)
    {
        if (!killed.CanBeCanceled)
        {
            return WaitForTurn(waiter);
        }

        // Disposing the registration waits for a callback that runs: after it, nothing cancels the waiter's next use.
        using (killed.Register(static w => ((Waiter)w!).Cancel(), waiter))
        {
            return WaitForTurn(waiter);
        }
    }

    private bool WaitForTurn(Waiter waiter)
    {
        while (true)
        {
            switch (waiter.Await())
            {
                case WaitOutcome.Granted:
                    return true;
                case WaitOutcome.Poked when TryTakeAsHead(waiter):
                    return true;
                case WaitOutcome.Cancelled:
                    if (Withdraw(waiter))
                    {
                        return false;
                    }

                    waiter.AwaitGrant();
                    return true;
            }
        }
    }

    /// <summary>The writer at the head of the queue was told that the lock may be free.</summary>
    /// <returns>Whether it has it now.</returns>
    private bool TryTakeAsHead(Waiter waiter)
    {
        bool taken = false;
        QueueLock.Enter(this, QueueWord, ref _queueLock);

        // It still stands in the queue: a writer is granted only after it has asked for the hand-over here, and then it is not poked any more.
        waiter.Unpoke();
        waiter.Bypassed++;
        while (ReferenceEquals(_head, waiter))
        {
            int state = Atomic.LoadRelaxed(this, StateWord, ref _state);
            bool held = IsHeldIn(state);
            int next = held
                ? waiter.Bypassed >= BypassLimit ? state | Handoff : state
                : (state & ~Handoff) + Writer - (waiter.Next is null ? Waiters : 0);

            // Pairs as any acquiring update. To find the lock held and to ask for the hand-over is one step, or the holder could let go between and serve
            // nobody.
            if (next == state || Atomic.CompareExchange(this, StateWord, ref _state, next, state) == state)
            {
                if (!held)
                {
                    RemoveRun(waiter, waiter);
                    taken = true;
                }

                break;
            }
        }

        QueueLock.Exit(this, QueueWord, ref _queueLock);
        return taken;
    }

    /// <summary>Takes a waiter that gives up out of the queue.</summary>
    /// <returns>False if it has been granted already: the lock is its own.</returns>
    private bool Withdraw(Waiter waiter)
    {
        Waiter? run = null;
        Waiter? poked = null;
        QueueLock.Enter(this, QueueWord, ref _queueLock);
        bool withdrawn = waiter.Queued;
        if (withdrawn)
        {
            bool first = ReferenceEquals(_head, waiter);
            Unlink(waiter);

            // These two bits are the queue's own, under its lock; an addition leaves the others to the releases that run beside it.
            int state = Atomic.LoadRelaxed(this, StateWord, ref _state);
            int gone = (_head is null ? Waiters : 0) | (first ? state & Handoff : 0);
            if (gone != 0)
            {
                Atomic.Add(this, StateWord, ref _state, -gone);
            }

            // A writer that gives up may have been all that kept those behind it out, or may have been poked in vain.
            run = Serve(out poked);
        }

        QueueLock.Exit(this, QueueWord, ref _queueLock);
        GrantAll(run);
        poked?.Wake();
        return withdrawn;
    }
}
