using Mm.Locks;

namespace Mm.Faults;

/// <summary>Every fault takes the mmap lock for read, as Linux did up to 6.3: it waits behind every change of the layout, whatever that is about.</summary>
public sealed class MmapLockFaultStrategy : FaultStrategy
{
    /// <inheritdoc/>
    public override string Name => "mmap-lock";

    /// <inheritdoc/>
    public override string Origin => "Linux up to 6.3 (2023)";

    /// <inheritdoc/>
    public override bool Sound => true;

    /// <inheritdoc/>
    public override IReadOnlyList<string> LockSteps { get; } =
    [
        "R: look the mapping up, check the access",
        "R + page-table lock: install the page",
        "-: done",
    ];

    /// <inheritdoc/>
    [Excludes("mm.MmapLock")]
    public override FaultOutcome HandleFault(MmStruct mm, ulong addr, AccessKind access) => SlowFault.Handle(mm, addr, access);
}
