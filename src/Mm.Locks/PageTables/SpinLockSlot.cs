using System.Runtime.CompilerServices;
#if NET10_0_OR_GREATER
using System.Diagnostics.CodeAnalysis;
#endif

namespace Mm.Locks;

/// <summary>A page-table lock of 8 bytes without an object: a field of a record that there is one of for each table, in an array or in native memory.</summary>
/// <remarks>
/// <para>All zero bits is a free lock. It must be used in place: a copy is another lock. It may move in memory (with its array) only while it is free.</para>
/// <para>Why a struct keeps the annotations sound: the analysis names a lock by the path to it, and a field of a struct that is reached by reference is
/// such a path; a copy made by mistake is a new path, on which nothing is held. No statistics are kept for slots.</para>
/// </remarks>
[Lock("page-table lock", Spins = true)]
public struct SpinLockSlot
{
    private int _word;

    // Which slot this is, for the validator and the explorer, which alone give it a number.
    private int _number;

    /// <summary>Whether somebody holds the lock. Outside a hold this is out of date as soon as it is read.</summary>
    public bool IsHeld => Volatile.Read(ref _word) != 0;

    /// <summary>Acquires; spins while another holds the lock.</summary>
    [AcquiresWrite]
    public void Lock() => Acquire(AcquireTraits.Spins);

    /// <summary>Acquires while another lock of this type is held.</summary>
    [AcquiresWrite]
    [Nested("two page tables at once only under the mmap lock for write, which orders everybody who does that")]
    public void LockNested() => Acquire(AcquireTraits.Spins | AcquireTraits.Nested);

    /// <summary>Acquires if the lock is free.</summary>
    /// <returns>Whether the lock is held.</returns>
    [AcquiresWrite(When = true)]
    public bool TryLock()
    {
        object identity = SlotIdentity.Of(ref _number);
        SchedulePoints.Reach(identity, ScheduleKind.AcquireWrite);
        if (!SpinWord.TryEnter(identity, 0, ref _word))
        {
            return false;
        }

        if (LockValidator.Enabled)
        {
            LockValidator.Acquired(identity, SlotIdentity.Class, LockMode.Write, AcquireTraits.Spins | AcquireTraits.Try);
        }

        return true;
    }

    /// <summary>Releases.</summary>
    /// <exception cref="SynchronizationLockException">Nobody holds the lock.</exception>
    [ReleasesWrite]
    public void Unlock() => Release(0);

#if NET10_0_OR_GREATER
    /// <summary>Acquires; the guard holds the lock until it is disposed.</summary>
    [AcquiresWrite]
    [UnscopedRef]
    public SpinSlotGuard Enter() => new(ref this, Acquire(AcquireTraits.Spins));
#endif

    /// <summary>Throws unless the lock is held: by somebody, or under the runtime validator by the calling thread.</summary>
    /// <exception cref="LockValidationException">It is not.</exception>
    [AssertsWrite]
    public void AssertHeld()
    {
        if (LockValidator.Enabled)
        {
            LockValidator.AssertHeld(SlotIdentity.Of(ref _number), SlotIdentity.Class, LockMode.Write);
        }
        else if (!IsHeld)
        {
            throw new LockValidationException("page-table lock (slot) is not held.");
        }
    }

    internal int Acquire(AcquireTraits traits)
    {
        object identity = SlotIdentity.Of(ref _number);
        if (LockValidator.Enabled)
        {
            LockValidator.Acquiring(identity, SlotIdentity.Class, LockMode.Write, traits);
        }

        SchedulePoints.Reach(identity, ScheduleKind.AcquireWrite);
        if (!SpinWord.TryEnter(identity, 0, ref _word))
        {
            SpinWord.EnterSlow(identity, 0, ref _word);
        }

        return LockValidator.Enabled ? LockValidator.Acquired(identity, SlotIdentity.Class, LockMode.Write, traits) : 0;
    }

    internal void Release(int hold)
    {
        object identity = SlotIdentity.Of(ref _number);
        if (LockValidator.Enabled)
        {
            LockValidator.DisposingGuard(identity, SlotIdentity.Class, hold);
            LockValidator.Releasing(identity, SlotIdentity.Class, write: true);
        }

        if (!IsHeld)
        {
            throw new SynchronizationLockException("page-table lock (slot) is released, but nobody holds it.");
        }

        SchedulePoints.Reach(identity, ScheduleKind.ReleaseWrite);
        SpinWord.Exit(identity, 0, ref _word);
    }
}
