namespace Mm.Locks;

/// <summary>The member acquires the locks for read.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Constructor | AttributeTargets.Property | AttributeTargets.Parameter | AttributeTargets.Delegate | AttributeTargets.ReturnValue, AllowMultiple = true)]
public sealed class AcquiresReadAttribute : AcquiresAttribute
{
    /// <summary>Names the locks.</summary>
    /// <param name="paths">Lock paths; none means the default lock.</param>
    public AcquiresReadAttribute(params string[] paths)
        : base(paths)
    {
    }
}
