namespace Mm.Locks;

/// <summary>The lock is acquired after (inside) those named, whenever both are held.</summary>
[AttributeUsage(AttributeTargets.Field | AttributeTargets.Property, AllowMultiple = true)]
public sealed class AcquiredAfterAttribute : Attribute
{
    /// <summary>Declares the order.</summary>
    /// <param name="paths">The other locks, as lock paths.</param>
    public AcquiredAfterAttribute(params string[] paths) => Paths = paths;

    /// <summary>The other locks, as lock paths.</summary>
    public string[] Paths { get; }
}
