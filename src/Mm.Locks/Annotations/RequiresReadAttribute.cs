namespace Mm.Locks;

/// <summary>The caller holds all of the locks at least for read.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Constructor | AttributeTargets.Property | AttributeTargets.Parameter | AttributeTargets.Delegate | AttributeTargets.ReturnValue, AllowMultiple = true)]
public sealed class RequiresReadAttribute : ContractAttribute
{
    /// <summary>Names the locks.</summary>
    /// <param name="paths">Lock paths; none means the default lock.</param>
    public RequiresReadAttribute(params string[] paths)
        : base(paths)
    {
    }
}
