namespace Mm.Locks;

/// <summary>The object's <see cref="LockOwnerAttribute"/> of that type is the object at the path.</summary>
[AttributeUsage(AttributeTargets.ReturnValue | AttributeTargets.Parameter | AttributeTargets.Method | AttributeTargets.Property, AllowMultiple = true)]
public sealed class OwnedByAttribute : Attribute
{
    /// <summary>Names the owner.</summary>
    /// <param name="path">The owner, as a path.</param>
    public OwnedByAttribute(string path) => Path = path;

    /// <summary>The owner, as a path.</summary>
    public string Path { get; }
}
