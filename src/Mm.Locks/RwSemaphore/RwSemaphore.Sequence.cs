using System.Runtime.CompilerServices;

namespace Mm.Locks;

/// <content>The write sequence: what Linux calls mm_lock_seq.</content>
public sealed partial class RwSemaphore
{
    private long _sequence;

    /// <summary>Counts the beginnings and ends of write holds: odd while the lock is held for write. A downgrade is an end.</summary>
    /// <remarks>Read with acquire order: who sees an end sees all that was written under that write hold.</remarks>
    public long WriteSequence
    {
        // Pairs with the release stores in EndWriteSequence: without it a VMA could look unlocked while the changes made under its write lock are not seen yet.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Atomic.LoadAcquire(this, SequenceWord, ref _sequence);
    }

    /// <summary>Begins to read without the lock what writers change under it.</summary>
    /// <param name="sequence">What to hand to <see cref="ValidateSpeculation"/>.</param>
    /// <returns>False while a writer holds the lock.</returns>
    public bool TrySpeculate(out long sequence)
    {
        sequence = WriteSequence;
        return (sequence & 1) == 0;
    }

    /// <summary>Whether no write hold has begun since <see cref="TrySpeculate"/>: what was read since then belongs together.</summary>
    /// <param name="sequence">The sequence number from the beginning.</param>
    public bool ValidateSpeculation(long sequence)
    {
        // The reads made under speculation take place before the sequence is read again; pairs with the store fence in BeginWriteSequence. Without it a
        // torn mix of old and new data could pass as valid.
        Atomic.LoadFence(this);
        return Atomic.LoadRelaxed(this, SequenceWord, ref _sequence) == sequence;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void BeginWriteSequence()
    {
        // Only the write holder stores here, so load and store need not be one step. The fence puts the odd number before every write made under the hold:
        // pairs with the load fence in ValidateSpeculation.
        Atomic.StoreRelaxed(this, SequenceWord, ref _sequence, Atomic.LoadRelaxed(this, SequenceWord, ref _sequence) + 1);
        Atomic.StoreFence(this);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void EndWriteSequence()
    {
        // Relaxed: the holder alone writes it.
        long sequence = Atomic.LoadRelaxed(this, SequenceWord, ref _sequence);
        if ((sequence & 1) == 0)
        {
            ThrowNotHeldForWrite();
        }

        // Release: everything written under the hold comes before the even number. Pairs with the acquire load in WriteSequence.
        Atomic.StoreRelease(this, SequenceWord, ref _sequence, sequence + 1);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void ThrowNotHeldForWrite() =>
        throw new SynchronizationLockException($"{this} is released for write or downgraded, but nobody holds it for write.");
}
