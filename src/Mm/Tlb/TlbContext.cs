using System.Numerics;
using Mm.Locks;

namespace Mm.Tlb;

/// <summary>An address space as TLBs know it: which CPUs may have translations of it.</summary>
/// <remarks>Thread-safe.</remarks>
public sealed class TlbContext
{
    /// <summary>More pages than this are flushed by voiding everything: looking for each would take longer.</summary>
    private const ulong FlushEach = 33;

    private readonly CpuSet _cpus;
    private readonly int _pageShift;
    private ulong _mask;
    private long _flushes;

    /// <summary>A context.</summary>
    /// <param name="cpus">The machine's CPUs.</param>
    /// <param name="hugeShift">Binary logarithm of the bytes of a huge page.</param>
    public TlbContext(CpuSet cpus, int hugeShift)
    {
        ArgumentNullException.ThrowIfNull(cpus);
        _cpus = cpus;
        HugeShift = hugeShift;
        _pageShift = Cpu.PageShift;
    }

    /// <summary>Binary logarithm of the bytes of a huge page.</summary>
    internal int HugeShift { get; }

    /// <summary>Flushes so far; for statistics.</summary>
    /// <remarks>Read whole; orders nothing.</remarks>
    public long Flushes => Volatile.Read(ref _flushes);

    /// <summary>Which CPUs may have translations; for tests.</summary>
    /// <remarks>Read whole; orders nothing.</remarks>
    internal ulong CpuMask => Volatile.Read(ref _mask);

    /// <summary>After it returns no CPU uses a translation of the range that it read from the page tables before, and no access by one is under way.</summary>
    /// <param name="start">First address.</param>
    /// <param name="end">First address past the range.</param>
    public void Flush(ulong start, ulong end)
    {
        if (start >= end)
        {
            return;
        }

        // A sum, and a full fence between the caller's unlinking of tables and the load of the mask. Pairs with the update in Enter before a walk without locks
        // (PageTable.MayPermit): either that CPU is seen here and waited for, or it sees what was unlinked. Without the fence it could walk through a table that is
        // used again.
        Interlocked.Increment(ref _flushes);
        SchedulePoints.Reach(this, ScheduleKind.Observe);

        // A CPU enters the mask under the lock of the table that it reads the translation from, before it uses it; the caller has cleared the entry under that
        // lock. So a translation that must go is of a CPU that is seen here.
        var mask = Volatile.Read(ref _mask);
        if (mask == 0)
        {
            return;
        }

        var all = (end - start) >> _pageShift > FlushEach;
        for (; mask != 0; mask &= mask - 1)
        {
            _cpus[BitOperations.TrailingZeroCount(mask)].Shoot(this, start, end, all);
        }
    }

    /// <summary>After it returns no CPU uses any translation that it had before.</summary>
    public void FlushAll() => Flush(0, ulong.MaxValue);

    internal void Enter(int cpu)
    {
        var bit = 1UL << cpu;
        if ((Volatile.Read(ref _mask) & bit) == 0)
        {
            SchedulePoints.Reach(this, ScheduleKind.AtomicUpdate);

            // Pairs with the load in Flush, through the lock of the page table, or as a full fence before a walk without it: see there. Other CPUs enter at the same
            // time.
            Interlocked.Or(ref _mask, bit);
        }
    }

    /// <summary>The CPU has no translation any more; called under its TLB lock, under which it enters too.</summary>
    internal void Leave(int cpu)
    {
        SchedulePoints.Reach(this, ScheduleKind.AtomicUpdate);

        // Other CPUs enter and leave at the same time, each under a lock of its own: a plain change would undo one of theirs.
        Interlocked.And(ref _mask, ~(1UL << cpu));
    }
}
