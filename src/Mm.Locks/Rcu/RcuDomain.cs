using System.Runtime.CompilerServices;

namespace Mm.Locks;

/// <summary>Read-copy-update by epochs: what a reader has found stays as it is until its read section ends, and readers never wait.</summary>
/// <remarks>
/// <para>A read section announces the current epoch in a slot of its own; whoever retires an object tags it with the epoch after having unlinked it; the
/// object is reclaimed when the epoch has moved on and no announced epoch is as old as the tag. The announcement is the compare-and-swap that claims the
/// slot, so there is no moment at which a slot is claimed and says nothing. Sections are short and do not sleep; they nest.</para>
/// <para>Reclaiming is done by the threads that retire, in batches, and by <see cref="Synchronize"/>; nothing runs in the background.</para>
/// </remarks>
[Lock("rcu", Reentrant = true)]
public sealed partial class RcuDomain
{
    internal const int EpochWord = 0;
    internal const int QueueWord = 1;
    internal const int ReclaimWord = 2;

    [ThreadStatic]
    private static RcuReader? t_last;

    [ThreadStatic]
    private static RcuReader? t_readers;

    private readonly RcuSlots _slots = new();
    private long _epoch = 1;

    /// <summary>Creates a domain.</summary>
    /// <param name="name">What reports call it.</param>
    public RcuDomain(string? name = null) => Name = name ?? Class.Name;

    /// <summary>The class of every domain.</summary>
    public static LockClass Class { get; } = LockClass.Of("Rcu.Domain");

    /// <summary>What reports call the domain.</summary>
    public string Name { get; }

    /// <summary>Whether the calling thread is in a read section.</summary>
    public bool IsReading => CurrentReader().Depth > 0;

    /// <summary>For tests: all threads begin at the same slot, so that they meet there.</summary>
    internal bool TestHookOneSlot { get; set; }

    /// <summary>Begins a read section.</summary>
    [AcquiresRead]
    public void ReadLock() => Enter();

    /// <summary>Ends a read section.</summary>
    /// <exception cref="SynchronizationLockException">The calling thread is in none.</exception>
    [ReleasesRead]
    public void ReadUnlock() => Leave();

    /// <summary>Begins a read section that the guard ends.</summary>
    [AcquiresRead]
    public RcuGuard Read() => new(this, Enter());

    /// <summary>Throws unless the calling thread is in a read section.</summary>
    /// <exception cref="LockValidationException">It is not.</exception>
    [AssertsRead]
    public void AssertReading()
    {
        if (!IsReading)
        {
            throw new LockValidationException($"{this}: the thread is in no read section.");
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal int Enter()
    {
        if (LockValidator.Enabled)
        {
            LockValidator.Acquiring(this, Class, LockMode.Read, AcquireTraits.Reentrant);
        }

        SchedulePoints.Reach(this, ScheduleKind.AcquireRead);
        RcuReader reader = CurrentReader();
        if (reader.Depth++ == 0)
        {
            // Acquire: a reader that sees an epoch sees everything unlinked before it began; pairs with the update in AdvanceEpoch.
            long epoch = Atomic.LoadAcquire(this, EpochWord, ref _epoch);

            // Claim and announcement in one, and a full fence: the section's reads take place after it. Pairs with the full fence of AdvanceEpoch before
            // the slots are scanned: either the scan sees this announcement, or this reader sees what was unlinked before the scan. Without the fence a
            // reader could hold an object that nobody knows it reads. An epoch that is old by now only keeps things longer.
            RcuSlots slots = reader.Slots;
            int slot = reader.Slot;
            if (Atomic.CompareExchange(slots, slot, ref slots[slot], epoch, 0) != 0)
            {
                ClaimAnother(reader, epoch);
            }
        }

        return LockValidator.Enabled ? LockValidator.Acquired(this, Class, LockMode.Read, AcquireTraits.Reentrant) : 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Leave()
    {
        if (LockValidator.Enabled)
        {
            LockValidator.Releasing(this, Class, write: false);
        }

        SchedulePoints.Reach(this, ScheduleKind.ReleaseRead);
        RcuReader reader = CurrentReader();
        int depth = reader.Depth - 1;
        if (depth < 0)
        {
            ThrowNotReading();
        }

        reader.Depth = depth;
        if (depth == 0)
        {
            // Release, and the last store of the two: the section's reads are over before the slot is free; pairs with the scan in OldestAnnounced. After
            // it the slot may be another thread's, so nothing of this section may be stored later: it would land on top of the next claim.
            Atomic.StoreRelease(reader.Slots, reader.Slot, ref reader.Slots[reader.Slot], 0);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private RcuReader CurrentReader()
    {
        RcuReader? last = t_last;
        return last is not null && ReferenceEquals(last.Domain, this) ? last : FindReader();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private RcuReader FindReader()
    {
        RcuReader? reader = t_readers;
        while (reader is not null && !ReferenceEquals(reader.Domain, this))
        {
            reader = reader.Next;
        }

        // Threads begin at different slots, so that they seldom meet.
        int first = TestHookOneSlot ? 0 : Environment.CurrentManagedThreadId % RcuSlots.Count;
        reader ??= t_readers = new RcuReader(this, _slots, first, t_readers);
        return t_last = reader;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void ClaimAnother(RcuReader reader, long epoch)
    {
        RcuSlots slots = _slots;
        while (true)
        {
            for (int i = 0; i < RcuSlots.Count; i++)
            {
                int slot = (reader.Slot + i) % RcuSlots.Count;

                // As in Enter: this is the announcement.
                if (Atomic.LoadRelaxed(slots, slot, ref slots[slot]) == 0
                    && Atomic.CompareExchange(slots, slot, ref slots[slot], epoch, 0) == 0)
                {
                    reader.Slots = slots;
                    reader.Slot = slot;
                    return;
                }
            }

            // Acquire: pairs with the update below; the chunk is seen as it was made.
            RcuSlots? next = Volatile.Read(ref slots.Next);
            if (next is null)
            {
                var added = new RcuSlots();

                // Pairs with the scan's acquire load of Next: a scan that misses the chunk came before it was linked, and so before every claim in it.
                next = Interlocked.CompareExchange(ref slots.Next, added, null) ?? added;
            }

            slots = next;
        }
    }

    private void ThrowNotReading() => throw new SynchronizationLockException($"{this}: a read section is ended, but the thread is in none.");
}
