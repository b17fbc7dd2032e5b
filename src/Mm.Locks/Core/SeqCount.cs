namespace Mm.Locks;

/// <summary>A sequence count: a reader reads without a lock and learns afterwards whether a writer was about.</summary>
/// <remarks>Writers exclude each other by a lock of their own. Data read under it is used only after <see cref="Retry"/> has said false, and references in
/// it must stay safe to follow meanwhile (RCU). Not a lock to the analysis: nothing is held.</remarks>
public sealed class SeqCount
{
    private const int Word = 0;

    private long _sequence;

    /// <summary>Begins to read; waits while a writer is about.</summary>
    /// <returns>What to hand to <see cref="Retry"/>.</returns>
    public long Begin()
    {
        Backoff backoff = default;
        while (true)
        {
            // Acquire: the reads that follow take place after it; pairs with the release store in WriteEnd. Without it they could see data from before the
            // last writer.
            long sequence = Atomic.LoadAcquire(this, Word, ref _sequence);
            if ((sequence & 1) == 0)
            {
                return sequence;
            }

            backoff.Once(this, Word);
        }
    }

    /// <summary>Begins to read, unless a writer is about.</summary>
    /// <param name="sequence">What to hand to <see cref="Retry"/>.</param>
    /// <returns>False if a writer is about.</returns>
    public bool TryBegin(out long sequence)
    {
        // Acquire: as in Begin.
        sequence = Atomic.LoadAcquire(this, Word, ref _sequence);
        return (sequence & 1) == 0;
    }

    /// <summary>Whether what was read since <see cref="Begin"/> must be thrown away, because a writer was about.</summary>
    /// <param name="sequence">The result of <see cref="Begin"/>.</param>
    public bool Retry(long sequence)
    {
        // The reads take place before the count is read again; pairs with the store fence in WriteBegin. Without it a torn mix could pass as valid.
        Atomic.LoadFence(this);
        return Atomic.LoadRelaxed(this, Word, ref _sequence) != sequence;
    }

    /// <summary>A writer begins, under its lock.</summary>
    public void WriteBegin()
    {
        // The odd number is seen before every write that follows; pairs with the load fence in Retry. Load and store are not one step: the lock excludes
        // other writers.
        Atomic.StoreRelaxed(this, Word, ref _sequence, Atomic.LoadRelaxed(this, Word, ref _sequence) + 1);
        Atomic.StoreFence(this);
    }

    /// <summary>The writer has finished, still under its lock.</summary>
    public void WriteEnd() =>

        // Release: the writes before it are seen by whoever sees the even number; pairs with the acquire load in Begin.
        Atomic.StoreRelease(this, Word, ref _sequence, Atomic.LoadRelaxed(this, Word, ref _sequence) + 1);
}
