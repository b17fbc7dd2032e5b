using System.Diagnostics;

namespace Mm.Locks;

/// <content>Acquisitions.</content>
public static partial class LockValidator
{
    /// <summary>Checks an acquisition that is about to take place.</summary>
    /// <param name="target">The lock.</param>
    /// <param name="lockClass">Its class.</param>
    /// <param name="mode">Read or write.</param>
    /// <param name="traits">What else there is to know of it.</param>
    internal static void Acquiring(object target, LockClass lockClass, LockMode mode, AcquireTraits traits)
    {
        // A try cannot deadlock: it fails instead.
        if ((traits & AcquireTraits.Try) != 0)
        {
            return;
        }

        if (Find(target) is { } same)
        {
            if ((traits & AcquireTraits.Reentrant) == 0 || (mode == LockMode.Write && same.Mode == LockMode.Read))
            {
                Report(
                    LockReportKind.Recursion,
                    $"{target} is acquired {Name(mode)}, but this thread holds it {same.ModeName} already.",
                    $"{target} was acquired here",
                    same.Stack);
            }

            return;
        }

        foreach (HeldLock held in Held.ToArray())
        {
            CheckAgainst(held, target, lockClass, mode, traits);
        }
    }

    /// <summary>Notes that the calling thread has acquired a lock.</summary>
    /// <returns>The number of the hold; never 0.</returns>
    internal static int Acquired(object target, LockClass lockClass, LockMode mode, AcquireTraits traits, object? until = null)
    {
        int number;
        do
        {
            // Only distinct numbers are needed; pairs with nothing.
            number = Interlocked.Increment(ref s_holds);
        }
        while (number == 0);

        StackTrace? stack = CaptureEveryStack ? new StackTrace(skipFrames: 1, fNeedFileInfo: true) : null;
        Held.Add(new HeldLock(target, lockClass, mode, traits, until, number, stack));
        return number;
    }

    private static void CheckAgainst(HeldLock held, object target, LockClass lockClass, LockMode mode, AcquireTraits traits)
    {
        if (held.Mode == LockMode.Read && ReferenceEquals(held.Until, target))
        {
            Report(
                LockReportKind.VmaReadThenMmapLock,
                $"{target} is acquired {Name(mode)} while {held.Target} is held for read: a writer that holds the first waits for that reader.",
                $"{held.Target} was acquired here",
                held.Stack);
            return;
        }

        if ((held.Traits & AcquireTraits.Spins) != 0 && (traits & AcquireTraits.Spins) == 0)
        {
            Report(
                LockReportKind.SleepUnderSpin,
                $"{target} may sleep, and is acquired while {held.Target}, which spins, is held.",
                $"{held.Target} was acquired here",
                held.Stack);
            return;
        }

        if (ReferenceEquals(held.Class, lockClass))
        {
            if ((traits & (AcquireTraits.Nested | AcquireTraits.Until | AcquireTraits.Reentrant)) == 0)
            {
                Report(
                    LockReportKind.SameClass,
                    $"{target} is acquired while {held.Target} of the same class is held; if an order among them makes that safe, acquire it as nested.",
                    $"{held.Target} was acquired here",
                    held.Stack);
            }

            return;
        }

        if (DeclaredOrder.Forbids(held.Class, held.Target.GetType(), lockClass, target.GetType(), out string declaration))
        {
            Report(
                LockReportKind.DeclaredOrder,
                $"{target} is acquired inside {held.Target}, against the declared order {declaration}.",
                $"{held.Target} was acquired here",
                held.Stack);
            return;
        }

        if (s_graph.Add(held.Class, lockClass) is { } circle)
        {
            string seen = string.Join(", ", circle.Select(static e => $"{e.Inner} inside {e.Outer}"));
            Report(
                LockReportKind.ObservedOrder,
                $"{target} ({lockClass}) is acquired inside {held.Target} ({held.Class}), but there was {seen}: together they can deadlock.",
                $"{circle[0].Inner} was first acquired inside {circle[0].Outer} here",
                circle[0].Stack);
        }
    }

    private static string Name(LockMode mode) => mode == LockMode.Write ? "for write" : "for read";
}
