using System.Runtime.CompilerServices;

namespace Mm.Locks;

/// <summary>The spinning lock of a page table. While it is held nothing may sleep.</summary>
/// <remarks>A waiter spins for a microsecond or so and then yields its processor again and again: on a small machine the holder may well be preempted. Not
/// fair. Statistics are kept by class (<see cref="LockClass.KeepStatistics"/>), of locks created after they were switched on. <see cref="SpinLockSlot"/> is
/// the same lock without an object.</remarks>
[Lock("page-table lock", Spins = true)]
public sealed class PageTableLock
{
    private const int Word = 0;

    private static readonly LockClass s_defaultClass = LockClass.Of("PageTable.Lock");

    private readonly LockStatistics? _statistics;
    private int _word;
    private long _began;

    /// <summary>Creates a free lock.</summary>
    /// <param name="lockClass">The class; <c>"PageTable.Lock"</c> if null.</param>
    public PageTableLock(LockClass? lockClass = null)
    {
        Class = lockClass ?? s_defaultClass;
        _statistics = Class.Statistics;
    }

    /// <summary>The lock's class, which is its name too.</summary>
    public LockClass Class { get; }

    /// <summary>Whether somebody holds the lock. Outside a hold this is out of date as soon as it is read.</summary>
    public bool IsHeld => Atomic.LoadRelaxed(this, Word, ref _word) != 0;

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
        SchedulePoints.Reach(this, ScheduleKind.AcquireWrite);
        if (!SpinWord.TryEnter(this, Word, ref _word))
        {
            return false;
        }

        Note(AcquireTraits.Spins | AcquireTraits.Try, waitedTicks: -1);
        return true;
    }

    /// <summary>Releases.</summary>
    /// <exception cref="SynchronizationLockException">Nobody holds the lock.</exception>
    [ReleasesWrite]
    public void Unlock() => Release();

    /// <summary>Acquires; the guard holds the lock until it is disposed.</summary>
    [AcquiresWrite]
    public SpinGuard Enter() => new(this, Acquire(AcquireTraits.Spins));

    /// <summary>Throws unless the lock is held: by somebody, or under the runtime validator by the calling thread.</summary>
    /// <exception cref="LockValidationException">It is not.</exception>
    [AssertsWrite]
    public void AssertHeld()
    {
        if (LockValidator.Enabled)
        {
            LockValidator.AssertHeld(this, Class, LockMode.Write);
        }
        else if (!IsHeld)
        {
            throw new LockValidationException($"{this} is not held.");
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Class.Name;

    internal int Acquire(AcquireTraits traits)
    {
        if (LockValidator.Enabled)
        {
            LockValidator.Acquiring(this, Class, LockMode.Write, traits);
        }

        SchedulePoints.Reach(this, ScheduleKind.AcquireWrite);
        long waited = -1;
        if (!SpinWord.TryEnter(this, Word, ref _word))
        {
            waited = WaitMeasured();
        }

        return Note(traits, waited);
    }

    internal void Release()
    {
        if (LockValidator.Enabled)
        {
            LockValidator.Releasing(this, Class, write: true);
        }

        if (!IsHeld)
        {
            throw new SynchronizationLockException($"{this} is released, but nobody holds it.");
        }

        SchedulePoints.Reach(this, ScheduleKind.ReleaseWrite);
        if (_statistics is { } statistics)
        {
            statistics.EndTimed(_began);
        }

        SpinWord.Exit(this, Word, ref _word);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Note(AcquireTraits traits, long waitedTicks)
    {
        if (_statistics is { } statistics)
        {
            _began = statistics.BeginTimed(waitedTicks);
        }

        return LockValidator.Enabled ? LockValidator.Acquired(this, Class, LockMode.Write, traits) : 0;
    }

    private long WaitMeasured()
    {
        long began = _statistics is null ? 0 : MonotonicClock.Ticks;
        SpinWord.EnterSlow(this, Word, ref _word);
        return _statistics is null ? -1 : MonotonicClock.Ticks - began;
    }
}
