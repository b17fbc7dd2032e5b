using Mm.Locks;

namespace Mm.Faults;

/// <summary>The mmap-lock fault strategy.</summary>
public sealed class MmapLockFaultStrategy : FaultStrategy
{
    /// <inheritdoc/>
    public override string Name => "mmap-lock";

    /// <inheritdoc/>
    public override string Origin => "Linux";

    /// <inheritdoc/>
    public override bool Sound => true;

    /// <inheritdoc/>
    public override IReadOnlyList<string> LockSteps { get; } = [];

    /// <inheritdoc/>
    [Excludes("mm.MmapLock")]
    public override FaultOutcome HandleFault(MmStruct mm, ulong addr, AccessKind access) =>
        throw new NotImplementedException("The engine is landing piece by piece.");
}
