using System.Runtime.CompilerServices;

namespace Mm.Locks;

/// <content>Statistics and attribution of waits. While either is on, the Instrumented bit of the state sends every operation to its measured path; off, it
/// costs nothing that the state's test does not cost anyway.</content>
public sealed partial class RwSemaphore
{
    private LockProbe? _probe;

    /// <summary>What the lock's statistics have kept, or null if they are off.</summary>
    public LockStatistics? Statistics => Volatile.Read(ref _probe)?.Statistics;

    /// <summary>Who is to blame for waits at this lock, or null.</summary>
    public WaitAttribution? Attribution => Volatile.Read(ref _probe)?.Ledger?.Attribution;

    // Acquire: pairs with the release store in Install; a thread that sees the bit sees the probe. A stale null merely misses an operation.
    private LockProbe? Instrument
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Volatile.Read(ref _probe);
    }

    /// <summary>Keeps statistics from now on, starting from zero. Holds that have begun before are not counted.</summary>
    /// <param name="tier">How much is kept; <see cref="StatisticsTier.Off"/> stops.</param>
    public void KeepStatistics(StatisticsTier tier) =>
        Install(tier == StatisticsTier.Off ? null : new LockStatistics(Name, tier), Volatile.Read(ref _probe)?.Ledger);

    /// <summary>Attributes waits at this lock to the thread that <see cref="WaitAttribution.Mark"/> marks, or stops with null. The marked thread must not
    /// hold the lock meanwhile.</summary>
    /// <param name="attribution">The attribution; several locks may share one.</param>
    public void AttributeWaits(WaitAttribution? attribution) =>
        Install(Volatile.Read(ref _probe)?.Statistics, attribution is null ? null : new AttributionLedger(attribution));

    private void Install(LockStatistics? statistics, AttributionLedger? ledger)
    {
        bool on = statistics is not null || ledger is not null;

        // Release: pairs with the acquire load in Instrument.
        Volatile.Write(ref _probe, on ? new LockProbe(statistics, ledger) : null);
        while (true)
        {
            int state = Atomic.LoadRelaxed(this, StateWord, ref _state);
            int next = on ? state | Instrumented : state & ~Instrumented;

            // The bit shares its word with holders and waiters: one step, or their changes would be lost.
            if (next == state || Atomic.CompareExchange(this, StateWord, ref _state, next, state) == state)
            {
                return;
            }
        }
    }
}
