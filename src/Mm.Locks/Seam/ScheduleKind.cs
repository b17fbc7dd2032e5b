namespace Mm.Locks;

/// <summary>What a thread is about to do at a schedule point.</summary>
public enum ScheduleKind
{
    /// <summary>Acquire a lock for read.</summary>
    AcquireRead,

    /// <summary>Acquire a lock for write.</summary>
    AcquireWrite,

    /// <summary>Release a hold for read, or a downgraded one.</summary>
    ReleaseRead,

    /// <summary>Release a hold for write.</summary>
    ReleaseWrite,

    /// <summary>Turn a write hold into a downgraded one.</summary>
    Downgrade,

    /// <summary>A plain read of shared data.</summary>
    Read,

    /// <summary>A plain write of shared data.</summary>
    Write,

    /// <summary>A load with no order (a word that is only a hint, or that the reader alone writes).</summary>
    LoadRelaxed,

    /// <summary>A load with acquire order: what was written before the matching publication is seen after it.</summary>
    Observe,

    /// <summary>A store with no order.</summary>
    StoreRelaxed,

    /// <summary>A store with release order: everything written before it is seen by whoever observes it.</summary>
    Publish,

    /// <summary>An atomic read-modify-write, sequentially consistent.</summary>
    AtomicUpdate,

    /// <summary>A store fence: earlier stores of the thread are seen before later ones.</summary>
    StoreFence,

    /// <summary>A load fence: earlier loads of the thread take place before later ones.</summary>
    LoadFence,

    /// <summary>A full fence.</summary>
    Fence,
}
