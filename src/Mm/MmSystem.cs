using Mm.Frames;
using Mm.Locks;
using Mm.PageTables;
using Mm.ReverseMap;
using Mm.Tlb;

namespace Mm;

/// <summary>The simulated machine: its frames, its CPUs, its limits. Address spaces on one machine can share memory.</summary>
public sealed class MmSystem : IDisposable
{
    private long _committed;

    /// <summary>Makes a machine.</summary>
    /// <param name="options">Its size and limits; null takes the defaults.</param>
    public MmSystem(MmSystemOptions? options = null)
    {
        Options = options ?? new MmSystemOptions();
        StackGuardGap = (ulong)Options.StackGuardGapPages << PageMath.Shift;
        Cpus = new CpuSet(Math.Min(Options.CpuCount, CpuSet.MaxCount));
        NativeMemory = new NativeBudget(Options.NativeMemoryLimit);
        Frames = new FrameTable(Options.RamPages, Cpus, NativeMemory);
        Frames.FillHugeTlb(Options.HugeTlbPages);
        TablePool = new TablePool(Frames, Cpus, Rcu.Domain, Options.Geometry);
    }

    /// <summary>Its size and limits.</summary>
    public MmSystemOptions Options { get; }

    /// <summary>Its CPUs, each with a TLB.</summary>
    public CpuSet Cpus { get; }

    /// <summary>Its page frames.</summary>
    public FrameTable Frames { get; }

    /// <summary>The host's memory that frames and tables use.</summary>
    public NativeBudget NativeMemory { get; }

    /// <summary>Where page tables come from.</summary>
    public TablePool TablePool { get; }

    /// <summary>What was found to be broken: page tables freed with entries in them, translations to freed frames. Empty under every sound strategy.</summary>
    public StorageViolations Violations => TablePool.Violations;

    /// <summary>Bytes kept free below a stack.</summary>
    public ulong StackGuardGap { get; }

    /// <summary>Pages charged to the commit accounting (<c>vm_committed_as</c>).</summary>
    public long CommittedPages => Volatile.Read(ref _committed);

    /// <summary>Every anon_vma of the machine by number.</summary>
    internal AnonVmaRegistry AnonVmas { get; } = new();

    /// <summary>Whether so many pages could be promised (<c>security_vm_enough_memory_mm</c>), without promising them.</summary>
    internal bool WouldCharge(ulong pages) => Options.Overcommit switch
    {
        OvercommitMode.Always => true,
        OvercommitMode.Heuristic => pages <= (ulong)(Options.RamPages + Options.SwapPages),
        _ => CommittedPages + (long)Math.Min(pages, long.MaxValue / 2) <= Options.RamPages * Options.OvercommitRatio / 100 + Options.SwapPages,
    };

    /// <summary>Promises pages if they can be.</summary>
    internal bool TryCharge(ulong pages)
    {
        if (!WouldCharge(pages))
            return false;
        Recharge(pages);
        return true;
    }

    /// <summary>Counts pages that have been promised already.</summary>
    internal void Recharge(ulong pages)
    {
        // A sum of what many threads charge and uncharge; nothing else is ordered by it.
        if (pages != 0)
            Interlocked.Add(ref _committed, (long)pages);
    }

    /// <summary>Takes a promise back.</summary>
    internal void Uncharge(ulong pages)
    {
        // As in Recharge.
        if (pages != 0)
            Interlocked.Add(ref _committed, -(long)pages);
    }

    /// <summary>Frees the machine's memory. No address space may be in use any more.</summary>
    public void Dispose()
    {
        TablePool.Dispose();
        Frames.Dispose();
    }
}
