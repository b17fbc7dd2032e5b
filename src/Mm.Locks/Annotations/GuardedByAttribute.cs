namespace Mm.Locks;

/// <summary>Reading the member needs any of the locks for read; writing it needs all of them for write.</summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property | AttributeTargets.Event, AllowMultiple = true)]
public sealed class GuardedByAttribute : Attribute
{
    /// <summary>Declares what guards the member.</summary>
    /// <param name="paths">The locks, as lock paths; none means the containing type's default lock.</param>
    public GuardedByAttribute(params string[] paths) => Paths = paths;

    /// <summary>The locks, as lock paths.</summary>
    public string[] Paths { get; }

    /// <summary>Only the reference is guarded, not the object that it refers to.</summary>
    public bool ReferenceOnly { get; set; }

    /// <summary>A read needs no lock if the field is volatile or it goes through <c>Volatile.Read</c> or <c>Interlocked</c>.</summary>
    public bool LockFreeReads { get; set; }

    /// <summary>The mode that is enough to write.</summary>
    public LockMode WriteMode { get; set; } = LockMode.Write;

    /// <summary>Locks that are enough to read as well, and are not needed to write (an RCU section).</summary>
    public string[]? AlsoReadUnder { get; set; }

    /// <summary>The mode that is enough to write through <c>Interlocked</c>.</summary>
    public LockMode InterlockedWriteMode { get; set; } = LockMode.Write;
}
