namespace Mm.Locks;

/// <summary>What the runtime validator found.</summary>
public enum LockReportKind
{
    /// <summary>A lock is acquired that the thread holds already.</summary>
    Recursion,

    /// <summary>Locks are acquired against their declared order.</summary>
    DeclaredOrder,

    /// <summary>Locks have been acquired in a circle, on whatever threads: they can deadlock.</summary>
    ObservedOrder,

    /// <summary>Two locks of one class nest without saying so.</summary>
    SameClass,

    /// <summary>A VMA read lock is held while its mm's lock is acquired: a writer that waits for that reader holds it.</summary>
    VmaReadThenMmapLock,

    /// <summary>A lock that sleeps is acquired under one that spins.</summary>
    SleepUnderSpin,

    /// <summary>A lock is released, or downgraded, that the thread does not hold.</summary>
    NotHeld,

    /// <summary>A lock is released or downgraded in another mode than it is held in.</summary>
    WrongMode,

    /// <summary>A copy of a guard is disposed after the guard itself.</summary>
    GuardCopy,

    /// <summary>An assertion does not hold.</summary>
    Assertion,
}
