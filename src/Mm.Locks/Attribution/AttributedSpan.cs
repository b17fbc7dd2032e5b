namespace Mm.Locks;

/// <summary>One wait as the ledger sees it: what stood in the ledger when it began, and what came of it.</summary>
internal struct AttributedSpan
{
    /// <summary>Whether the wait is somebody else's than the marked thread's, and so is to be attributed.</summary>
    internal bool Active;

    /// <summary>Whether <see cref="Blocked"/> is final.</summary>
    internal bool Complete;

    /// <summary>When it began, in clock ticks.</summary>
    internal long Began;

    /// <summary>What the marked thread had spent holding the lock.</summary>
    internal long HeldBefore;

    /// <summary>The number of the marked thread's stay in the queue that this wait came behind; 0 if there was none.</summary>
    internal int StayAhead;

    /// <summary>What the marked thread had spent in that stay and those before it.</summary>
    internal long StoodBefore;

    /// <summary>Nanoseconds of the wait that the marked thread is to blame for.</summary>
    internal long Blocked;
}
