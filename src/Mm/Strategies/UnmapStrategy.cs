using Mm.Locks;
using Mm.Protocols;

namespace Mm.Strategies;

/// <summary>How a range is unmapped: which locks are held, in which mode, at which step.</summary>
/// <remarks>Both entries get a range that has been checked: page-aligned, not empty, inside the user space.</remarks>
public abstract class UnmapStrategy
{
    /// <summary>The name that users type.</summary>
    public abstract string Name { get; }

    /// <summary>Who proposed it and when.</summary>
    public abstract string Origin { get; }

    /// <summary>Whether every interleaving keeps its promise: other threads see the old data or a fault, never anything else, and no mapping of theirs is
    /// lost.</summary>
    public abstract bool Sound { get; }

    /// <summary>The race that breaks it; null for a sound one.</summary>
    public virtual string? Race => null;

    /// <summary>What is held at each step, in order.</summary>
    public abstract IReadOnlyList<string> LockSteps { get; }

    /// <summary>The protocol that it is written for.</summary>
    public virtual MmProtocol DefaultProtocol => MmProtocols.InPlace;

    /// <summary>Why it cannot work with a protocol; null if it can.</summary>
    /// <param name="protocol">The protocol.</param>
    public virtual string? Refuses(MmProtocol protocol) => null;

    /// <summary>The system call: 0, or a negated error number with nothing changed but splits.</summary>
    /// <param name="mm">The address space.</param>
    /// <param name="start">First address.</param>
    /// <param name="end">First address past the range.</param>
    [Excludes("mm.MmapLock")]
    public abstract long Unmap(MmStruct mm, ulong start, ulong end);

    /// <summary>Unmaps inside another operation, which goes on under the lock: MAP_FIXED, mremap and brk.</summary>
    /// <param name="mm">The address space.</param>
    /// <param name="start">First address.</param>
    /// <param name="end">First address past the range.</param>
    [RequiresWrite("mm.MmapLock")]
    public abstract long UnmapLocked(MmStruct mm, ulong start, ulong end);

    /// <inheritdoc/>
    public override string ToString() => Name;
}
