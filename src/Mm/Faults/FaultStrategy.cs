using Mm.Locks;
using Mm.Protocols;

namespace Mm.Faults;

/// <summary>How a page fault finds its mapping and keeps it stable.</summary>
public abstract class FaultStrategy
{
    /// <summary>The name that users type.</summary>
    public abstract string Name { get; }

    /// <summary>Who proposed it and when.</summary>
    public abstract string Origin { get; }

    /// <summary>Whether every interleaving is right.</summary>
    public abstract bool Sound { get; }

    /// <summary>The race that breaks it; null for a sound one.</summary>
    public virtual string? Race => null;

    /// <summary>What is held at each step, in order.</summary>
    public abstract IReadOnlyList<string> LockSteps { get; }

    /// <summary>Why it cannot work with a protocol; null if it can.</summary>
    /// <param name="protocol">The protocol.</param>
    public virtual string? Refuses(MmProtocol protocol) => null;

    /// <summary>Makes the access possible, or says which signal it ends with.</summary>
    /// <param name="mm">The address space.</param>
    /// <param name="addr">The address; any value.</param>
    /// <param name="access">What was tried.</param>
    [Excludes("mm.MmapLock")]
    public abstract FaultOutcome HandleFault(MmStruct mm, ulong addr, AccessKind access);

    /// <inheritdoc/>
    public override string ToString() => Name;
}
