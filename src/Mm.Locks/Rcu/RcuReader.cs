namespace Mm.Locks;

/// <summary>What one thread knows of its read sections in one domain.</summary>
internal sealed class RcuReader
{
    internal RcuReader(RcuDomain domain, RcuSlots slots, int slot, RcuReader? next)
    {
        Domain = domain;
        Slots = slots;
        Slot = slot;
        Next = next;
    }

    internal RcuDomain Domain { get; }

    /// <summary>The thread's records for other domains.</summary>
    internal RcuReader? Next { get; }

    /// <summary>How many sections are open, one inside another.</summary>
    internal int Depth;

    /// <summary>The chunk and slot of the open section; when none is open, where to try first.</summary>
    internal RcuSlots Slots;

    /// <summary>The slot in the chunk.</summary>
    internal int Slot;
}
