namespace Mm.Locks;

/// <summary>The scheduler seam: what an explorer of interleavings implements to drive threads through the locks and the engine.</summary>
/// <remarks>Installed with <see cref="SchedulePoints.Install"/> in a process that runs with <see cref="SchedulePoints.SwitchName"/> on; otherwise no call
/// is made, and the just-in-time compiler removes the tests for it. Two grains: the points of lock operations (<see cref="ScheduleKind.AcquireRead"/> to
/// <see cref="ScheduleKind.Downgrade"/>) and of shared data, and below them the atomic accesses that the locks are made of. An implementation that wants the
/// coarse grain alone returns at once from the others. Members are called on the thread that is scheduled, never under a lock of the runtime.</remarks>
public interface ISchedulePoints
{
    /// <summary>The calling thread is about to access the target. The scheduler may let other threads run before it returns.</summary>
    /// <param name="target">The lock or the shared object.</param>
    /// <param name="location">Which word of the target; words with different numbers are independent.</param>
    /// <param name="kind">The kind of access.</param>
    void Reach(object target, int location, ScheduleKind kind);

    /// <summary>An atomic load has read the newest value. The result is what the thread sees: that value or, under a weak memory model, an older one that it
    /// may still see.</summary>
    /// <param name="target">The lock or the shared object.</param>
    /// <param name="location">Which word of the target.</param>
    /// <param name="kind"><see cref="ScheduleKind.LoadRelaxed"/>, <see cref="ScheduleKind.Observe"/>, or <see cref="ScheduleKind.AtomicUpdate"/> for a
    /// compare-and-swap that failed (which always sees the newest).</param>
    /// <param name="newest">The newest value in the order of modification.</param>
    long Loaded(object target, int location, ScheduleKind kind, long newest);

    /// <summary>An atomic store or update has written a value.</summary>
    /// <param name="target">The lock or the shared object.</param>
    /// <param name="location">Which word of the target.</param>
    /// <param name="kind"><see cref="ScheduleKind.StoreRelaxed"/>, <see cref="ScheduleKind.Publish"/> or <see cref="ScheduleKind.AtomicUpdate"/>.</param>
    /// <param name="value">The value written.</param>
    void Stored(object target, int location, ScheduleKind kind, long value);

    /// <summary>The thread polls a word and cannot go on before another thread has changed it. Returning early is harmless: the word is tested again.</summary>
    /// <param name="target">The lock or the shared object.</param>
    /// <param name="location">Which word of the target.</param>
    void Await(object target, int location);

    /// <summary>The calling thread waits until <see cref="Wake"/> is called for the waiter. A wake that came first is remembered; returning early is
    /// harmless.</summary>
    /// <param name="waiter">The object that stands for the waiting thread.</param>
    void Park(object waiter);

    /// <summary>Another thread lets the waiter go on.</summary>
    /// <param name="waiter">The object that stands for the waiting thread.</param>
    void Wake(object waiter);
}
