using System.Runtime.CompilerServices;

namespace Mm.Locks;

/// <summary>The lock of one VMA: readers try and never wait; a writer holds the mmap lock for write, waits for the readers, and has no release of its
/// own.</summary>
/// <remarks>
/// <para>The protocol of Linux 6.15 and later. A reference count says detached (0), attached (1) or attached with readers (1 + n, transient ones that will
/// back off included); a flag keeps new readers out while a writer waits for those inside. The VMA is locked for write if the sequence number that its last
/// writer stored is the mmap lock's current <see cref="RwSemaphore.WriteSequence"/>; so all write-locked VMAs of an mm are unlocked at once when that moves
/// on, by release or by downgrade.</para>
/// <para>The object may be reused for another VMA, of another mm even, while readers that found the old one still try it: a reader that gets
/// <see cref="VmReadResult.Locked"/> checks the VMA's mm and range afterwards, and lets go if they are not what it looked for.</para>
/// </remarks>
[Lock("vma lock", Reentrant = true)]
public sealed partial class VmLock
{
    internal const int ReferenceWord = 0;
    internal const int SequenceWord = 1;
    internal const int DrainerWord = 2;

    private const int DetachedCount = 0;
    private const int AttachedCount = 1;

    // Keeps new readers out. Far above any count of readers.
    private const int Exclude = 1 << 30;

    // No write hold has this number: the first is 1.
    private const long NeverLocked = -1;

    private int _references;
    private long _writeSequence = NeverLocked;
    private Waiter? _drainer;

    /// <summary>The class of every VMA lock.</summary>
    public static LockClass Class { get; } = LockClass.Of("Vma.VmLock");

    /// <summary>Whether the VMA is not in the tree. Stable only while the mmap lock is held.</summary>
    public bool IsDetached => Atomic.LoadRelaxed(this, ReferenceWord, ref _references) == DetachedCount;

    /// <summary>Whether the VMA is in the tree. Stable only while the mmap lock is held.</summary>
    public bool IsAttached => !IsDetached;

    /// <summary>Whether readers are inside, transient ones included. A hint.</summary>
    public bool HasReaders => (Atomic.LoadRelaxed(this, ReferenceWord, ref _references) & ~Exclude) > AttachedCount;

    /// <summary>Whether the VMA is locked for write under the current write hold of its mmap lock. Reliable while the mmap lock is held in any mode.</summary>
    /// <param name="mmapLock">The mmap lock of the VMA's mm.</param>
    public bool IsWriteLocked(RwSemaphore mmapLock) => Atomic.LoadRelaxed(this, SequenceWord, ref _writeSequence) == mmapLock.WriteSequence;

    /// <summary>Locks the VMA for write: new readers are turned away, and those inside are waited for. The hold ends with the mmap lock's write hold. Doing
    /// it again under the same hold does nothing.</summary>
    /// <param name="mmapLock">The mmap lock of the VMA's mm, held for write by the caller.</param>
    /// <exception cref="SynchronizationLockException">The mmap lock is not held for write.</exception>
    [RequiresWrite("mmapLock")]
    [AcquiresWrite(Until = "mmapLock")]
    public void StartWrite(RwSemaphore mmapLock)
    {
        long sequence = WriteSequenceOf(mmapLock);
        // Relaxed: only holders of the mmap lock for write store it, and this is the one.
        if (Atomic.LoadRelaxed(this, SequenceWord, ref _writeSequence) == sequence)
        {
            return;
        }

        if (LockValidator.Enabled)
        {
            LockValidator.Acquiring(this, Class, LockMode.Write, AcquireTraits.Until | AcquireTraits.Reentrant);
        }

        SchedulePoints.Reach(this, ScheduleKind.AcquireWrite);
        bool attached = EnterExclusive();

        // Relaxed: the release store below publishes it; of a detached VMA nobody reads it before MarkAttached publishes that.
        Atomic.StoreRelaxed(this, SequenceWord, ref _writeSequence, sequence);
        if (attached)
        {
            // Release: the number comes before the end of the exclusion. Pairs with the compare-and-swap in TryEnter: a reader that comes in after it sees the
            // number and backs off. Without the order it could see the old number and run beside the writer. Nobody else changes the count meanwhile.
            Atomic.StoreRelease(this, ReferenceWord, ref _references, AttachedCount);
        }

        if (LockValidator.Enabled)
        {
            LockValidator.Acquired(this, Class, LockMode.Write, AcquireTraits.Until | AcquireTraits.Reentrant, mmapLock);
        }
    }

    /// <summary>Tries to lock the VMA for read, found under RCU or under the mmap lock. Never waits, and may fail without a writer in sight. The caller
    /// then checks that the VMA is of the mm and the range that it looked for.</summary>
    /// <param name="mmapLock">The mmap lock of the mm that the VMA was looked for in.</param>
    [AcquiresRead(When = VmReadResult.Locked, CanBlock = false)]
    public VmReadResult TryStartRead(RwSemaphore mmapLock)
    {
        SchedulePoints.Reach(this, ScheduleKind.AcquireRead);

        // A cheap refusal; the test that counts comes after the count is raised.
        if (IsWriteLocked(mmapLock))
        {
            return VmReadResult.Contended;
        }

        VmReadResult result = TryEnter();
        if (result != VmReadResult.Locked)
        {
            return result;
        }

        // The mmap lock's number is read with acquire order (WriteSequence): if the write hold under which this VMA was locked has ended, all that was
        // written under it is seen. Pairs with the release in RwSemaphore's EndWriteSequence.
        if (IsWriteLocked(mmapLock))
        {
            Leave();
            return VmReadResult.Contended;
        }

        if (LockValidator.Enabled)
        {
            LockValidator.Acquired(this, Class, LockMode.Read, AcquireTraits.Try, mmapLock);
        }

        return VmReadResult.Locked;
    }

    /// <summary>Locks the VMA for read while the mmap lock keeps writers away.</summary>
    /// <param name="mmapLock">The mmap lock of the VMA's mm, held by the caller for read.</param>
    /// <returns>False if the VMA is detached, or has as many readers as can be counted.</returns>
    [RequiresRead("mmapLock")]
    [AcquiresRead(When = true)]
    public bool TryStartReadLocked(RwSemaphore mmapLock)
    {
        if (LockValidator.Enabled)
        {
            mmapLock.AssertHeld();
        }

        SchedulePoints.Reach(this, ScheduleKind.AcquireRead);
        if (TryEnter() != VmReadResult.Locked)
        {
            return false;
        }

        if (LockValidator.Enabled)
        {
            LockValidator.Acquired(this, Class, LockMode.Read, AcquireTraits.Try, mmapLock);
        }

        return true;
    }

    /// <summary>Releases a read lock. The last reader lets a waiting writer go on.</summary>
    /// <exception cref="SynchronizationLockException">There is no reader.</exception>
    [ReleasesRead]
    public void EndRead()
    {
        if (LockValidator.Enabled)
        {
            LockValidator.Releasing(this, Class, write: false);
        }

        SchedulePoints.Reach(this, ScheduleKind.ReleaseRead);
        Leave();
    }

    /// <summary>Throws unless the VMA is locked for write.</summary>
    /// <param name="mmapLock">The mmap lock of the VMA's mm.</param>
    /// <exception cref="LockValidationException">It is not.</exception>
    [AssertsWrite]
    public void AssertWriteLocked(RwSemaphore mmapLock)
    {
        if (!IsWriteLocked(mmapLock))
        {
            throw new LockValidationException($"{this} is not locked for write under the current write hold of {mmapLock}.");
        }

        if (LockValidator.Enabled)
        {
            LockValidator.AssertHeld(mmapLock, mmapLock.Class, LockMode.Write);
        }
    }

    /// <summary>Throws unless the VMA is locked for read by somebody (under the runtime validator: by the calling thread).</summary>
    /// <exception cref="LockValidationException">It is not.</exception>
    [AssertsRead]
    public void AssertReadLocked()
    {
        if (LockValidator.Enabled)
        {
            LockValidator.AssertHeld(this, Class, LockMode.Read);
        }
        else if (!HasReaders)
        {
            throw new LockValidationException($"{this} is not locked for read.");
        }
    }

    /// <summary>Throws unless the VMA is locked, for read or for write.</summary>
    /// <param name="mmapLock">The mmap lock of the VMA's mm.</param>
    /// <exception cref="LockValidationException">It is not.</exception>
    [AssertsRead]
    public void AssertLocked(RwSemaphore mmapLock)
    {
        if (!IsWriteLocked(mmapLock) && !HasReaders)
        {
            throw new LockValidationException($"{this} is locked neither for read nor for write.");
        }
    }

    /// <inheritdoc/>
    public override string ToString() => "vma lock";

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long WriteSequenceOf(RwSemaphore mmapLock)
    {
        long sequence = mmapLock.WriteSequence;
        if ((sequence & 1) == 0)
        {
            ThrowNotHeldForWrite(mmapLock);
        }

        return sequence;
    }

    private static void ThrowNotHeldForWrite(RwSemaphore mmapLock) =>
        throw new SynchronizationLockException($"A VMA is locked for write, attached or detached, but {mmapLock} is not held for write.");
}
