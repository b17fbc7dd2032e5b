using System.Runtime.CompilerServices;

namespace Mm.Locks;

/// <content>The queue of waiters: first come first served, with hand-over by whoever releases.</content>
/// <remarks>Waiters stand in the queue if and only if the state's Waiters bit is set, except inside the queue lock. While it is set, the state changes only by
/// releases, downgrades and the hand-over, so that nobody overtakes the queue.</remarks>
public sealed partial class RwSemaphore
{
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
        bool acquired = !Enqueue(waiter, probe) || WaitForGrant(waiter, killed);
        probe?.EndWait(waiter);
        waiter.Return();
        if (!acquired)
        {
            return InterruptedResult;
        }

        probe?.Acquired(write, LockProbe.Now - began);
        return 0;
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

        waiter.Next = null;
        waiter.Previous = _tail;
        waiter.Queued = true;
        if (_tail is null)
        {
            _head = waiter;
        }
        else
        {
            _tail.Next = waiter;
        }

        _tail = waiter;
        probe?.BeginWait(waiter);
        QueueLock.Exit(this, QueueWord, ref _queueLock);
        return true;
    }

    private bool WaitForGrant(Waiter waiter, CancellationToken killed)
    {
        int rounds = _spin.Rounds;
        if (rounds > 0)
        {
            bool granted = waiter.Spin(rounds);
            _spin.Learn(granted);
            if (granted)
            {
                return true;
            }
        }

        if (!killed.CanBeCanceled)
        {
            waiter.AwaitGrant();
            return true;
        }

        // Disposing the registration waits for a callback that runs: after it, nothing cancels the waiter's next use.
        using (killed.Register(static w => ((Waiter)w!).Cancel(), waiter))
        {
            if (waiter.Await() || !Withdraw(waiter))
            {
                waiter.AwaitGrant();
                return true;
            }
        }

        return false;
    }

    /// <summary>Takes a waiter that gives up out of the queue.</summary>
    /// <returns>False if it has been granted already: the lock is its own.</returns>
    private bool Withdraw(Waiter waiter)
    {
        Waiter? run = null;
        QueueLock.Enter(this, QueueWord, ref _queueLock);
        bool withdrawn = waiter.Queued;
        if (withdrawn)
        {
            Unlink(waiter);
            if (_head is null)
            {
                // The bit is this queue's own, under its lock; an addition leaves the other bits to the releases that run beside it.
                Atomic.Add(this, StateWord, ref _state, -Waiters);
            }
            else
            {
                // A writer that gives up may have been all that kept the readers behind it out.
                run = DetachGrantable();
            }
        }

        QueueLock.Exit(this, QueueWord, ref _queueLock);
        GrantAll(run);
        return withdrawn;
    }

    /// <summary>Hands the lock over to the waiters at the head of the queue, as far as its state allows.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void HandOver()
    {
        QueueLock.Enter(this, QueueWord, ref _queueLock);
        Waiter? run = DetachGrantable();
        QueueLock.Exit(this, QueueWord, ref _queueLock);
        GrantAll(run);
    }

    /// <summary>Under the queue lock: acquires on behalf of the writer at the head, or of all readers that stand together there, and takes them out.</summary>
    /// <returns>The first of them, linked by <see cref="Waiter.Next"/>, or null.</returns>
    private Waiter? DetachGrantable()
    {
        Waiter? first = _head;
        if (first is null)
        {
            return null;
        }

        Waiter last = first;
        int add = Writer;
        if (!first.Write)
        {
            add = ReaderUnit;
            while (last.Next is { Write: false } next)
            {
                last = next;
                add += ReaderUnit;
            }
        }

        bool emptied = last.Next is null;
        while (true)
        {
            int state = Atomic.LoadRelaxed(this, StateWord, ref _state);
            if ((state & Writer) != 0 || (first.Write && state >= ReaderUnit))
            {
                // Not yet: the release of that hold comes here again, since it sees the Waiters bit.
                return null;
            }

            // Pairs as any acquiring update does; the waiter sees it through its grant. Taking the lock and clearing the bit of an emptied queue is one step: in
            // two, an overtaker could come in between, or a release find the bit set and the queue empty for ever.
            int next = state + add - (emptied ? Waiters : 0);
            if (Atomic.CompareExchange(this, StateWord, ref _state, next, state) == state)
            {
                break;
            }
        }

        _head = last.Next;
        if (_head is null)
        {
            _tail = null;
        }
        else
        {
            _head.Previous = null;
        }

        last.Next = null;
        LockProbe? probe = Instrument;
        for (Waiter? waiter = first; waiter is not null; waiter = waiter.Next)
        {
            waiter.Queued = false;
            probe?.Granting(waiter);
        }

        return first;
    }

    private static void GrantAll(Waiter? run)
    {
        while (run is not null)
        {
            // Read first: once granted, the node belongs to its thread again.
            Waiter? next = run.Next;
            run.Grant();
            run = next;
        }
    }

    private void Unlink(Waiter waiter)
    {
        if (waiter.Previous is { } previous)
        {
            previous.Next = waiter.Next;
        }
        else
        {
            _head = waiter.Next;
        }

        if (waiter.Next is { } next)
        {
            next.Previous = waiter.Previous;
        }
        else
        {
            _tail = waiter.Previous;
        }

        waiter.Queued = false;
    }
}
