namespace Mm.Locks;

/// <summary>The member releases the locks, held in any mode.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Constructor | AttributeTargets.Property | AttributeTargets.Parameter | AttributeTargets.Delegate | AttributeTargets.ReturnValue, AllowMultiple = true)]
public sealed class ReleasesAttribute : EndsAttribute
{
    /// <summary>Names the locks.</summary>
    /// <param name="paths">Lock paths; none means the default lock.</param>
    public ReleasesAttribute(params string[] paths)
        : base(paths)
    {
    }
}
