namespace Mm.Locks;

/// <summary>From here on the locks are taken as held for write: the member checks it at run time.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Constructor | AttributeTargets.Property | AttributeTargets.Parameter | AttributeTargets.Delegate | AttributeTargets.ReturnValue, AllowMultiple = true)]
public sealed class AssertsWriteAttribute : ContractAttribute
{
    /// <summary>Names the locks.</summary>
    /// <param name="paths">Lock paths; none means the default lock.</param>
    public AssertsWriteAttribute(params string[] paths)
        : base(paths)
    {
    }
}
