namespace Mm.Locks;

/// <summary>The member acquires the locks in upgradeable mode.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Constructor | AttributeTargets.Property | AttributeTargets.Parameter | AttributeTargets.Delegate | AttributeTargets.ReturnValue, AllowMultiple = true)]
public sealed class AcquiresUpgradeableAttribute : AcquiresAttribute
{
    /// <summary>Names the locks.</summary>
    /// <param name="paths">Lock paths; none means the default lock.</param>
    public AcquiresUpgradeableAttribute(params string[] paths)
        : base(paths)
    {
    }
}
