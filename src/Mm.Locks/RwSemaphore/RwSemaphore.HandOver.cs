using System.Runtime.CompilerServices;

namespace Mm.Locks;

/// <content>Who is let in when a hold ends: first come, first served.</content>
public sealed partial class RwSemaphore
{
    /// <summary>After a release or a downgrade: lets in whoever stands at the head of the queue, as far as the state allows.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void HandOver()
    {
        QueueLock.Enter(this, QueueWord, ref _queueLock);
        Waiter? run = Serve(out Waiter? poked);
        QueueLock.Exit(this, QueueWord, ref _queueLock);
        GrantAll(run);
        poked?.Wake();
    }

    /// <summary>Under the queue lock. All readers that stand together at the head are let in: the lock is acquired on their behalf. A writer at the head is
    /// told to try, or, if it has been overtaken too often, the lock is acquired on its behalf.</summary>
    /// <param name="poked">A writer that must be woken to try.</param>
    /// <returns>The first of those that have the lock now, linked by <see cref="Waiter.Next"/>, to be granted; or null.</returns>
    private Waiter? Serve(out Waiter? poked)
    {
        poked = null;
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
            // A guess: the compare-and-swap decides.
            int state = Atomic.LoadRelaxed(this, StateWord, ref _state);
            if ((state & Writer) != 0 || (first.Write && state >= ReaderUnit))
            {
                // Not yet: the release of that hold comes here again, since it sees the Waiters bit.
                return null;
            }

            if (first.Write && (state & Handoff) == 0)
            {
                poked = first.Poke() ? first : null;
                return null;
            }

            // Pairs as any acquiring update does; the waiter sees it through its grant. Taking the lock and clearing the bit of an emptied queue is one
            // step: in two, an overtaker could come in between, or a release find the bit set and the queue empty for ever.
            int after = (state & ~Handoff) + add - (emptied ? Waiters : 0);
            if (Atomic.CompareExchange(this, StateWord, ref _state, after, state) == state)
            {
                break;
            }
        }

        RemoveRun(first, last);
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

    private void Append(Waiter waiter)
    {
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
    }

    /// <summary>Takes those that have the lock now, from the head to the last of them, out of the queue.</summary>
    private void RemoveRun(Waiter first, Waiter last)
    {
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
