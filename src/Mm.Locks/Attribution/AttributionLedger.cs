namespace Mm.Locks;

/// <summary>One lock's record of what its marked thread spends holding it and standing in its queue, from which waits are attributed.</summary>
/// <remarks>The marked thread opens and closes its own intervals, on its own clock. A waiter notes both totals when it begins to wait, and whoever grants it
/// the lock compares them, before the waiter runs: what the marked thread does while the waiter wakes up is not the waiter's wait. The queue is first come
/// first served, so a stay that the marked thread begins after the waiter was enqueued is behind it, and not counted.</remarks>
internal sealed class AttributionLedger
{
    private const int Remembered = 8;

    // What the marked thread had spent in the queue when its latest stays ended, by the number of the stay.
    private readonly long[] _stoodAtEnd = new long[Remembered];
    private int _lock;

    private MarkedThread? _holder;
    private int _depth;
    private long _held;
    private long _holdBegan;

    // Of the marked thread's hold: its mode, and since when in clock ticks. Only that thread touches them.
    private bool _heldForWrite;
    private long _modeBegan;

    private MarkedThread? _standing;
    private int _stay;
    private long _stood;
    private long _stayBegan;

    internal AttributionLedger(WaitAttribution attribution) => Attribution = attribution;

    internal WaitAttribution Attribution { get; }

    /// <summary>The calling thread begins to wait.</summary>
    /// <param name="waiter">Its waiter.</param>
    internal void BeginWait(Waiter waiter)
    {
        if (Attribution.Marked is { IsCurrent: true })
        {
            return;
        }

        Enter();
        waiter.Span = new AttributedSpan { Active = true, Began = MonotonicClock.Ticks, HeldBefore = HeldSoFar() };
        Exit();
    }

    /// <summary>Under the lock's queue lock: the calling thread has been enqueued.</summary>
    /// <param name="waiter">Its waiter.</param>
    internal void Enqueued(Waiter waiter)
    {
        ref AttributedSpan span = ref waiter.Span;
        Enter();
        if (span.Active)
        {
            span.StayAhead = _standing is null ? 0 : _stay;
            span.StoodBefore = _standing is null ? 0 : StoodUpTo(_stay);
        }
        else if (Attribution.Marked is { IsCurrent: true } marked)
        {
            _standing = marked;
            _stay++;
            _stayBegan = marked.CpuNanoseconds;
        }

        Exit();
    }

    /// <summary>Under the lock's queue lock: the waiter has been granted the lock, and does not know yet.</summary>
    internal void Granting(Waiter waiter)
    {
        if (waiter.Span.Active)
        {
            Settle(ref waiter.Span);
        }
    }

    /// <summary>The calling thread's wait is over.</summary>
    /// <param name="waiter">Its waiter.</param>
    internal void EndWait(Waiter waiter)
    {
        ref AttributedSpan span = ref waiter.Span;
        if (span.Active)
        {
            if (!span.Complete)
            {
                Settle(ref span);
            }

            AttributionAccount.Charge(Attribution, MonotonicClock.ToNanoseconds(MonotonicClock.Ticks - span.Began), span.Blocked);
            span = default;
            return;
        }

        Enter();
        if (_standing is { IsCurrent: true } self)
        {
            _stood += Math.Max(0, self.CpuNanoseconds - _stayBegan);
            _stoodAtEnd[_stay % Remembered] = _stood;
            _standing = null;
        }

        Exit();
    }

    /// <summary>The calling thread has acquired the lock.</summary>
    /// <param name="write">For write.</param>
    internal void BeginHold(bool write)
    {
        MarkedThread? marked = Attribution.Marked;
        if (marked is null || !marked.IsCurrent)
        {
            return;
        }

        Enter();
        if (_depth++ == 0)
        {
            _holder = marked;
            _holdBegan = marked.CpuNanoseconds;
            _heldForWrite = write;
            _modeBegan = MonotonicClock.Ticks;
        }

        Exit();
    }

    /// <summary>The calling thread is about to downgrade its hold for write.</summary>
    internal void Downgrading()
    {
        if (Volatile.Read(ref _holder) is { IsCurrent: true })
        {
            EndMode();
            _heldForWrite = false;
        }
    }

    /// <summary>The calling thread is about to release the lock.</summary>
    internal void EndHold()
    {
        if (Volatile.Read(ref _holder) is not { IsCurrent: true } self)
        {
            return;
        }

        if (_depth == 1)
        {
            EndMode();
        }

        Enter();
        if (--_depth == 0)
        {
            _held += Math.Max(0, self.CpuNanoseconds - _holdBegan);
            _holder = null;
        }

        Exit();
    }

    private void EndMode()
    {
        long now = MonotonicClock.Ticks;
        Attribution.Holds.Add(_heldForWrite, MonotonicClock.ToNanoseconds(now - _modeBegan));
        _modeBegan = now;
    }

    private void Settle(ref AttributedSpan span)
    {
        Enter();
        long held = HeldSoFar() - span.HeldBefore;
        long stood = span.StayAhead == 0 ? 0 : StoodUpTo(span.StayAhead) - span.StoodBefore;
        Exit();
        span.Blocked = Math.Max(0, held) + Math.Max(0, stood);
        span.Complete = true;
    }

    private long HeldSoFar() => _held + (_holder is { } holder ? Math.Max(0, holder.CpuNanoseconds - _holdBegan) : 0);

    private long StoodUpTo(int stay) =>
        _standing is { } standing && stay == _stay
            ? _stood + Math.Max(0, standing.CpuNanoseconds - _stayBegan)
            : _stoodAtEnd[stay % Remembered];

    // The ledger's own lock: taken inside the queue lock, holds nothing but the lines above.
    private void Enter() => QueueLock.Enter(this, 0, ref _lock);

    private void Exit() => QueueLock.Exit(this, 0, ref _lock);
}
