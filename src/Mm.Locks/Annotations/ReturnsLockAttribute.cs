namespace Mm.Locks;

/// <summary>The result is the lock at the path.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Property)]
public sealed class ReturnsLockAttribute : Attribute
{
    /// <summary>Names the lock.</summary>
    /// <param name="path">The lock, as a lock path.</param>
    public ReturnsLockAttribute(string path) => Path = path;

    /// <summary>The lock, as a lock path.</summary>
    public string Path { get; }
}
