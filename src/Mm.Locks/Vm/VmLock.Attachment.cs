namespace Mm.Locks;

/// <content>The reference count: attaching and detaching, readers coming and going, and the writer that waits for them.</content>
public sealed partial class VmLock
{
    // A fault under a VMA's read lock takes a microsecond or so; that long it is cheaper to poll than to sleep.
    private const int DrainSpins = 20;

    /// <summary>The VMA is about to become reachable through the tree.</summary>
    /// <param name="mmapLock">The mmap lock of the VMA's mm, held for write by the caller.</param>
    /// <exception cref="LockValidationException">The VMA is not locked for write, or is attached.</exception>
    [RequiresWrite("mmapLock")]
    public void MarkAttached(RwSemaphore mmapLock)
    {
        CheckWriteLocked(mmapLock);
        if (!IsDetached)
        {
            throw new LockValidationException($"{this} is attached already.");
        }

        // Release: pairs with the compare-and-swap in TryEnter; a reader that finds the VMA attached sees it initialised. While it is detached nobody else
        // changes the count.
        Atomic.StoreRelease(this, ReferenceWord, ref _references, AttachedCount);
    }

    /// <summary>The VMA is taken out of the tree: readers that still find it are turned away and walk again. Waits for transient readers that are about to
    /// back off.</summary>
    /// <param name="mmapLock">The mmap lock of the VMA's mm, held for write by the caller.</param>
    /// <exception cref="LockValidationException">The VMA is not locked for write, or is detached.</exception>
    [RequiresWrite("mmapLock")]
    public void MarkDetached(RwSemaphore mmapLock)
    {
        CheckWriteLocked(mmapLock);
        if (!EnterExclusive())
        {
            throw new LockValidationException($"{this} is detached already.");
        }

        // Release: pairs with TryEnter as above. Nobody else changes the count under the exclusion.
        Atomic.StoreRelease(this, ReferenceWord, ref _references, DetachedCount);
    }

    /// <summary>Makes the lock ready for another VMA, of any mm.</summary>
    /// <exception cref="LockValidationException">The VMA is attached.</exception>
    public void Reset()
    {
        if (!IsDetached)
        {
            throw new LockValidationException($"{this} is attached, so it cannot be reused.");
        }

        // Plain: a straggler cannot raise the count from 0, whatever number it reads here.
        Atomic.StoreRelaxed(this, SequenceWord, ref _writeSequence, NeverLocked);
    }

    private void CheckWriteLocked(RwSemaphore mmapLock)
    {
        WriteSequenceOf(mmapLock);
        if (!IsWriteLocked(mmapLock))
        {
            throw new LockValidationException($"{this} is not locked for write under the current write hold of {mmapLock}.");
        }
    }

    private VmReadResult TryEnter()
    {
        while (true)
        {
            int references = Atomic.LoadRelaxed(this, ReferenceWord, ref _references);
            if (references == DetachedCount)
            {
                return VmReadResult.Detached;
            }

            // The last count before the flag is left free, so that readers can never spill into it.
            if (references >= Exclude - 1)
            {
                return VmReadResult.Contended;
            }

            // Pairs with the release stores of StartWrite, MarkAttached and MarkDetached: their numbers and contents are seen. As one step, since a reader
            // must not come in between the writer's look at the count and its flag: the writer would not wait for it.
            if (Atomic.CompareExchange(this, ReferenceWord, ref _references, references + 1, references) == references)
            {
                return VmReadResult.Locked;
            }
        }
    }

    private void Leave()
    {
        // Pairs with the writer's acquisition of the exclusion (its compare-and-swap, or its grant): this reader's accesses are over before the writer's
        // begin. As one step, so that exactly one reader, the last, finds the writer alone, and wakes it.
        int references = Atomic.Add(this, ReferenceWord, ref _references, -1);
        if (references == Exclude + AttachedCount)
        {
            // The flag was seen, so the store of the drainer that came before it is seen.
            Waiter drainer = _drainer!;
            drainer.Grant();
        }
        else if ((references & ~Exclude) == DetachedCount || references < 0)
        {
            // Undo, for the error's sake; pairs with nothing.
            Atomic.Add(this, ReferenceWord, ref _references, 1);
            throw new SynchronizationLockException($"{this} is released for read, but it has no reader.");
        }
    }

    /// <summary>Keeps new readers out and waits for those inside. The caller ends it with a release store to the count.</summary>
    /// <returns>False if the VMA is detached: no reader can be inside or come in.</returns>
    private bool EnterExclusive()
    {
        while (true)
        {
            // A guess: the compare-and-swaps decide. 0 is final, since only the holder of the mmap lock for write, the caller, attaches.
            int references = Atomic.LoadRelaxed(this, ReferenceWord, ref _references);
            if (references == DetachedCount)
            {
                return false;
            }

            if (references == AttachedCount)
            {
                // Pairs with Leave: the readers before are over and their accesses done. As one step, or a reader could come in unseen.
                if (Atomic.CompareExchange(this, ReferenceWord, ref _references, Exclude + AttachedCount, AttachedCount) == AttachedCount)
                {
                    return true;
                }

                continue;
            }

            Waiter waiter = Waiter.Rent(write: true);

            // Plain: it becomes visible with the flag below, and only a reader that sees the flag reads it.
            _drainer = waiter;
            bool flagged = Atomic.CompareExchange(this, ReferenceWord, ref _references, references + Exclude, references) == references;
            if (flagged && !(Waiter.MaySpin && waiter.Spin(DrainSpins)))
            {
                waiter.AwaitGrant();
            }

            _drainer = null;
            waiter.Return();
            if (flagged)
            {
                return true;
            }
        }
    }
}
