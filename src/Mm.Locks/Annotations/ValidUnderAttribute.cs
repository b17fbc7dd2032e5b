namespace Mm.Locks;

/// <summary>The value may be used only as long as the hold lasts that it was obtained under.</summary>
/// <remarks>A release ends it, and taking the lock again does not bring it back; a downgrade does not end it (MML109).</remarks>
[AttributeUsage(AttributeTargets.ReturnValue | AttributeTargets.Parameter | AttributeTargets.Method | AttributeTargets.Property, AllowMultiple = true)]
public sealed class ValidUnderAttribute : Attribute
{
    /// <summary>Ties the value to holds.</summary>
    /// <param name="paths">The locks, as lock paths; valid while at least one of them has been held at every point since.</param>
    public ValidUnderAttribute(params string[] paths) => Paths = paths;

    /// <summary>The locks, as lock paths.</summary>
    public string[] Paths { get; }
}
