namespace Mm.Locks;

/// <summary>The member releases the locks, held for write.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Constructor | AttributeTargets.Property | AttributeTargets.Parameter | AttributeTargets.Delegate | AttributeTargets.ReturnValue, AllowMultiple = true)]
public sealed class ReleasesWriteAttribute : EndsAttribute
{
    /// <summary>Names the locks.</summary>
    /// <param name="paths">Lock paths; none means the default lock.</param>
    public ReleasesWriteAttribute(params string[] paths)
        : base(paths)
    {
    }
}
