namespace Mm.Locks;

/// <content>Releases, downgrades, guards and assertions.</content>
public static partial class LockValidator
{
    /// <summary>Checks and notes a release that is about to take place.</summary>
    /// <param name="target">The lock.</param>
    /// <param name="lockClass">Its class.</param>
    /// <param name="write">Whether it is released for write; otherwise for read or downgraded.</param>
    internal static void Releasing(object target, LockClass lockClass, bool write)
    {
        if (Find(target) is not { } held)
        {
            Report(LockReportKind.NotHeld, $"{target} ({lockClass}) is released, but this thread does not hold it.");
            return;
        }

        if (held.Mode == LockMode.Write != write)
        {
            Report(
                LockReportKind.WrongMode,
                $"{target} is released {(write ? "for write" : "for read")}, but this thread holds it {held.ModeName}.",
                $"{target} was acquired here",
                held.Stack);
        }

        Held.Remove(held);
        if (held.Mode == LockMode.Write)
        {
            EndDependents(target);
        }
    }

    /// <summary>Checks and notes a downgrade that is about to take place.</summary>
    internal static void Downgrading(object target, LockClass lockClass)
    {
        if (Find(target) is not { } held)
        {
            Report(LockReportKind.NotHeld, $"{target} ({lockClass}) is downgraded, but this thread does not hold it.");
            return;
        }

        if (held.Mode != LockMode.Write)
        {
            Report(
                LockReportKind.WrongMode,
                $"{target} is downgraded, but this thread holds it {held.ModeName}.",
                $"{target} was acquired here",
                held.Stack);
            return;
        }

        held.Mode = LockMode.Update;
        EndDependents(target);
    }

    /// <summary>Checks that the hold a guard was made for is still there: a copy of the guard may have ended it.</summary>
    internal static void DisposingGuard(object target, LockClass lockClass, int hold)
    {
        // 0: the validator was told nothing of the acquisition.
        if (hold != 0 && !Held.Exists(h => h.Number == hold))
        {
            Report(
                LockReportKind.GuardCopy,
                $"A guard of {target} ({lockClass}) is disposed or downgraded whose hold has ended: by a copy of it, or by hand.");
        }
    }

    /// <summary>Checks an assertion.</summary>
    /// <param name="target">The lock.</param>
    /// <param name="lockClass">Its class.</param>
    /// <param name="mode">Read: any mode will do.</param>
    internal static void AssertHeld(object target, LockClass lockClass, LockMode mode)
    {
        HeldLock? held = Find(target);
        if (held is null)
        {
            Report(LockReportKind.Assertion, $"{target} ({lockClass}) should be held by this thread, and is not.");
        }
        else if (mode == LockMode.Write && held.Mode != LockMode.Write)
        {
            Report(
                LockReportKind.Assertion,
                $"{target} ({lockClass}) should be held for write by this thread, and is held {held.ModeName}.",
                $"{target} was acquired here",
                held.Stack);
        }
    }

    // The write holds that last until this lock's write hold ends.
    private static void EndDependents(object target) =>
        Held.RemoveAll(h => h.Mode == LockMode.Write && ReferenceEquals(h.Until, target));
}
