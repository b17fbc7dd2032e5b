namespace Mm.Locks;

/// <summary>The caller holds any of the locks at least for read.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Constructor | AttributeTargets.Property | AttributeTargets.Parameter | AttributeTargets.Delegate | AttributeTargets.ReturnValue, AllowMultiple = true)]
public sealed class RequiresReadAnyAttribute : ContractAttribute
{
    /// <summary>Names the locks.</summary>
    /// <param name="paths">Lock paths; none means the default lock.</param>
    public RequiresReadAnyAttribute(params string[] paths)
        : base(paths)
    {
    }
}
