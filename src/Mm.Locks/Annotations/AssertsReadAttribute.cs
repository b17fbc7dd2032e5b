namespace Mm.Locks;

/// <summary>From here on the locks are taken as held for read: the member checks it at run time.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Constructor | AttributeTargets.Property | AttributeTargets.Parameter | AttributeTargets.Delegate | AttributeTargets.ReturnValue, AllowMultiple = true)]
public sealed class AssertsReadAttribute : ContractAttribute
{
    /// <summary>Names the locks.</summary>
    /// <param name="paths">Lock paths; none means the default lock.</param>
    public AssertsReadAttribute(params string[] paths)
        : base(paths)
    {
    }
}
