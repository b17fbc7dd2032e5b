namespace Mm.Locks;

/// <summary>The lock is acquired before (outside) those named, whenever both are held.</summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property, AllowMultiple = true)]
public sealed class AcquiredBeforeAttribute : Attribute
{
    /// <summary>Declares the order.</summary>
    /// <param name="paths">The other locks, as lock paths.</param>
    public AcquiredBeforeAttribute(params string[] paths) => Paths = paths;

    /// <summary>The other locks, as lock paths.</summary>
    public string[] Paths { get; }
}
