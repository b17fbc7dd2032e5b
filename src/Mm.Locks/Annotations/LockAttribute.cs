namespace Mm.Locks;

/// <summary>The type is a lock: an object that is acquired and released through members that say so.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct)]
public sealed class LockAttribute : Attribute
{
    /// <summary>Declares the lock.</summary>
    /// <param name="name">What messages call it; the type's name if null.</param>
    public LockAttribute(string? name = null) => Name = name;

    /// <summary>What messages call the lock, or null for the type's name.</summary>
    public string? Name { get; }

    /// <summary>Whether the holder may acquire it again.</summary>
    public bool Reentrant { get; set; }

    /// <summary>Whether it must be released by the thread that acquired it, so that it may not be held across an await.</summary>
    public bool ThreadBound { get; set; } = true;

    /// <summary>Whether a waiter spins: while such a lock is held, nothing may block.</summary>
    public bool Spins { get; set; }
}
