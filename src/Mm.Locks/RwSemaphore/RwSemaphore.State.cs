using System.Runtime.CompilerServices;

namespace Mm.Locks;

/// <content>The state word: what happens when nobody else is in the way, and where the slow paths begin.</content>
public sealed partial class RwSemaphore
{
    /// <returns>The validator's number for the hold, 0 without it.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal int AcquireRead()
    {
        Announce(ScheduleKind.AcquireRead, LockMode.Read, AcquireTraits.None);

        // A hint only: the compare-and-swap decides.
        int state = Atomic.LoadRelaxed(this, StateWord, ref _state);

        // Pairs with the releases of writers (their update in ReleaseWrite or DowngradeHold): a reader that comes in sees all that was written under the write
        // hold. Without the update two threads could take the same count, and a writer could come in under a reader.
        if ((state & (Writer | Waiters | Instrumented)) != 0
            || Atomic.CompareExchange(this, StateWord, ref _state, state + ReaderUnit, state) != state)
        {
            AcquireSlow(write: false, CancellationToken.None);
        }

        return NoteAcquired(LockMode.Read, AcquireTraits.None);
    }

    /// <returns>The validator's number for the hold, 0 without it.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal int AcquireWrite(AcquireTraits traits)
    {
        Announce(ScheduleKind.AcquireWrite, LockMode.Write, traits);

        // Pairs with the releases of readers and writers: the new writer sees all that was done under earlier holds, and every reader's reads are over.
        // Without the update two writers could both find the lock free. The load before it only spares a held lock's cache line a futile update.
        if (Atomic.LoadRelaxed(this, StateWord, ref _state) != 0 || Atomic.CompareExchange(this, StateWord, ref _state, Writer, 0) != 0)
        {
            AcquireSlow(write: true, CancellationToken.None);
        }

        BeginWriteSequence();
        return NoteAcquired(LockMode.Write, traits);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void ReleaseRead()
    {
        if (SchedulePoints.Enabled)
        {
            SchedulePoints.Reach(this, ScheduleKind.ReleaseRead);
        }

        if (LockValidator.Enabled)
        {
            LockValidator.Releasing(this, Class, write: false);
        }

        // A hint: an operation that misses the switching on is not measured.
        if ((Atomic.LoadRelaxed(this, StateWord, ref _state) & Instrumented) != 0)
        {
            Instrument?.Releasing(write: false);
        }

        // Pairs with the writer's acquiring update: this reader's reads are over before the writer's writes. Subtracting and learning whether somebody waits is
        // one step: in two, the last reader could miss a writer that queued between, and it would sleep for ever.
        int state = Atomic.Add(this, StateWord, ref _state, -ReaderUnit);
        if ((state & ReleaseMask) != 0)
        {
            ReleaseReadSlow(state);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void ReleaseWrite()
    {
        if (SchedulePoints.Enabled)
        {
            SchedulePoints.Reach(this, ScheduleKind.ReleaseWrite);
        }

        if (LockValidator.Enabled)
        {
            LockValidator.Releasing(this, Class, write: true);
        }

        EndWriteSequence();

        // Pairs with every acquiring update: all that was written under this hold is seen by the next holder. Finding no waiter and letting go is one step, as
        // in ReleaseRead. The load before it only spares a futile update.
        if (Atomic.LoadRelaxed(this, StateWord, ref _state) != Writer || Atomic.CompareExchange(this, StateWord, ref _state, 0, Writer) != Writer)
        {
            ReleaseWriteSlow();
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void DowngradeHold()
    {
        if (SchedulePoints.Enabled)
        {
            SchedulePoints.Reach(this, ScheduleKind.Downgrade);
        }

        if (LockValidator.Enabled)
        {
            LockValidator.Downgrading(this, Class);
        }

        EndWriteSequence();

        // A hint, as in ReleaseRead.
        if ((Atomic.LoadRelaxed(this, StateWord, ref _state) & Instrumented) != 0)
        {
            Instrument?.Downgrading();
        }

        // From writer to reader in one addition: at no point in between is the lock free, so no writer can come in. Pairs with readers' acquiring updates:
        // they see all that was written under the write hold.
        int state = Atomic.Add(this, StateWord, ref _state, ReaderUnit - Writer);
        if ((state & Waiters) != 0)
        {
            HandOver();
        }
    }

    // What any acquisition begins with: nothing in production.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Announce(ScheduleKind point, LockMode mode, AcquireTraits traits)
    {
        if (LockValidator.Enabled)
        {
            LockValidator.Acquiring(this, Class, mode, traits);
        }

        if (SchedulePoints.Enabled)
        {
            SchedulePoints.Reach(this, point);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int NoteAcquired(LockMode mode, AcquireTraits traits) =>
        LockValidator.Enabled ? LockValidator.Acquired(this, Class, mode, traits) : 0;

    /// <summary>Takes the lock if it is free, or for read if only readers hold it and nobody waits.</summary>
    private bool TryTake(bool write)
    {
        while (true)
        {
            int state = Atomic.LoadRelaxed(this, StateWord, ref _state);
            bool free = (state & ~(Instrumented | Waiters)) == 0;
            if (!free && (write || (state & (Writer | Waiters)) != 0))
            {
                return false;
            }

            // Pairs as in AcquireRead and AcquireWrite. A failure means that another thread changed the state: look again.
            if (Atomic.CompareExchange(this, StateWord, ref _state, state + (write ? Writer : ReaderUnit), state) == state)
            {
                return true;
            }
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void ReleaseReadSlow(int state)
    {
        if (state < 0 || (state & Writer) != 0)
        {
            // Undo, for the error's sake; pairs with nothing: the state is as it was before the wrong call.
            Atomic.Add(this, StateWord, ref _state, ReaderUnit);
            throw new SynchronizationLockException($"{this} is released for read, but nobody holds it so.");
        }

        if (state < ReaderUnit)
        {
            HandOver();
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void ReleaseWriteSlow()
    {
        Instrument?.Releasing(write: true);

        // Pairs as in ReleaseWrite.
        int state = Atomic.Add(this, StateWord, ref _state, -Writer);
        if ((state & Waiters) != 0)
        {
            HandOver();
        }
    }
}
