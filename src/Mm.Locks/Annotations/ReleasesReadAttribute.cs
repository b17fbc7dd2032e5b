namespace Mm.Locks;

/// <summary>The member releases the locks, held for read or downgraded.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Constructor | AttributeTargets.Property | AttributeTargets.Parameter | AttributeTargets.Delegate | AttributeTargets.ReturnValue, AllowMultiple = true)]
public sealed class ReleasesReadAttribute : EndsAttribute
{
    /// <summary>Names the locks.</summary>
    /// <param name="paths">Lock paths; none means the default lock.</param>
    public ReleasesReadAttribute(params string[] paths)
        : base(paths)
    {
    }
}
