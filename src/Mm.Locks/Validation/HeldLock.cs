using System.Diagnostics;

namespace Mm.Locks;

/// <summary>One hold of the thread, as the validator knows it.</summary>
internal sealed class HeldLock
{
    internal HeldLock(object target, LockClass lockClass, LockMode mode, AcquireTraits traits, object? until, int number, StackTrace? stack)
    {
        Target = target;
        Class = lockClass;
        Mode = mode;
        Traits = traits;
        Until = until;
        Number = number;
        Stack = stack;
    }

    internal object Target { get; }

    internal LockClass Class { get; }

    /// <summary>Read, write, or update for a downgraded hold.</summary>
    internal LockMode Mode { get; set; }

    internal AcquireTraits Traits { get; }

    /// <summary>For a VMA's lock its mm's lock: a write hold ends with that lock's write hold.</summary>
    internal object? Until { get; }

    /// <summary>The hold's number, which its guard carries.</summary>
    internal int Number { get; }

    internal StackTrace? Stack { get; }

    internal string ModeName => Mode switch { LockMode.Write => "for write", LockMode.Update => "downgraded", _ => "for read" };
}
