using System.Runtime.CompilerServices;

namespace Mm.Locks;

/// <summary>A reader/writer lock with a downgrade that never lets go: what Linux calls an rw_semaphore.</summary>
/// <remarks>
/// <para>Modes: any number of readers; or one writer; or one downgraded holder (a former writer) with any number of readers. A downgraded hold excludes
/// writers and every other downgraded hold, and is released as a read.</para>
/// <para>Waiters stand in one queue, first come first served, and a release hands the lock over to the one at its head: a waiting writer keeps later
/// readers out (writer preference), and waiting readers are served before later writers, so that neither starves. Readers that stand together at the head
/// are let in together.</para>
/// <para>The state belongs to no thread: another thread, or a scheduler, may release what one acquired. The analysis nevertheless takes holds as bound to the
/// thread, and so does the runtime validator.</para>
/// <para>Not reentrant: a reader that acquires again may wait behind a writer that waits for it.</para>
/// </remarks>
[Lock("rw-semaphore")]
public sealed partial class RwSemaphore
{
    internal const int StateWord = 0;
    internal const int SequenceWord = 1;
    internal const int QueueWord = 2;

    // The state: bit 0 held for write; bit 1 somebody waits; bit 2 every operation takes the measured path; bit 3 the lock goes to the head of the queue
    // and to nobody else; readers (and the downgraded holder) from bit 4.
    private const int Writer = 1;
    private const int Waiters = 2;
    private const int Instrumented = 4;
    private const int Handoff = 8;
    private const int ReaderUnit = 16;

    // What a release must look at: the sign (released without a hold), a writer beside a reader (the same), waiters.
    private const int ReleaseMask = int.MinValue | Writer | Waiters;

    private const int InterruptedResult = -4;

    private static readonly LockClass s_defaultClass = LockClass.Of("RwSemaphore");

    private int _state;

    /// <summary>Creates a free lock.</summary>
    /// <param name="name">What reports call this lock; its class's name if null.</param>
    /// <param name="lockClass">The class, named by convention after the member that holds the lock (<c>"MmStruct.MmapLock"</c>); a string converts to
    /// it.</param>
    public RwSemaphore(string? name = null, LockClass? lockClass = null)
    {
        Class = lockClass ?? s_defaultClass;
        Name = name ?? Class.Name;
        if (HoldStatistics.DefaultTier != StatisticsTier.Off)
        {
            KeepStatistics(HoldStatistics.DefaultTier);
        }
    }

    /// <summary>What reports call this lock.</summary>
    public string Name { get; }

    /// <summary>The lock's class.</summary>
    public LockClass Class { get; }

    /// <summary>Whether somebody holds the lock for write. Outside a hold this is out of date as soon as it is read.</summary>
    public bool IsHeldForWrite => (Atomic.LoadRelaxed(this, StateWord, ref _state) & Writer) != 0;

    /// <summary>Whether somebody holds the lock in any mode.</summary>
    public bool IsHeld => IsHeldIn(Atomic.LoadRelaxed(this, StateWord, ref _state));

    /// <summary>Whether threads stand in the lock's queue.</summary>
    public bool HasWaiters => (Atomic.LoadRelaxed(this, StateWord, ref _state) & Waiters) != 0;

    /// <summary>Whether the lock is held and others wait for it: what a holder polls that could let go early.</summary>
    public bool IsContended
    {
        get
        {
            int state = Atomic.LoadRelaxed(this, StateWord, ref _state);
            return (state & Waiters) != 0 && IsHeldIn(state);
        }
    }

    /// <summary>Acquires for read; waits while a writer holds the lock or anybody waits for it.</summary>
    [AcquiresRead]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void ReadLock() => AcquireRead();

    /// <summary>Acquires for write; waits until nobody holds the lock.</summary>
    [AcquiresWrite]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void WriteLock() => AcquireWrite(AcquireTraits.None);

    /// <summary>Acquires for write while another lock of this type is held.</summary>
    [AcquiresWrite]
    [Nested("the caller keeps one order among locks of this type: parent before child, or by address")]
    public void WriteLockNested() => AcquireWrite(AcquireTraits.Nested);

    /// <summary>Acquires for read if that needs no wait.</summary>
    /// <returns>Whether the lock is held.</returns>
    [AcquiresRead(When = true)]
    public bool TryReadLock()
    {
        Announce(ScheduleKind.AcquireRead, LockMode.Read, AcquireTraits.Try);
        if (!TryTake(write: false))
        {
            return false;
        }

        Instrument?.Acquired(write: false, waitedTicks: -1);
        NoteAcquired(LockMode.Read, AcquireTraits.Try);
        return true;
    }

    /// <summary>Acquires for write if that needs no wait.</summary>
    /// <returns>Whether the lock is held.</returns>
    [AcquiresWrite(When = true)]
    public bool TryWriteLock()
    {
        Announce(ScheduleKind.AcquireWrite, LockMode.Write, AcquireTraits.Try);
        if (!TryTake(write: true))
        {
            return false;
        }

        BeginWriteSequence();
        Instrument?.Acquired(write: true, waitedTicks: -1);
        NoteAcquired(LockMode.Write, AcquireTraits.Try);
        return true;
    }

    /// <summary>Acquires for read; a wait ends early when the token is cancelled.</summary>
    /// <param name="killed">Ends the wait. A lock that needs no wait is acquired whatever the token says.</param>
    /// <returns>0 with the lock held, or -4 (-EINTR) with nothing held.</returns>
    [AcquiresRead(When = 0)]
    public int ReadLockKillable(CancellationToken killed)
    {
        Announce(ScheduleKind.AcquireRead, LockMode.Read, AcquireTraits.None);
        if (AcquireSlow(write: false, killed) != 0)
        {
            return InterruptedResult;
        }

        NoteAcquired(LockMode.Read, AcquireTraits.None);
        return 0;
    }

    /// <summary>Acquires for write; a wait ends early when the token is cancelled.</summary>
    /// <param name="killed">Ends the wait. A lock that needs no wait is acquired whatever the token says.</param>
    /// <returns>0 with the lock held, or -4 (-EINTR) with nothing held.</returns>
    [AcquiresWrite(When = 0)]
    public int WriteLockKillable(CancellationToken killed)
    {
        Announce(ScheduleKind.AcquireWrite, LockMode.Write, AcquireTraits.None);
        if (AcquireSlow(write: true, killed) != 0)
        {
            return InterruptedResult;
        }

        BeginWriteSequence();
        NoteAcquired(LockMode.Write, AcquireTraits.None);
        return 0;
    }

    /// <summary>Releases a hold for read, or a downgraded one.</summary>
    /// <exception cref="SynchronizationLockException">Nobody holds the lock for read.</exception>
    [ReleasesRead]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void ReadUnlock() => ReleaseRead();

    /// <summary>Releases a hold for write: every VMA write lock that was taken under it ends too.</summary>
    /// <exception cref="SynchronizationLockException">Nobody holds the lock for write.</exception>
    [ReleasesWrite]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void WriteUnlock() => ReleaseWrite();

    /// <summary>Turns the write hold into a downgraded one, never letting go of the lock: readers may come in, writers may not. Readers at the head of the
    /// queue are woken. Every VMA write lock that was taken under the write hold ends. <see cref="ReadUnlock"/> releases it.</summary>
    /// <exception cref="SynchronizationLockException">Nobody holds the lock for write.</exception>
    [Downgrades]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Downgrade() => DowngradeHold();

    /// <summary>Acquires for read; the guard holds the lock until it is disposed.</summary>
    [AcquiresRead]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadGuard Read() => new(this, AcquireRead());

    /// <summary>Acquires for write; the guard holds the lock until it is disposed or downgraded.</summary>
    [AcquiresWrite]
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public WriteGuard Write() => new(this, AcquireWrite(AcquireTraits.None));

    /// <summary>Throws unless the lock is held in any mode: by somebody, or under the runtime validator by the calling thread.</summary>
    /// <exception cref="LockValidationException">It is not.</exception>
    [AssertsRead]
    public void AssertHeld()
    {
        if (LockValidator.Enabled)
        {
            LockValidator.AssertHeld(this, Class, LockMode.Read);
        }
        else if (!IsHeld)
        {
            throw new LockValidationException($"{this} is not held.");
        }
    }

    /// <summary>Throws unless the lock is held for write: by somebody, or under the runtime validator by the calling thread.</summary>
    /// <exception cref="LockValidationException">It is not.</exception>
    [AssertsWrite]
    public void AssertHeldForWrite()
    {
        if (LockValidator.Enabled)
        {
            LockValidator.AssertHeld(this, Class, LockMode.Write);
        }
        else if (!IsHeldForWrite)
        {
            throw new LockValidationException($"{this} is not held for write.");
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Name == Class.Name ? Name : $"{Name} ({Class.Name})";

    private static bool IsHeldIn(int state) => (state & Writer) != 0 || state >= ReaderUnit;
}
