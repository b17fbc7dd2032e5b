namespace Mm.Locks;

/// <summary>Counts and times of one lock (of a class of locks, for spin locks), by mode.</summary>
public sealed class LockStatistics
{
    /// <summary>In the sampled tier a thread times one hold in so many.</summary>
    public const int SampleInterval = 64;

    [ThreadStatic]
    private static int t_untilSample;

    private readonly int _interval;

    // Of the one hold for write, or downgraded, that a lock can have: its beginning in clock ticks, 0 if it is not timed.
    private long _exclusiveBegan;
    private long _downgradedBegan;
    private int _downgradedBy;
    private long _releasedElsewhere;

    internal LockStatistics(string name, StatisticsTier tier)
    {
        Name = name;
        Tier = tier;
        _interval = tier switch { StatisticsTier.Full => 1, StatisticsTier.Sampled => SampleInterval, _ => int.MaxValue };
    }

    /// <summary>The lock's name.</summary>
    public string Name { get; }

    /// <summary>How much is kept.</summary>
    public StatisticsTier Tier { get; }

    /// <summary>Holds for read.</summary>
    public ModeStatistics Read { get; } = new(HoldMode.Read);

    /// <summary>Holds for write.</summary>
    public ModeStatistics Write { get; } = new(HoldMode.Write);

    /// <summary>Downgraded holds.</summary>
    public ModeStatistics Downgraded { get; } = new(HoldMode.Downgraded);

    /// <summary>Timed read holds that were released by another thread than the one that acquired them; their time is not known.</summary>
    public long ReleasedElsewhere => Volatile.Read(ref _releasedElsewhere);

    /// <summary>Forgets everything. The lock must be free.</summary>
    public void Reset()
    {
        Read.Reset();
        Write.Reset();
        Downgraded.Reset();
        Volatile.Write(ref _releasedElsewhere, 0);
    }

    /// <summary>The calling thread has acquired.</summary>
    /// <param name="write">For write.</param>
    /// <param name="waitedTicks">Clock ticks that it waited; negative if it did not.</param>
    internal void Acquired(bool write, long waitedTicks)
    {
        ModeStatistics mode = write ? Write : Read;
        if (write)
        {
            mode.CountExclusive();
        }
        else
        {
            mode.CountShared();
        }

        if (waitedTicks >= 0)
        {
            mode.WaitTimes.Record(MonotonicClock.ToNanoseconds(waitedTicks));
        }

        bool timed = IsTimed();
        if (write)
        {
            // Plain: only the one who holds the lock for write touches it, and the lock hands it on.
            _exclusiveBegan = timed ? MonotonicClock.Ticks : 0;
        }
        else if (timed)
        {
            TimedReads.Begin(this, MonotonicClock.Ticks);
        }
    }

    /// <summary>The calling thread is about to release.</summary>
    /// <param name="write">A hold for write, not a read or downgraded one.</param>
    internal void Releasing(bool write)
    {
        if (write)
        {
            if (_exclusiveBegan != 0)
            {
                EndExclusive(MonotonicClock.Ticks);
            }
        }
        else if (TimedReads.TryEnd(this, out long began))
        {
            Read.HoldTimes.Record(MonotonicClock.ToNanoseconds(MonotonicClock.Ticks - began));
        }
        else if (Volatile.Read(ref _downgradedBy) == Environment.CurrentManagedThreadId)
        {
            long downgraded = _downgradedBegan;

            // This thread wrote it, and holds the only downgraded hold; volatile only so that other threads' releases do not take it for theirs for long.
            Volatile.Write(ref _downgradedBy, 0);
            if (downgraded != 0)
            {
                Downgraded.HoldTimes.Record(MonotonicClock.ToNanoseconds(MonotonicClock.Ticks - downgraded));
            }
        }
        else if (_interval == 1)
        {
            // Readers release side by side; pairs with nothing.
            Interlocked.Increment(ref _releasedElsewhere);
        }
    }

    /// <summary>The calling thread is about to downgrade its hold for write.</summary>
    internal void Downgrading()
    {
        Downgraded.CountExclusive();
        bool timed = _exclusiveBegan != 0;
        long now = timed ? MonotonicClock.Ticks : 0;
        if (timed)
        {
            EndExclusive(now);
        }

        _downgradedBegan = now;

        // Read by releases beside this one, which compare it with their own thread: no order is needed.
        Volatile.Write(ref _downgradedBy, Environment.CurrentManagedThreadId);
    }

    /// <summary>The calling thread has acquired a lock that keeps the beginning of its hold itself.</summary>
    /// <returns>The beginning, 0 if this hold is not timed.</returns>
    internal long BeginTimed(long waitedTicks)
    {
        Write.CountShared();
        if (waitedTicks >= 0)
        {
            Write.WaitTimes.Record(MonotonicClock.ToNanoseconds(waitedTicks));
        }

        return IsTimed() ? MonotonicClock.Ticks : 0;
    }

    /// <summary>The calling thread is about to release such a lock.</summary>
    internal void EndTimed(long began)
    {
        if (began != 0)
        {
            Write.HoldTimes.Record(MonotonicClock.ToNanoseconds(MonotonicClock.Ticks - began));
        }
    }

    private void EndExclusive(long now)
    {
        Write.HoldTimes.Record(MonotonicClock.ToNanoseconds(now - _exclusiveBegan));
        _exclusiveBegan = 0;
    }

    private bool IsTimed()
    {
        if (_interval == 1)
        {
            return true;
        }

        if (_interval == int.MaxValue || --t_untilSample > 0)
        {
            return false;
        }

        t_untilSample = _interval;
        return true;
    }
}
