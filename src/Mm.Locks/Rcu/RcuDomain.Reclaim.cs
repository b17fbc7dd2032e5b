using System.Runtime.ExceptionServices;

namespace Mm.Locks;

/// <content>Retiring and reclaiming.</content>
public sealed partial class RcuDomain
{
    // Scanning the slots costs about as much as a few retirements; so many of them share one scan.
    private const int BatchSize = 64;

    private readonly RetiredQueue _retired = new();
    private readonly RetiredItem[] _batch = new RetiredItem[BatchSize];
    private int _queueLock;
    private int _reclaiming;
    private int _tryAt = BatchSize;
    private int _pending;

    /// <summary>How many retired objects wait to be reclaimed. Out of date as soon as it is read.</summary>
    public int PendingCount => Volatile.Read(ref _pending);

    /// <summary>Has an object reclaimed once no reader can hold it any more. The caller has already unlinked it, so that no new reader finds it.</summary>
    /// <param name="item">The object.</param>
    /// <param name="reclaim">What to do with it then, on the thread of some later <see cref="Retire"/>, <see cref="TryReclaim"/> or <see
    /// cref="Synchronize"/>. A static lambda allocates nothing. It must not wait.</param>
    public void Retire(object item, Action<object> reclaim)
    {
        // The update that takes the queue lock is a full fence: the caller's unlinking comes before the epoch is read. Pairs with the update in
        // AdvanceEpoch; without it a reader that announces the next epoch could still find the object.
        QueueLock.Enter(this, QueueWord, ref _queueLock);
        _retired.Enqueue(new RetiredItem(item, reclaim, Atomic.LoadRelaxed(this, EpochWord, ref _epoch)));
        int pending = _retired.Count;
        Volatile.Write(ref _pending, pending);
        bool due = pending >= _tryAt;
        QueueLock.Exit(this, QueueWord, ref _queueLock);
        if (due)
        {
            TryReclaim();
        }
    }

    /// <summary>Reclaims what no reader can hold any more. Does nothing while another thread is at it.</summary>
    /// <returns>How many objects were reclaimed.</returns>
    public int TryReclaim()
    {
        // Pairs with the release store at the end: the batch buffer is handed on from reclaimer to reclaimer. It also stops a callback that retires from
        // recursing.
        if (Atomic.CompareExchange(this, ReclaimWord, ref _reclaiming, 1, 0) != 0)
        {
            return 0;
        }

        return Reclaim();
    }

    /// <summary>Reclaims, by the thread that has set the flag, and clears the flag.</summary>
    private int Reclaim()
    {
        int reclaimed = 0;
        ExceptionDispatchInfo? failure = null;
        try
        {
            long safe = Math.Min(AdvanceEpoch(), OldestAnnounced());
            int count;
            while ((count = TakeBatch(safe)) > 0)
            {
                for (int i = 0; i < count; i++)
                {
                    RetiredItem item = _batch[i];
                    _batch[i] = default;
                    try
                    {
                        item.Reclaim(item.Item);
                    }
                    catch (Exception e)
                    {
                        // The others of the batch are still reclaimed; the first failure is the caller's.
                        failure ??= ExceptionDispatchInfo.Capture(e);
                    }
                }

                reclaimed += count;
            }
        }
        finally
        {
            // Release: the next reclaimer sees the batch buffer empty; pairs with its update above.
            Atomic.StoreRelease(this, ReclaimWord, ref _reclaiming, 0);
        }

        failure?.Throw();
        return reclaimed;
    }

    /// <summary>Waits until every read section that is open now has ended, and reclaims what was retired before.</summary>
    /// <exception cref="InvalidOperationException">The calling thread is in a read section itself, and would wait for ever.</exception>
    [Blocks]
    [Excludes]
    public void Synchronize()
    {
        if (IsReading)
        {
            throw new InvalidOperationException($"{this}: a thread in a read section would wait for itself.");
        }

        // The loads of Next: a chunk that is missed was linked after the epoch moved on, and so were the announcements in it.
        long target = AdvanceEpoch();
        for (RcuSlots? slots = _slots; slots is not null; slots = Volatile.Read(ref slots.Next))
        {
            for (int slot = 0; slot < RcuSlots.Count; slot++)
            {
                Backoff backoff = default;

                // Acquire: pairs with the release store in Leave; the section's reads are over.
                while (Atomic.LoadAcquire(slots, slot, ref slots[slot]) is var announced && announced != 0 && announced < target)
                {
                    backoff.Once(slots, slot);
                }
            }
        }

        // Another thread that is reclaiming may have looked before the wait was over, or have what was retired before in its batch: only when it is through
        // has everything been reclaimed. Pairs with the release store of the reclaimer. Without the wait a pool that is disposed next would be given back
        // memory afterwards.
        Backoff reclaimer = default;
        while (Atomic.CompareExchange(this, ReclaimWord, ref _reclaiming, 1, 0) != 0)
        {
            reclaimer.Once(this, ReclaimWord);
        }

        Reclaim();
    }

    /// <returns>The new epoch. What was retired before has an older tag, and a reader that announces it finds nothing of that.</returns>
    private long AdvanceEpoch() =>

        // A full fence between what was unlinked and the scan of the slots that follows; pairs with the announcement in Enter and the update in Retire.
        Atomic.Add(this, EpochWord, ref _epoch, 1);

    private long OldestAnnounced()
    {
        // The loads of Next: as in Synchronize.
        long oldest = long.MaxValue;
        for (RcuSlots? slots = _slots; slots is not null; slots = Volatile.Read(ref slots.Next))
        {
            for (int slot = 0; slot < RcuSlots.Count; slot++)
            {
                // Acquire: pairs with the release store in Leave; what a finished section read is read, so its object may be reused.
                long announced = Atomic.LoadAcquire(slots, slot, ref slots[slot]);
                if (announced != 0 && announced < oldest)
                {
                    oldest = announced;
                }
            }
        }

        return oldest;
    }

    private int TakeBatch(long safe)
    {
        int count = 0;
        QueueLock.Enter(this, QueueWord, ref _queueLock);
        while (count < BatchSize && _retired.TryDequeueOlderThan(safe, out _batch[count]))
        {
            count++;
        }

        // What a reader still keeps is not worth a scan at every retirement.
        _tryAt = _retired.Count + BatchSize;
        Volatile.Write(ref _pending, _retired.Count);
        QueueLock.Exit(this, QueueWord, ref _queueLock);
        return count;
    }
}
