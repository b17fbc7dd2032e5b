namespace Mm.Locks;

/// <summary>A type of another library is a lock.</summary>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
public sealed class ExternalLockAttribute : Attribute
{
    /// <summary>Declares the lock.</summary>
    /// <param name="type">The lock type.</param>
    public ExternalLockAttribute(Type type) => Type = type;

    /// <summary>The lock type.</summary>
    public Type Type { get; }

    /// <summary>What messages call the lock, or null for the type's name.</summary>
    public string? Name { get; set; }

    /// <summary>Whether the holder may acquire it again.</summary>
    public bool Reentrant { get; set; }

    /// <summary>Whether it must be released by the thread that acquired it.</summary>
    public bool ThreadBound { get; set; } = true;

    /// <summary>Whether a waiter spins.</summary>
    public bool Spins { get; set; }

    /// <summary>Whether the type is a guard, as <see cref="ScopedLockAttribute"/> says.</summary>
    public bool Scoped { get; set; }
}
